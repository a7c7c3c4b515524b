import type { Fragment, Tx } from '../../db/connect.ts'
import { ACTUAL } from '../audit/model.ts'
import type { LineState } from './model.ts'

/** Which lines of a plan are meant; all that are given must hold. */
export interface LineFilter {
  /** An area, with all below it, in which the place lies. */
  area?: string | undefined
  /** A unit: its members, and those of all below it. */
  unit?: string | undefined
  /** Code of the dam that the place is a section of. */
  line?: string | undefined
  placeKind?: readonly string[] | undefined
  rule?: readonly string[] | undefined
  holder?: string | undefined
  /** `some`: the holder answers for a place already while the line runs; `none`: for none. */
  carries?: 'some' | 'none' | undefined
  /** Part of the name of the place or of the person. */
  text?: string | undefined
  state?: LineState | undefined
  /** By the ids of their duties. */
  lines?: readonly string[] | undefined
}

/** Whose lines: plans of one district and one campaign's lane. */
export interface LinesOf {
  district: string
  lane: string
  proposals: readonly string[]
  now: Date
}

/**
 * Lines of plans as a query, each with how it stands (`state`). Of the lines for one place, the nearest are those that count where
 * fewer are needed by now, as when they are given. A plan's lines are found by its key (proposal_line_pkey), and each line's
 * requirement by its place: by subqueries that a planner without statistics can turn into no join.
 */
export const linesWithState = (tx: Tx, { district, proposals, now }: LinesOf): Fragment => tx`
  select l.*, p.state as decided, case p.state
      when 'open' then ${openOrFilled(tx, district, now)}
      when 'accepted' then case
        when coalesce((select true from duty where district = ${district} and id = l.duty), false) then 'given'
        when p.given_to is not null and l.subject > p.given_to then 'to-give' else 'quicker' end
      else 'not-given' end as state
  from (
    select *, row_number() over (partition by proposal, subject, rule, ends order by distance_m, duty)::int as nth
    from proposal_line where district = ${district} and proposal = any(${proposals as string[]}::uuid[])
  ) l, lateral (
    select state, campaign, given_to from proposal where district = ${district} and id = l.proposal offset 0) p`

const openOrFilled = (tx: Tx, district: string, now: Date): Fragment => tx`
  case when l.ends > ${now} and l.nth <= coalesce((
    select r.needed - r.held from (select * from requirement where district = ${district} and subject = l.subject offset 0) r
    where r.campaign = p.campaign and r.rule = l.rule and r.ends = l.ends limit 1), 0) then 'to-give' else 'filled' end`

/**
 * The same with where each place lies and who the holder is, as far as the filter lets them: a query of the columns of proposal_line,
 * `state`, `place`, `kind`, `dam`, `from_m`, `area`, `township`, `person`, `unit` and `branch`. The township is the area just below the
 * district.
 */
export const namedLines = (tx: Tx, of: LinesOf, filter: LineFilter = {}): Fragment => {
  const { district } = of
  return tx`
    select l.*, s.name as place, s.kind, s.line as dam, s.from_m, s.area, h.name as person,
      coalesce((select path[array_position(path, ${district}) + 1] from area where code = s.area), s.area) as township, u.unit,
      coalesce((select name from unit where district = ${district} and id = u.unit), '') as branch
    from (${linesWithState(tx, of)}) l,
      lateral (select name, kind, line, from_m, area from place where district = ${district} and id = l.subject offset 0) s,
      lateral (select name from person where district = ${district} and id = l.holder offset 0) h,
      lateral (select (
        select m.unit from (select * from membership where district = ${district} and person = l.holder offset 0) m
        where m.starts <= ${of.now} and m.ends > ${of.now} order by m.starts desc, m.unit limit 1) as unit) u
    where ${conditions(tx, of, filter)}`
}

function conditions(tx: Tx, of: LinesOf, f: LineFilter): Fragment {
  const { district, now } = of
  const text = f.text?.trim()
  const all: (Fragment | false | undefined)[] = [
    f.lines && tx`l.duty = any(${f.lines as string[]}::uuid[])`,
    f.state && tx`l.state = ${f.state}`,
    f.rule && f.rule.length > 0 && tx`l.rule = any(${f.rule as string[]}::text[])`,
    f.holder !== undefined && tx`l.holder = ${f.holder}::uuid`,
    f.line !== undefined && tx`s.line = ${f.line}`,
    f.placeKind && f.placeKind.length > 0 && tx`s.kind = any(${f.placeKind as string[]}::text[])`,
    f.area !== undefined && tx`s.area in (select code from area where path @> ${[f.area]}::text[])`,
    f.unit !== undefined &&
      tx`u.unit in (with recursive down (unit) as (select ${f.unit}::uuid union select e.unit from down join unit_parent e
        on e.district = ${district} and e.parent = down.unit and e.during @> ${now}::timestamptz) select unit from down)`,
    f.carries && tx`${carriesBefore(tx, of)} ${f.carries === 'some' ? tx`>` : tx`=`} 0`,
    text !== undefined && text !== '' && tx`strpos(lower(s.name || ' ' || h.name), lower(${text})) > 0`,
  ]
  return all.reduce<Fragment>((sum, c) => (c ? tx`${sum} and ${c}` : sum), tx`true`)
}

/** How many places the holder of a line `l` answers for while it runs, whatever the role, without the plan itself (duty_by_holder). */
export const carriesBefore = (tx: Tx, { district, lane, proposals }: LinesOf): Fragment => tx`
  (select count(*)::int from (select * from duty where district = ${district} and holder = l.holder offset 0) d
  where d.subject_kind = 'place' and d.lane in (${ACTUAL}, ${lane}) and d.starts < l.ends and d.ends > greatest(d.starts, l.starts)
    and (d.proposal is null or d.proposal <> all(${proposals as string[]}::uuid[])))`

/** What of a plan is still to be given. */
export interface OpenLines {
  duties: number
  people: number
  metres: number
  /** Duties by rule. */
  rules: Record<string, number>
}

export const NOTHING_OPEN: OpenLines = { duties: 0, people: 0, metres: 0, rules: {} }

/** What of these plans is still to be given, all of it or what a filter picks. */
export async function openOf(tx: Tx, of: LinesOf, filter: LineFilter | null = null): Promise<Map<string, OpenLines>> {
  if (of.proposals.length === 0) return new Map()
  const lines = filter ? namedLines(tx, of, filter) : linesWithState(tx, of)
  const rows = await tx<{ proposal: string; rule: string | null; duties: number; people: number; metres: number }[]>`
    select proposal, rule, count(*)::int as duties, count(distinct holder)::int as people, round(sum(distance_m))::float8 as metres
    from (${lines}) q where state = 'to-give' group by grouping sets ((proposal), (proposal, rule))`
  const open = new Map<string, OpenLines>()
  for (const { proposal, rule, ...n } of rows) if (rule === null) open.set(proposal, { ...n, rules: {} })
  for (const { proposal, rule, duties } of rows) {
    const own = open.get(proposal)
    if (own && rule !== null) own.rules[rule] = duties
  }
  return open
}
