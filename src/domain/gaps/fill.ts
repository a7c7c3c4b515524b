import type { Position } from '../../base/geometry.ts'
import type { Reading } from '../../db/connect.ts'
import { decliners } from '../callouts/store.ts'
import type { Candidate } from '../people/model.ts'
import { candidates, peopleInTeams } from '../people/store.ts'
import type { Planner, PlanWatch } from '../planner/model.ts'
import type { Rule } from '../playbooks/model.ts'
import type { Filled, FillWatch } from './filled.ts'
import type { OpenCampaign } from './model.ts'
import type { Opening } from './openings.ts'
import type { ProposalLine } from './proposals.ts'
import { dividersFor, readWindow } from './read-window.ts'
import { type AskedRoster, whyOneByOne } from './shifts/asked-roster.ts'
import { fillRoster } from './shifts/fill-roster.ts'
import { readRoster } from './shifts/read-roster.ts'
import { checkKept, type Steer, UNSTEERED } from './steer.ts'
import { type AskedWindow, needsUnits, problemOf } from './window-problem.ts'

/** Up to so many gaps are few. */
const FEW = 300

/** Who may be chosen for these openings: members with a known home who have not declined in this campaign and are in no team. */
export async function willing(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  open: Opening[],
  rules: Rule[],
): Promise<Candidate[]> {
  const near = nearOf(open, rules)
  const people = await read((tx) => candidates(tx, campaign.district, now, near, rules.some(needsUnits)))
  const not = await read((tx) => decliners(tx, campaign.district, campaign.id))
  const sent = await read((tx) => peopleInTeams(tx, campaign.district, now))
  return people.filter((p) => !not.has(p.id) && !sent.has(p.id))
}

/** Openings, who may be chosen for them, and what is decided already: all that a plan is made from. Plain data, for threads. */
export interface Filling {
  windows: AskedWindow[]
  /** Shifts that are given out together. */
  rosters: AskedRoster[]
  people: Candidate[]
  steer: Steer
}

/** How many openings are to be filled. */
export function openIn({ windows, rosters }: Pick<Filling, 'windows' | 'rosters'>): number {
  return [...windows, ...rosters.flatMap((r) => r.windows)].reduce((sum, w) => sum + w.open.length, 0)
}

/** Reads what the openings of these rules are filled from. `steer`: what is decided already. LINE_GONE. */
export async function readFilling(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  rules: readonly Rule[],
  open: readonly Opening[],
  people: Candidate[],
  steer: Steer = UNSTEERED,
): Promise<Filling> {
  checkKept(steer.keep, open)
  const windows: AskedWindow[] = []
  const dividers = await read((tx) => dividersFor(tx, now, campaign.district, rules))
  const rosters: AskedRoster[] = []
  for (const rule of rules) {
    const own: AskedWindow[] = []
    for (const window of byWindow(open.filter((o) => o.rule === rule.id))) {
      own.push(await read((tx) => readWindow(tx, now, campaign, rule, window, people, dividers)))
    }
    if (whyOneByOne(rule, own) === null) rosters.push(await read((tx) => readRoster(tx, campaign, rule, own, people)))
    else windows.push(...own)
  }
  return { windows, rosters, people, steer }
}

/**
 * Hands the openings to the planner: who is to hold what, and what nobody is found for. Pure, but for `watch`: where that
 * stops it, the plan is what was found, and the rest is `unplanned`. LINE_GONE.
 */
export function fill({ windows, rosters, people, steer }: Filling, planner: Planner, watch: FillWatch = {}): Filled {
  const filled: Filled = { lines: [], unfilled: [], proofs: [], unplanned: [] }
  const of = openIn({ windows, rosters })
  const stopped = () => watch.stop?.() ?? false
  let done = 0
  const take = ({ lines, unfilled, proofs = [] }: Planned, open: readonly Opening[]) => {
    for (const line of lines) filled.lines.push(line)
    filled.proofs.push(...proofs)
    // Stopped on the way, it does not know whether anybody could have had what it leaves.
    if (stopped()) filled.unplanned.push(...unfilled.map(({ opening, missing }) => ({ ...opening, missing })))
    else filled.unfilled.push(...unfilled)
    done += open.length
    watch.onProgress?.(done, of)
  }
  watch.onProgress?.(0, of)
  // Shifts that are not planned together are one after another, since who stands this one is not free for the next.
  for (const window of windows) {
    if (stopped()) {
      filled.unplanned.push(...window.open)
      continue
    }
    const upTo = done + window.open.length
    const onProgress = (left: number) => watch.onProgress?.(Math.max(done, upTo - left), of)
    take(fillWindow(window, people, filled.lines, steer, planner, { stop: stopped, onProgress }), window.open)
  }
  for (const roster of rosters) {
    const open = roster.windows.flatMap((w) => w.open)
    if (stopped()) filled.unplanned.push(...open)
    else take(fillRoster(roster, people, steer, watch), open)
  }
  return filled
}

type Planned = Pick<Filled, 'lines' | 'unfilled'> & Partial<Pick<Filled, 'proofs'>>

function fillWindow(
  window: AskedWindow,
  people: readonly Candidate[],
  lines: readonly ProposalLine[],
  steer: Steer,
  planner: Planner,
  watch: PlanWatch,
): Planned {
  const { rule, open } = window
  const plan = planner(problemOf(window, people, lines, steer), watch)
  const { bound } = plan
  const proved = bound !== null && Math.round(bound) === Math.round(plan.cost)
  const { starts, ends } = open[0]
  const { id, role, sole } = rule
  const byPlace = new Map(open.map((o) => [o.subject, o]))
  return {
    lines: plan.pairs.map(({ place, holder, distanceM }) => {
      return { subject: place, rule: id, role, sole, holder, starts, ends, distanceM }
    }),
    unfilled: plan.unserved.flatMap(({ place, missing, reason }) => {
      const opening = byPlace.get(place)
      return opening ? [{ opening, missing, reason }] : []
    }),
    proofs: proved ? [] : [{ rule: id, metres: Math.round(plan.cost), bound: bound && Math.round(bound) }],
  }
}

/** Few gaps are filled from those who live near them; for many, everybody is looked at once. */
function nearOf(open: Opening[], rules: Rule[]): { at: Position[]; withinM: number } | null {
  const wanted = new Set(open.map((o) => o.rule))
  const reach = rules.filter((r) => wanted.has(r.id)).map((r) => r.holders.withinM)
  if (open.length > FEW || reach.some((m) => m === null)) return null
  return { at: open.map((o) => [o.lon, o.lat]), withinM: Math.max(...reach.map(Number)) }
}

function byWindow(open: readonly Opening[]): [Opening, ...Opening[]][] {
  const windows = Map.groupBy(open, (o) => `${o.starts.getTime()} ${o.ends?.getTime() ?? ''}`)
  return ([...windows.values()] as [Opening, ...Opening[]][]).sort(
    (a, b) => a[0].starts.getTime() - b[0].starts.getTime(),
  )
}
