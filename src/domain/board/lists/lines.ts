import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { LINE_STATES, type LineState } from '../../gaps/model.ts'
import { carriesBefore, type LineFilter, type LinesOf, namedLines } from '../../gaps/plan-lines.ts'
import type { ProposalLine } from '../../gaps/proposals.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { cut } from './walk.ts'

const CARRIES = ['some', 'none'] as const

/**
 * What a plan would change, line by line. A plan's lines are found by its key and sorted, whatever the order: they are as many as
 * somebody decides on at once, and the order is of names that stand elsewhere.
 */
export const lines: List = {
  list: 'lines',
  columns: [
    { key: 'place', kind: 'place', sort: 'place' },
    { key: 'holder', kind: 'person', sort: 'person' },
    { key: 'starts', kind: 'moment', sort: 'hours' },
    { key: 'ends', kind: 'moment' },
    { key: 'metres', kind: 'metres', sort: 'distance' },
    { key: 'before', kind: 'number' },
    { key: 'after', kind: 'number' },
    { key: 'rule', kind: 'rule' },
    { key: 'state', kind: 'state', choices: LINE_STATES },
    { key: 'township', kind: 'area', sort: 'township' },
    { key: 'unit', kind: 'unit', sort: 'branch' },
    { key: 'role', kind: 'slug', aside: true },
    { key: 'line', kind: 'text', aside: true },
    { key: 'fromM', kind: 'metres', aside: true },
    { key: 'area', kind: 'area', aside: true },
    { key: 'sole', kind: 'flag', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'proposal', kind: 'proposal' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'line', kind: 'text' },
    { key: 'placeKind', kind: 'slug', many: true },
    { key: 'rule', kind: 'slug', many: true },
    { key: 'holder', kind: 'person' },
    { key: 'carries', kind: 'choice', choices: CARRIES },
    { key: 'text', kind: 'text' },
    { key: 'state', kind: 'choice', choices: LINE_STATES },
  ],
  needs: [['district', 'area'], ['proposal']],
  sorts: [
    { key: 'place', index: 'proposal_line_pkey' },
    { key: 'township', index: 'proposal_line_pkey' },
    { key: 'branch', index: 'proposal_line_pkey' },
    { key: 'person', index: 'proposal_line_pkey' },
    { key: 'distance', index: 'proposal_line_pkey' },
    { key: 'hours', index: 'proposal_line_pkey' },
  ],
  lane: true,
  past: false,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const proposal = ask.value('proposal') ?? ''
    if (!(await isOfLane(tx, ask))) return { rows: [], next: null }
    const of: LinesOf = { district: ask.district, lane: ask.lane, proposals: [proposal], now: ask.moment }
    const [words, number, more] = ORDERS[ask.sort as keyof typeof ORDERS](tx)
    const found = await tx<Listed[]>`
      select q.duty, q.subject, q.rule, q.role, q.sole, q.holder, q.starts, nullif(q.ends, 'infinity') as ends,
        q.distance_m as "distanceM", q.state, q.area, q.township, q.unit, q.dam, q.from_m as "fromM", q.k1, q.k2, q.k3
      from (select l.*, ${words} as k1, (${number})::float8 as k2, ${more} as k3 from (${namedLines(tx, of, filterOf(ask))}) l) q
      where ${mark ? tx`(k1, k2, k3, duty) > (${mark[0]}::text, ${mark[1]}::float8, ${mark[2]}::text, ${mark[3]}::uuid)` : tx`true`}
      order by k1, k2, k3, duty limit ${ask.limit + 1}`
    const { rows, next } = cut([...found], ask.limit, (l) => [l.k1, l.k2, l.k3, l.duty])
    const loads = await loadsOf(
      tx,
      of,
      rows.map((l) => l.duty),
    )
    const { district } = ask
    return {
      next,
      rows: rows.map((l) => ({
        id: l.duty,
        ref: pointer('place', l.subject, district),
        cells: {
          place: pointer('place', l.subject, district),
          holder: pointer('person', l.holder, district),
          metres: l.distanceM,
          before: loads.get(l.duty)?.before ?? 0,
          after: loads.get(l.duty)?.after ?? 1,
          starts: l.starts,
          ends: l.ends,
          rule: l.rule,
          state: l.state,
          township: pointer('area', l.township, district),
          unit: pointer('unit', l.unit, district),
          role: l.role,
          line: l.dam,
          fromM: l.fromM,
          area: pointer('area', l.area, district),
          sole: l.sole,
        },
      })),
    }
  },
}

