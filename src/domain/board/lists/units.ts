import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { SECRETARY } from '../../people/model.ts'
import { NO_SUM } from '../by-kind.ts'
import { type SummedCounts, shareOf } from '../model.ts'
import { countsBelow } from '../store.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, cut, type Stretch, sift, walk } from './walk.ts'

/**
 * Units of a district by code (the unique key of district and code), or those with the most uncovered first: a district has
 * some 1,500 at most, whose counts are read by the primary key of coverage and sorted. Branches are compared by what is
 * uncovered, which they can mend, and by nothing else.
 */
export const units: List = {
  list: 'units',
  columns: [
    { key: 'unit', kind: 'unit' },
    { key: 'code', kind: 'code', sort: 'code' },
    { key: 'kind', kind: 'slug' },
    { key: 'area', kind: 'area' },
    { key: 'above', kind: 'unit' },
    { key: 'secretary', kind: 'person' },
    { key: 'members', kind: 'number' },
    { key: 'required', kind: 'number' },
    { key: 'unheld', kind: 'number', sort: 'unheld' },
    { key: 'late', kind: 'number' },
    { key: 'share', kind: 'share' },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'kind', kind: 'slug', many: true },
  ],
  needs: [['district', 'area', 'unit']],
  sorts: [
    { key: 'code', index: 'unit_district_code_key' },
    { key: 'unheld', index: 'coverage_pkey' },
  ],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const { rows, next } = await (ask.sort === 'unheld' ? byUncovered(tx, ask) : byCode(tx, ask))
    const [counts, more] = await Promise.all([countsOf(tx, ask, rows), aboutThem(tx, ask, rows)])
    return {
      next,
      rows: rows.map((u) => {
        const c = counts.get(u.id) ?? NO_SUM
        const about = more.get(u.id)
        return {
          id: u.id,
          ref: pointer('unit', u.id, ask.district),
          cells: {
            unit: pointer('unit', u.id, ask.district),
            code: u.code,
            kind: u.kind,
            area: pointer('area', u.area, ask.district),
            above: pointer('unit', about?.above ?? null, about?.aboveDistrict ?? ''),
            secretary: pointer('person', about?.secretary ?? null, ask.district),
            members: about?.members ?? 0,
            required: c.required,
            unheld: c.unheld,
            late: c.late,
            share: shareOf(c),
          },
        }
      }),
    }
  },
}

interface Listed {
  id: string
  code: string
  kind: string
  area: string | null
}

const CodeMark = z.tuple([z.string()])
const UncoveredMark = z.tuple([z.number(), z.string()])

const COLUMNS = (tx: Tx) => tx`u.id, u.code, u.kind, u.area`

const wanted = (tx: Tx, ask: Ask) => [
  tx`u.founded <= ${ask.moment} and u.dissolved > ${ask.moment}`,
  ask.units && tx`u.id = any(${ask.units}::uuid[])`,
  ask.areas && tx`u.area = any(${ask.areas}::text[])`,
  ask.values('kind').length > 0 && tx`u.kind = any(${ask.values('kind')}::text[])`,
]

function byCode(tx: Tx, ask: Ask): Promise<Stretch<Listed>> {
  const mark = ask.mark(CodeMark)
  const w = {
    columns: COLUMNS(tx),
    from: tx`unit u`,
    where: all(tx, [tx`u.district = ${ask.district}`, mark && tx`u.code > ${mark[0]}`]),
    order: tx`u.code`,
    keep: sift(tx, wanted(tx, ask)),
  }
  return walk<Listed>(tx, w, ask.limit, (u) => [u.code])
}

async function byUncovered(tx: Tx, ask: Ask): Promise<Stretch<Listed>> {
  const mark = ask.mark(UncoveredMark)
  const rows = await tx<Listed[]>`
    select ${COLUMNS(tx)} from unit u where u.district = ${ask.district} and ${all(tx, wanted(tx, ask))} order by u.code`
  const counts = await countsOf(tx, ask, rows)
  const uncovered = (u: Listed) => counts.get(u.id)?.unheld ?? 0
  const sorted = [...rows].sort((a, b) => uncovered(b) - uncovered(a) || (a.code < b.code ? -1 : 1))
  const left = mark
    ? sorted.filter((u) => uncovered(u) < mark[0] || (uncovered(u) === mark[0] && u.code > mark[1]))
    : sorted
  return cut(left, ask.limit, (u) => [uncovered(u), u.code])
}

function countsOf(tx: Tx, ask: Ask, rows: readonly Listed[]): Promise<Map<string, SummedCounts>> {
  const nodes = rows.map((u) => ({ district: ask.district, node: u.id }))
  return countsBelow(tx, { tree: 'unit', lane: ask.lane, at: ask.past ? ask.moment : null }, nodes)
}

interface About {
  id: string
  above: string | null
  aboveDistrict: string | null
  secretary: string | null
  members: number
}

/** Of each: what stands above, who leads, how many members (unit_parent's key, duty_by_subject, membership_by_unit). */
async function aboutThem(tx: Tx, ask: Ask, rows: readonly Listed[]): Promise<Map<string, About>> {
  const found = await tx<About[]>`
    select u.id, e.parent as above, e.parent_district as "aboveDistrict", (
        select holder from duty d where d.district = ${ask.district} and d.subject = u.id and d.role = ${SECRETARY}
          and d.starts <= ${ask.moment} and d.ends > ${ask.moment} and d.lane = any(${ask.lanes}::text[])
          ${ask.past ? tx`and (d.backfilled or d.recorded_at <= ${ask.moment})` : tx``}
          and d.holder_kind = 'person' order by d.starts limit 1) as secretary, (
        select count(*)::int from membership m where m.district = ${ask.district} and m.unit = u.id
          and m.starts <= ${ask.moment} and m.ends > ${ask.moment}) as members
    from unnest(${rows.map((u) => u.id)}::uuid[]) as u (id)
      left join unit_parent e on e.district = ${ask.district} and e.unit = u.id and e.during @> ${ask.moment}::timestamptz`
  return new Map(found.map((r) => [r.id, r]))
}
