import { MusterError } from '../../base/errors.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { askedOf } from '../gaps/by-hand/asked.ts'
import { CALL_LEAD_MS } from '../gaps/calling.ts'
import { type LineFilter, type LinesOf, linesWithState, namedLines } from '../gaps/plan-lines.ts'
import { type Proposal, proposalById } from '../gaps/proposals.ts'
import type { Campaign } from '../playbooks/campaign.ts'
import { campaignById } from '../playbooks/store.ts'
import type { RuleCounts } from './model.ts'
import { countsAt } from './store.ts'

/** How what a rule requires now stands: as many named as are needed, too few, nobody. Together they are what is required. */
export interface HeldCounts {
  named: number
  few: number
  nobody: number
}

/** What a plan changes under one rule. */
export interface RuleEffect {
  rule: string
  /** The kind of place that it is about. */
  kind: string
  required: number
  before: HeldCounts
  after: HeldCounts
  /** Shifts that begin later and get somebody. */
  coming: number
}

/** What would be open still: people missing now, and for shifts that begin later. */
export interface LeftOpen {
  rule: string
  now: number
  later: number
  /** Why, as it was when the plan was made. */
  reasons: { reason: string; n: number }[]
}

/** What accepting lines of a plan that waits would do, counted as the board counts, at this moment. */
export interface PlanEffect {
  /** Lines that are meant and may be given; all of the plan that may be; and those whose places are filled by now. */
  lines: number
  open: number
  filled: number
  people: number
  metres: number
  /** Telephones that ring at once, some of those people by name; and people who are called before their shifts begin. */
  rings: number
  names: string[]
  later: number
  rules: RuleEffect[]
  left: LeftOpen[]
  /** What was decided of it before, the last first. */
  parts: { id: string; state: Proposal['state']; decidedAt: Date | null; lines: number; given: number }[]
}

/** So many of those whose telephones ring are named. */
const NAMED = 5

/**
 * What accepting a plan that waits, or the lines of it that a filter picks, would change: before and after by rule, whose telephones
 * ring, and what stays open. Of a plan that was decided there is nothing to be done, and what it left open is told. Lines are found
 * by the plan's key, their requirements by their places, what stays open by requirement_gaps. PROPOSAL_UNKNOWN.
 */
export async function readPlanEffect(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  district: string,
  proposal: string,
  filter: LineFilter = {},
): Promise<PlanEffect> {
  const found = await proposalById(tx, district, proposal)
  const campaign = found && (await campaignById(tx, district, found.campaign))
  if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  const of: LinesOf = { district, lane: campaign.lane, proposals: [proposal], now }
  // All of a plan needs no look at where its places and people are.
  const whole = Object.values(filter).every((value) => value === undefined)
  const meant = () =>
    whole
      ? tx`select * from (${linesWithState(tx, of)}) w where state = 'to-give'`
      : namedLines(tx, of, { ...filter, state: 'to-give' })
  const size = await sizeOf(tx, now, district, meant)
  const states = await tx<{ state: string; n: number }[]>`
    select state, count(*)::int as n from (${linesWithState(tx, of)}) q group by state`
  const count = (state: string) => states.find((s) => s.state === state)?.n ?? 0
  const touched = await touchedBy(tx, campaign, meant)
  const counts = await countsAt(tx, { tree: 'area', lane: campaign.lane, at: null }, district, district)
  const { rules = [] } = askedOf(found)
  const own = counts.filter((c) => c.playbook === campaign.playbook && (rules.length === 0 || rules.includes(c.rule)))
  return {
    ...size,
    open: count('to-give'),
    filled: count('filled'),
    rules: own.filter((c) => c.required > 0 || touched.has(c.rule)).map((c) => effectOf(c, touched.get(c.rule))),
    left: campaign.ends ? [] : await leftOpen(tx, now, campaign, found, touched),
    parts: await partsOf(tx, district, proposal),
  }
}

async function sizeOf(
  tx: Tx,
  now: Date,
  district: string,
  meant: () => Fragment,
): Promise<Pick<PlanEffect, 'lines' | 'people' | 'metres' | 'rings' | 'names' | 'later'>> {
  const [row] = await tx<{ lines: number; people: number; metres: number; rings: number; some: string[] | null }[]>`
    select coalesce(sum(n), 0)::int as lines, count(*)::int as people, coalesce(round(sum(metres)), 0)::float8 as metres,
      count(*) filter (where soon)::int as rings, (array_agg(holder order by holder) filter (where soon))[1:${NAMED}] as some
    from (
      select holder, count(*) as n, sum(distance_m) as metres,
        bool_or(starts <= ${new Date(now.getTime() + CALL_LEAD_MS)}) as soon
      from (${meant()}) q group by holder
    ) h`
  const { lines = 0, people = 0, metres = 0, rings = 0, some = [] } = row ?? {}
  const names = await tx<{ name: string }[]>`
    select name from person where district = ${district} and id = any(${some ?? []}::uuid[]) order by name`
  return { lines, people, metres, rings, names: names.map((p) => p.name), later: people - rings }
}