interface Listed extends ProposalLine {
  duty: string
  state: LineState
  area: string
  township: string
  unit: string | null
  dam: string | null
  fromM: number | null
  k1: string
  k2: number
  k3: string
}

const Mark = z.tuple([z.string(), z.number(), z.string(), z.uuid()])

/** What lines are ordered by: a text, a number, and a text again. Places on dams come by dam and chainage, before all others. */
const DAM = (tx: Tx): Fragment => tx`case when dam is null then '1' else '0' || dam end`
const ORDERS = {
  place: (tx: Tx) => [DAM(tx), tx`coalesce(from_m, 0)`, tx`place`],
  township: (tx: Tx) => [tx`township || ' ' || ${DAM(tx)}`, tx`coalesce(from_m, 0)`, tx`place`],
  branch: (tx: Tx) => [tx`branch`, tx`0`, tx`person`],
  person: (tx: Tx) => [tx`person`, tx`extract(epoch from starts)`, tx`place`],
  distance: (tx: Tx) => [tx`''`, tx`distance_m`, tx`place`],
  hours: (tx: Tx) => [tx`''`, tx`extract(epoch from starts)`, tx`place`],
} satisfies Record<string, (tx: Tx) => [Fragment, Fragment, Fragment]>

/** The filters of the list as lines are narrowed by them; the same filters decide on lines. */
function filterOf(ask: Ask): LineFilter {
  const value = (key: string) => ask.value(key) ?? undefined
  return {
    // All of the district is no filter.
    area: ask.areas ? value('area') : undefined,
    unit: ask.units?.[0],
    line: value('line'),
    placeKind: ask.values('placeKind'),
    rule: ask.values('rule'),
    holder: value('holder'),
    carries: value('carries') as LineFilter['carries'],
    text: value('text'),
    state: value('state') as LineState | undefined,
  }
}

/** Whether the proposal is one of the lane (primary keys). */
async function isOfLane(tx: Tx, { district, lane, value }: Ask): Promise<boolean> {
  const [own] = await tx`
    select true from proposal p join campaign c on c.district = p.district and c.id = p.campaign
    where p.district = ${district} and p.id = ${value('proposal')} and c.lane = ${lane}`
  return own !== undefined
}

/**
 * For how many places each line's holder answers while it runs: without the plan (duty_by_holder), and with all of it. The plan's lines
 * for those holders are read and not joined, for a planner without statistics would meet each with all.
 */
async function loadsOf(tx: Tx, of: LinesOf, duties: string[]): Promise<Map<string, { before: number; after: number }>> {
  const plan = tx`district = ${of.district} and proposal = any(${of.proposals as string[]}::uuid[])`
  const shown = await tx<{ duty: string; holder: string; starts: Date; ends: Date | null; before: number }[]>`
    select duty, holder, starts, nullif(ends, 'infinity') as ends, ${carriesBefore(tx, of)} as before
    from (select * from proposal_line where ${plan} and duty = any(${duties}::uuid[]) offset 0) l`
  const holders = [...new Set(shown.map((l) => l.holder))]
  const theirs = await tx<{ holder: string; starts: Date; ends: Date | null }[]>`
    select holder, starts, nullif(ends, 'infinity') as ends from proposal_line
    where ${plan} and holder = any(${holders}::uuid[])`
  const own = Map.groupBy(theirs, (l) => l.holder)
  return new Map(
    shown.map((line) => {
      const beside = own.get(line.holder)?.filter((l) => meet(l, line)).length ?? 0
      return [line.duty, { before: line.before, after: line.before + beside }]
    }),
  )
}

interface Stretch {
  starts: Date
  ends: Date | null
}
const meet = (a: Stretch, b: Stretch) =>
  (b.ends === null || a.starts < b.ends) && (a.ends === null || b.starts < a.ends)
