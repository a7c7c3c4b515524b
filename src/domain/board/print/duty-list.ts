import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { cursorOf, keyOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { unitsIn } from '../lists/ask.ts'
import type { Ref } from '../lists/model.ts'
import { type Pointer, pointer, refsOf } from '../lists/refs.ts'
import { all, each, type Stretch, walk } from '../lists/walk.ts'
import type { DutyLine } from './model.ts'
import { contactsFor, headOf, lanesOf, type Sheet, type SheetRequest } from './sheet.ts'

export interface DutyListRequest extends Omit<SheetRequest, 'district'> {
  unit: string
}

/**
 * A unit's duty list, to be signed: its people and those of the units below it, by code, each with what they
 * answer for in the period (membership_by_unit or the key of district and code, duty_by_holder). UNIT_UNKNOWN; errors of `headOf`; BAD_CURSOR.
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
  const mark = keyOf(request.after, Mark)
  const units = await unitsIn(tx, unit, head.from)
  const { rows: items, next } = await membersOf(tx, { district, units, at: head.from }, mark, request.limit)
  const people = items.map((m) => m.person)
  const held = await tx<Held[]>`
    select d.holder, d.id as duty, d.role, d.subject_kind as "subjectKind", d.subject, nullif(d.starts, '-infinity') as starts,
      nullif(d.ends, 'infinity') as ends, p.area
    from ${each(tx, people)} join duty d on d.district = ${district} and d.holder = k.id
      left join place p on p.district = d.district and p.id = d.subject
    where d.lane = any(${lanesOf(head)}::text[])
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
    next: next && cursorOf(next),
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

const Mark = z.tuple([z.string()])

/** Above so many members they are met soon enough on the way along everybody by code. */
const FEW = 2_000

/** The members of the units by code, after a mark: few are found by unit and sorted, many sifted out of everybody. */
async function membersOf(
  tx: Tx,
  { district, units, at }: { district: string; units: string[]; at: Date },
  mark: z.output<typeof Mark> | null,
  limit: number,
): Promise<Stretch<Member>> {
  const inForce = tx`m.starts <= ${at} and m.ends > ${at}`
  const members = tx`from ${each(tx, units)} join membership m on m.district = ${district} and m.unit = k.id and ${inForce}`
  const own = tx`from membership m where m.district = ${district} and m.person = p.id and m.unit = any(${units}::uuid[])
    and ${inForce}`
  const [{ n } = { n: 0 }] = await tx<{ n: number }[]>`
    select count(*)::int as n from (select ${members} limit ${FEW + 1}) q`
  const few = n <= FEW
  const w = {
    columns: tx`p.code, p.id as person, (select m.unit ${own} order by m.starts desc, m.unit limit 1) as unit,
      (select m.kind ${own} order by m.starts desc, m.unit limit 1) as kind`,
    from: tx`person p`,
    where: all(tx, [
      tx`p.district = ${district}`,
      mark && tx`p.code > ${mark[0]}`,
      few && tx`p.id in (select m.person ${members})`,
    ]),
    order: tx`p.code`,
    keep: few ? null : tx`exists (select ${own})`,
  }
  return walk<Member>(tx, w, limit, (m) => [m.code])
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
