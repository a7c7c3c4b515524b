import { z } from 'zod'
import { keyOf, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { type Pointer, pointer, refsOf } from '../lists/refs.ts'
import { unitsOf } from '../lists/units-of.ts'
import { all, each } from '../lists/walk.ts'
import type { CheckIn } from './model.ts'
import { contactsFor, headOf, type Sheet, type SheetRequest } from './sheet.ts'

/** Duties told of somebody who answers for many. */
const TOLD = 3

/**
 * The check-in list (ICS 211): everybody who was called in the period, with when each thing was known of them, by call-out
 * (callout_by_time) and within it by id (key of summons). Errors of `headOf`; BAD_CURSOR.
 */
export async function checkInList(tx: Tx, viewer: Viewer, wall: Date, request: SheetRequest): Promise<Sheet<CheckIn>> {
  const head = await headOf(tx, viewer, wall, request)
  const { district, limit } = request
  const mark = keyOf(request.after, z.tuple([z.uuid(), z.uuid()]))
  const callouts = await tx<{ id: string }[]>`
    select id from callout where district = ${district} and ${all(tx, [
      request.campaign === undefined ? tx`lane = ${head.lane}` : tx`campaign = ${request.campaign}`,
      tx`started_at < ${head.to} and coalesce(ended_at, 'infinity') >= ${head.from}`,
    ])}`
  const found = await tx<Row[]>`
    select callout, person, asked_as as "askedAs", case when passed_over is null then called_at end as "calledAt", acknowledged_at as "acknowledgedAt",
      accepted_at as "acceptedAt", declined_at as "declinedAt", arrived_at as "arrivedAt", stood_down_at as "stoodDownAt", duties
    from summons where district = ${district} and callout = any(${callouts.map((c) => c.id)}::uuid[])
      and called_at < ${head.to} and ${mark ? tx`(callout, person) > (${mark[0]}::uuid, ${mark[1]}::uuid)` : tx`true`}
    order by callout, person limit ${limit + 1}`
  const { items, next } = pageOf([...found], limit, (s) => [s.callout, s.person])
  const people = items.map((s) => s.person)
  const first = [...new Set(items.flatMap((s) => s.duties.slice(0, TOLD)))]
  const [units, contacts, duties] = [
    await unitsOf(tx, { district, moment: head.from }, people),
    await contactsFor(tx, viewer, district, people),
    await tx<{ id: string; role: string; subjectKind: 'place' | 'unit' | 'person'; subject: string }[]>`
      select d.id, d.role, d.subject_kind as "subjectKind", d.subject
      from ${each(tx, first)} join duty d on d.district = ${district} and d.id = k.id`,
  ]
  const byId = new Map(duties.map((d) => [d.id, d]))
  const person = (s: Row): Pointer => ({ point: 'person', id: s.person, district })
  const unit = (s: Row) => pointer('unit', units.get(s.person) ?? null, district)
  const subjects = (s: Row) =>
    s.duties.slice(0, TOLD).flatMap((id) => {
      const d = byId.get(id)
      return d ? [{ role: d.role, subject: { point: d.subjectKind, id: d.subject, district } }] : []
    })
  const refOf = await refsOf(
    tx,
    items.flatMap((s) =>
      [person(s), unit(s), ...subjects(s).map((d) => d.subject)].filter((p): p is Pointer => p !== null),
    ),
  )
  return {
    head,
    next,
    items: items.map((s) => {
      const own = unit(s)
      return {
        ...s,
        person: refOf(person(s)),
        unit: own && refOf(own),
        contact: contacts.get(s.person) ?? null,
        assigned: subjects(s).map(({ role, subject }) => ({ role, subject: refOf(subject) })),
        duties: s.duties.length,
      }
    }),
  }
}

interface Row {
  callout: string
  person: string
  askedAs: CheckIn['askedAs']
  calledAt: Date | null
  acknowledgedAt: Date | null
  acceptedAt: Date | null
  declinedAt: Date | null
  arrivedAt: Date | null
  stoodDownAt: Date | null
  duties: string[]
}
