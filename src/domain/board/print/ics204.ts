import { z } from 'zod'
import { keyOf, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { isKnown, known, saidState } from '../../callouts/said.ts'
import { areasIn } from '../lists/ask.ts'
import { type Pointer, pointer, refsOf } from '../lists/refs.ts'
import { unitsOf } from '../lists/units-of.ts'
import { all, each } from '../lists/walk.ts'
import type { AnswerState } from '../subjects/model.ts'
import type { AssignedPlace, Assignment } from './model.ts'
import { contactsFor, headOf, lanesOf, type Sheet, type SheetRequest } from './sheet.ts'

export interface AssignmentRequest extends SheetRequest {
  campaign: string
  /** One dam only. */
  line?: string | undefined
  /** One area only. */
  area?: string | undefined
}

/**
 * The assignment list (ICS 204): the sections of the dams by line and chainage (place_by_line), each with who is on it in
 * the period and what nobody took. Errors of `headOf`; BAD_CURSOR.
 */
export async function assignmentList(
  tx: Tx,
  viewer: Viewer,
  wall: Date,
  request: AssignmentRequest,
): Promise<Sheet<AssignedPlace>> {
  const head = await headOf(tx, viewer, wall, request)
  const { district, limit } = request
  const sections = await sectionsOf(tx, request, limit + 1)
  const { items, next } = pageOf(sections, limit, (s) => [s.line, s.fromM, s.id])
  const ids = items.map((s) => s.id)
  const period = { from: head.from, to: head.to }
  const assigned = await assignedTo(tx, { district, lane: head.lane, lanes: lanesOf(head) }, period, ids)
  const missing = await missingAt(tx, district, request.campaign, period, ids)
  const people = assigned.map((a) => a.holder)
  const [units, contacts] = [
    await unitsOf(tx, { district, moment: head.from }, people),
    await contactsFor(tx, viewer, district, people),
  ]
  const person = (a: RawAssignment): Pointer => ({ point: a.holderKind, id: a.holder, district })
  const unit = (a: RawAssignment) => pointer('unit', units.get(a.holder) ?? null, district)
  const refOf = await refsOf(tx, [
    ...items.flatMap((s): Pointer[] => [
      { point: 'place', id: s.id, district },
      { point: 'area', id: s.area, district },
    ]),
    ...assigned.flatMap((a) => [person(a), unit(a)].filter((p): p is Pointer => p !== null)),
  ])
  const bySection = Map.groupBy(assigned, (a) => a.subject)
  const missingBySection = Map.groupBy(missing, (m) => m.subject)
  return {
    head,
    next,
    items: items.map((s) => ({
      place: refOf({ point: 'place', id: s.id, district }),
      area: refOf({ point: 'area', id: s.area, district }),
      line: s.line,
      fromM: s.fromM,
      toM: s.toM,
      assignments: (bySection.get(s.id) ?? []).map((a): Assignment => {
        const own = unit(a)
        const { subject, holder, holderKind, awayFrom, awayUntil, ...rest } = a
        const away = awayFrom && { from: awayFrom, until: awayUntil }
        return {
          ...rest,
          away,
          person: refOf(person(a)),
          unit: own && refOf(own),
          contact: contacts.get(holder) ?? null,
        }
      }),
      missing: (missingBySection.get(s.id) ?? []).map(({ subject, ...m }) => m),
    })),
  }
}

interface Section {
  id: string
  area: string
  line: string
  fromM: number
  toM: number | null
}

const Mark = z.tuple([z.string(), z.number(), z.uuid()])

async function sectionsOf(tx: Tx, request: AssignmentRequest, limit: number): Promise<Section[]> {
  const mark = keyOf(request.after, Mark)
  const { district, line, area } = request
  const areas = area === undefined || area === district ? null : await areasIn(tx, area)
  const where = all(tx, [
    tx`district = ${district} and line is not null and from_m is not null`,
    line !== undefined && tx`line = ${line}`,
    areas && tx`area = any(${areas}::text[])`,
    mark && tx`(line, from_m, id) > (${mark[0]}, ${mark[1]}, ${mark[2]}::uuid)`,
  ])
  return tx<Section[]>`
    select id, area, line, from_m as "fromM", to_m as "toM" from place where ${where} order by line, from_m, id limit ${limit}`
}

interface RawAssignment {
  subject: string
  duty: string
  role: string
  holderKind: 'person' | 'unit'
  holder: string
  starts: Date | null
  ends: Date | null
  answer: AnswerState | null
  arrivedAt: Date | null
  awayFrom: Date | null
  awayUntil: Date | null
}

/**
 * The duties of these places that are in force at any time of the period (duty_by_subject), with the holder's answer, and
 * whether they are away in it (absence_by_person).
 */
async function assignedTo(
  tx: Tx,
  { district, lane, lanes }: { district: string; lane: string; lanes: string[] },
  { from, to }: { from: Date; to: Date },
  places: string[],
): Promise<RawAssignment[]> {
  return tx<RawAssignment[]>`
    select d.subject, d.id as duty, d.role, d.holder_kind as "holderKind", d.holder, nullif(d.starts, '-infinity') as starts,
      nullif(d.ends, 'infinity') as ends, s.answer, s.arrived_at as "arrivedAt", w.starts as "awayFrom",
      nullif(w.ends, 'infinity') as "awayUntil"
    from ${each(tx, places)} join duty d on d.district = ${district} and d.subject = k.id left join lateral (
      select case when ${isKnown(tx, 'stood_down_at', to)} then 'stood-down' else ${saidState(tx, to)} end as answer,
        ${known(tx, 'arrived_at', to)} as arrived_at
      from summons s
      where s.district = ${district} and s.person = d.holder and s.lane = ${lane} and s.called_at <= ${to} and d.id = any(s.duties)
      order by s.called_at desc limit 1) s on true left join lateral (
      select w.starts, w.ends from absence w
      where w.district = ${district} and w.person = d.holder and w.kind = 'away' and w.starts < ${to}
        and w.ends > greatest(w.starts, ${from}, d.starts) and w.starts < d.ends
      order by w.starts limit 1) w on true
    where d.lane = any(${lanes}::text[])
      and d.starts < ${to} and d.ends > ${from} and d.ends > d.starts
    order by d.role, d.starts, d.id`
}

interface MissingAt {
  subject: string
  rule: string
  role: string
  starts: Date
  ends: Date | null
  needed: number
  held: number
}

/** What too few hold as the register stands, of the period (primary key of requirement). */
async function missingAt(
  tx: Tx,
  district: string,
  campaign: string,
  { from, to }: { from: Date; to: Date },
  places: string[],
): Promise<MissingAt[]> {
  return tx<MissingAt[]>`
    select subject, rule, role, starts, nullif(ends, 'infinity') as ends, needed, held
    from ${each(tx, places)} join requirement on district = ${district} and subject = k.id and campaign = ${campaign}
    where starts < ${to} and ends > greatest(starts, ${from}) and held < needed
    order by starts, rule`
}
