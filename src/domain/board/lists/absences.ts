import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { absenceEnds } from '../../people/absences.ts'
import { ABSENCE_KINDS, type AbsenceKind } from '../../people/model.ts'
import type { Ask, List } from './ask.ts'
import { pointer, type RawRow } from './refs.ts'
import { unitsAsked } from './units-of.ts'
import { all, sift, walk } from './walk.ts'

const STATES = ['to-come', 'in-force', 'over'] as const

/** Who is not to be counted on and when, what begins last first: of a district (absence_by_start) or of one (absence_by_person). */
export const absences: List = {
  list: 'absences',
  columns: [
    { key: 'person', kind: 'person' },
    { key: 'absence', kind: 'state', choices: ABSENCE_KINDS },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'starts', kind: 'moment', sort: 'starts' },
    { key: 'ends', kind: 'moment' },
    { key: 'recordedAt', kind: 'moment', aside: true },
    { key: 'recordedBy', kind: 'text', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'person', kind: 'person' },
    { key: 'absence', kind: 'choice', choices: ABSENCE_KINDS },
    { key: 'state', kind: 'choice', choices: STATES },
  ],
  needs: [['district', 'area', 'unit']],
  sorts: [{ key: 'starts', index: 'absence_by_start' }],
  lane: false,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [person, kind, state] = [ask.value('person'), ask.value('absence'), ask.value('state')]
    const units = await unitsAsked(tx, ask)
    const w = {
      columns: tx`a.id, a.person, a.kind, a.starts, nullif(${endsOf(tx, ask)}, 'infinity') as ends, ${stateOf(tx, ask)} as state,
        a.recorded_at as "recordedAt", a.recorded_by as "recordedBy"`,
      from: tx`absence a`,
      where: all(tx, [
        tx`a.district = ${ask.district}`,
        person !== null && tx`a.person = ${person}`,
        mark && tx`(a.starts, a.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`a.starts desc, a.id desc`,
      keep: sift(tx, [
        kind !== null && tx`a.kind = ${kind}`,
        state !== null && tx`${stateOf(tx, ask)} = ${state}`,
        ask.past && tx`a.recorded_at <= ${ask.moment}`,
        units && ofUnits(tx, ask, units),
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (a) => [a.starts, a.id])
    return { rows: rows.map((a) => rowOf(ask.district, a)), next }
  },
}

interface Listed {
  id: string
  person: string
  kind: AbsenceKind
  state: (typeof STATES)[number]
  starts: Date
  ends: Date | null
  recordedAt: Date
  recordedBy: string
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

const endsOf = (tx: Tx, ask: Ask): Fragment => absenceEnds(tx, ask.past ? ask.moment : null)

const stateOf = (tx: Tx, ask: Ask): Fragment => tx`
  case when ${endsOf(tx, ask)} <= greatest(a.starts, ${ask.moment}) then 'over' when a.starts > ${ask.moment} then 'to-come' else 'in-force' end`

/** It is of a member of one of these units at that moment. */
const ofUnits = (tx: Tx, ask: Ask, units: readonly string[]): Fragment => tx`
  exists (select from membership m where m.district = a.district and m.person = a.person and m.unit = any(${[...units]}::uuid[])
    and m.starts <= ${ask.moment} and m.ends > ${ask.moment})`

function rowOf(district: string, a: Listed): RawRow {
  const { id, state, starts, ends, recordedAt, recordedBy } = a
  const person = pointer('person', a.person, district)
  return { id, ref: person, cells: { person, absence: a.kind, state, starts, ends, recordedAt, recordedBy } }
}
