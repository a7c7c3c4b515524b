import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { keyOf, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { unitsIn } from '../lists/ask.ts'
import type { Ref } from '../lists/model.ts'
import { type Pointer, pointer, refsOf } from '../lists/refs.ts'
import type { DutyLine } from './model.ts'
import { contactsFor, headOf, lanesOf, type Sheet, type SheetRequest } from './sheet.ts'

export interface DutyListRequest extends Omit<SheetRequest, 'district'> {
  unit: string
}

/**
 * A unit's duty list, to be signed: its people and those of the units below it, by unit and code, each with what they
 * answer for in the period (membership_by_unit, duty_by_holder). UNIT_UNKNOWN; errors of `headOf`; BAD_CURSOR.
 */
export async function dutyList(
  tx: Tx,
  viewer: Viewer,
  wall: Date,
  request: DutyListRequest,
): Promise<Sheet<DutyLine> & { unit: Ref }> {
  const unit = await unitAnywhere(tx, request.unit)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: request.unit })
  const { district } = unit
  const head = await headOf(tx, viewer, wall, { ...request, district })
  const mark = keyOf(request.after, z.tuple([z.string(), z.uuid()]))
  const units = await unitsIn(tx, unit, head.from)
  const members = await tx<Member[]>`
    select p.code, m.person, min(m.unit::text) as unit, min(m.kind) as kind
    from membership m join person p on p.district = m.district and p.id = m.person
    where m.district = ${district} and m.unit = any(${units}::uuid[]) and m.starts <= ${head.from} and m.ends > ${head.from}
      and ${mark ? tx`(p.code, m.person) > (${mark[0]}, ${mark[1]}::uuid)` : tx`true`}
    group by p.code, m.person order by p.code, m.person limit ${request.limit + 1}`
  const { items, next } = pageOf([...members], request.limit, (m) => [m.code, m.person])
  const people = items.map((m) => m.person)
  const held = await tx<Held[]>`
    select d.holder, d.id as duty, d.role, d.subject_kind as "subjectKind", d.subject, nullif(d.starts, '-infinity') as starts,
      nullif(d.ends, 'infinity') as ends, p.area
    from duty d left join place p on p.district = d.district and p.id = d.subject
    where d.district = ${district} and d.holder = any(${people}::uuid[]) and d.lane = any(${lanesOf(head)}::text[])
      and d.starts < ${head.to} and d.ends > ${head.from} and d.ends > d.starts
    order by d.starts, d.role, p.code, d.id`
  const contacts = await contactsFor(tx, viewer, district, people)
  const self: Pointer = { point: 'unit', id: unit.id, district }
  const subject = (h: Held): Pointer => ({ point: h.subjectKind, id: h.subject, district })
  const refOf = await refsOf(tx, [
    self,
    ...items.flatMap((m): Pointer[] => [
      { point: 'person', id: m.person, district },
      { point: 'unit', id: m.unit, district },
    ]),
    ...held.flatMap((h) => [subject(h), pointer('area', h.area, district)].filter((p): p is Pointer => p !== null)),
  ])
  const byHolder = Map.groupBy(held, (h) => h.holder)
  return {
    head,
    unit: refOf(self),
    next,
    items: items.map((m) => ({
      person: refOf({ point: 'person', id: m.person, district }),
      unit: refOf({ point: 'unit', id: m.unit, district }),
      contact: contacts.get(m.person) ?? null,
      kind: m.kind,
      duties: (byHolder.get(m.person) ?? []).map((h) => {
        const area = pointer('area', h.area, district)
        return {
          duty: h.duty,
          role: h.role,
          subject: refOf(subject(h)),
          area: area && refOf(area),
          starts: h.starts,
          ends: h.ends,
        }
      }),
    })),
  }
}

interface Member {
  code: string
  person: string
  unit: string
  kind: string
}

interface Held {
  holder: string
  duty: string
  role: string
  subjectKind: 'place' | 'unit' | 'person'
  subject: string
  starts: Date | null
  ends: Date | null
  area: string | null
}