/** What the lines come to under one rule: requirements that they fill, and those that have somebody then and not enough. */
interface Touched {
  rule: string
  /** Requirements in force that then have as many as they need, and how many of those have nobody now. */
  filled: number
  filledFromNobody: number
  /** In force, with nobody now, and then with some but not enough. */
  fewFromNobody: number
  coming: number
  /** People that they give, now and to shifts that begin later. */
  peopleNow: number
  peopleLater: number
}

/** By place, rule and end a line's requirement is known; the bits of what is counted are those of the board. */
async function touchedBy(tx: Tx, campaign: Campaign, meant: () => Fragment): Promise<Map<string, Touched>> {
  const rows = await tx<Touched[]>`
    select rule, count(*) filter (where counted & 2 <> 0 and held + n >= needed)::int as filled,
      count(*) filter (where counted & 8 <> 0 and held + n >= needed)::int as "filledFromNobody",
      count(*) filter (where counted & 8 <> 0 and held + n < needed)::int as "fewFromNobody",
      count(*) filter (where counted & 1 = 0)::int as coming,
      coalesce(sum(n) filter (where counted & 1 <> 0), 0)::int as "peopleNow",
      coalesce(sum(n) filter (where counted & 1 = 0), 0)::int as "peopleLater"
    from (
      select l.rule, l.n, r.held, r.needed, r.counted
      from (select subject, rule, ends, count(*)::int as n from (${meant()}) q group by subject, rule, ends) l,
        lateral (select r.held, r.needed, r.counted
          from (select * from requirement where district = ${campaign.district} and subject = l.subject offset 0) r
          where r.campaign = ${campaign.id} and r.rule = l.rule and r.ends = l.ends limit 1) r
    ) t group by rule`
  return new Map(rows.map((r) => [r.rule, r]))
}

function effectOf({ rule, kind, required, unheld, nobody }: RuleCounts, touched: Touched | undefined): RuleEffect {
  const stand = (few: number, none: number): HeldCounts => ({ named: required - few - none, few, nobody: none })
  const { filled = 0, filledFromNobody = 0, fewFromNobody = 0, coming = 0 } = touched ?? {}
  const noneThen = nobody - filledFromNobody - fewFromNobody
  return {
    rule,
    kind,
    required,
    before: stand(unheld - nobody, nobody),
    after: stand(unheld - filled - noneThen, noneThen),
    coming,
  }
}

/** What is missing of what the plan is for, less what it gives (index requirement_gaps). */
async function leftOpen(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  proposal: Proposal,
  touched: ReadonlyMap<string, Touched>,
): Promise<LeftOpen[]> {
  const { rules = [], subjects, areas } = askedOf(proposal)
  const rows = await tx<{ rule: string; now: number; later: number }[]>`
    select r.rule, coalesce(sum(r.needed - r.held) filter (where r.counted & 1 <> 0), 0)::int as now,
      coalesce(sum(r.needed - r.held) filter (where r.counted & 1 = 0), 0)::int as later
    from requirement r
    where r.district = ${campaign.district} and r.campaign = ${campaign.id} and r.gap_since is not null and r.held < r.needed
      and r.ends > greatest(r.starts, ${now}) ${rules.length > 0 ? tx`and r.rule = any(${rules}::text[])` : tx``}
      ${subjects ? tx`and r.subject = any(${subjects}::uuid[])` : tx``}
      ${areas ? tx`and r.area in (select code from area where path && ${areas}::text[])` : tx``}
    group by r.rule order by r.rule`
  return rows
    .map((r) => ({
      rule: r.rule,
      now: Math.max(0, r.now - (touched.get(r.rule)?.peopleNow ?? 0)),
      later: Math.max(0, r.later - (touched.get(r.rule)?.peopleLater ?? 0)),
      reasons: proposal.summary.left.filter((l) => l.rule === r.rule).map(({ reason, n }) => ({ reason, n })),
    }))
    .filter((r) => r.now + r.later > 0)
}

/** The parts of a plan that were decided on by themselves (index proposal_part). */
async function partsOf(tx: Tx, district: string, proposal: string): Promise<PlanEffect['parts']> {
  return tx<PlanEffect['parts']>`
    select id, state, decided_at as "decidedAt", given, (
      select coalesce(sum(n::int), 0)::int from jsonb_each_text(summary -> 'rules') as r (rule, n)) as lines
    from proposal where district = ${district} and part_of = ${proposal} order by decided_at desc, id`
}
