import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { HAZARD_KINDS, HAZARD_STATES, type HazardState } from '../../hazards/model.ts'
import { hazardAt } from '../../hazards/read.ts'
import { type Ask, type List, placeIn } from './ask.ts'
import { pointer } from './refs.ts'
import { all, sift, walk } from './walk.ts'

/** Hazards, the latest found first, or the gravest that stand first; as they were known at a moment past (hazard_state). */
export const hazards: List = {
  list: 'hazards',
  columns: [
    { key: 'hazard', kind: 'state', choices: HAZARD_KINDS },
    { key: 'muddy', kind: 'flag' },
    { key: 'state', kind: 'state', choices: HAZARD_STATES },
    { key: 'place', kind: 'place' },
    { key: 'chainageM', kind: 'metres' },
    { key: 'line', kind: 'text' },
    { key: 'area', kind: 'area' },
    { key: 'foundAt', kind: 'moment', sort: 'found' },
    { key: 'toldBy', kind: 'person' },
    { key: 'stateAt', kind: 'moment' },
    { key: 'stateBy', kind: 'person' },
    { key: 'reason', kind: 'text', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'place', kind: 'place' },
    { key: 'state', kind: 'choice', choices: HAZARD_STATES, many: true },
    { key: 'hazard', kind: 'choice', choices: HAZARD_KINDS, many: true },
    { key: 'line', kind: 'text' },
  ],
  needs: [['district', 'area']],
  sorts: [{ key: 'found', index: 'hazard_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [place, line, states, kinds] = [
      ask.value('place'),
      ask.value('line'),
      ask.values('state'),
      ask.values('hazard'),
    ]
    const w = {
      columns: tx`h.id, h.subject, h.kind, h.muddy, h.state, h.chainage_m as "chainageM", h.found_at as "foundAt",
        h.told_by as "toldBy", h.state_at as "stateAt", h.state_by as "stateBy", h.reason`,
      from: hazardAt(tx, ask.past ? ask.moment : null),
      where: all(tx, [
        tx`h.district = ${ask.district} and h.lane = ${ask.lane}`,
        mark && tx`(h.found_at, h.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`h.found_at desc, h.id desc`,
      keep: sift(tx, [
        place !== null && tx`h.subject = ${place}::uuid`,
        states.length > 0 && tx`h.state = any(${states}::text[])`,
        kinds.length > 0 && tx`h.kind = any(${kinds}::text[])`,
        line !== null &&
          tx`exists (select from place p where p.district = h.district and p.id = h.subject and p.line = ${line})`,
        placeIn(tx, ask, tx`h.district`, tx`h.subject`),
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (h) => [h.foundAt, h.id])
    const places = await placesOf(tx, ask, rows)
    return {
      next,
      rows: rows.map((h) => ({
        id: h.id,
        ref: pointer('record', h.id, ask.district),
        cells: {
          hazard: h.kind,
          muddy: h.muddy,
          state: h.state,
          place: pointer('place', h.subject, ask.district),
          chainageM: h.chainageM,
          line: places.get(h.subject)?.line ?? null,
          area: pointer('area', places.get(h.subject)?.area ?? null, ask.district),
          foundAt: h.foundAt,
          toldBy: pointer('person', h.toldBy, ask.district),
          stateAt: h.stateAt,
          stateBy: pointer('person', h.stateBy, ask.district),
          reason: h.reason,
        },
      })),
    }
  },
}

interface Listed {
  id: string
  subject: string
  kind: string | null
  muddy: boolean | null
  state: HazardState
  chainageM: number | null
  foundAt: Date
  toldBy: string
  stateAt: Date
  stateBy: string
  reason: string | null
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

/** Dam and area of the places of a page (primary key of place). */
async function placesOf(
  tx: Tx,
  ask: Ask,
  rows: readonly Listed[],
): Promise<Map<string, { line: string | null; area: string }>> {
  const found = await tx<{ id: string; line: string | null; area: string }[]>`
    select p.id, p.line, p.area from place p where p.district = ${ask.district} and p.id = any(${rows.map((h) => h.subject)}::uuid[])`
  return new Map(found.map((p) => [p.id, p]))
}
