import type { Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { decliners } from '../callouts/store.ts'
import type { Candidate } from '../people/model.ts'
import { candidates } from '../people/store.ts'
import type { Planner, UnservedReason } from '../planner/model.ts'
import type { Rule } from '../playbooks/model.ts'
import type { OpenCampaign } from './model.ts'
import type { Opening } from './openings.ts'
import type { Left, ProposalLine } from './proposals.ts'
import { checkKept, type Steer, UNSTEERED } from './steer.ts'
import { windowProblem } from './window-problem.ts'

/** Up to so many gaps are few. */
const FEW = 300

/** An opening that a plan does not fill, or not wholly. */
export interface Unfilled {
  opening: Opening
  missing: number
  reason: UnservedReason
}

/** Who may be chosen for these openings: members with a known home who have not declined in this campaign. */
export async function willing(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  open: Opening[],
  rules: Rule[],
): Promise<Candidate[]> {
  const people = await candidates(tx, campaign.district, now, nearOf(open, rules))
  const not = await decliners(tx, campaign.district, campaign.id)
  return people.filter((p) => !not.has(p.id))
}

/**
 * Hands the openings of these rules to the planner: who is to hold what, and what nobody is found for. `steer`: what is
 * decided already, round which the rest is planned. LINE_GONE.
 */
export async function fill(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rules: Rule[],
  open: Opening[],
  people: Candidate[],
  planner: Planner,
  steer: Steer = UNSTEERED,
): Promise<{ lines: ProposalLine[]; unfilled: Unfilled[] }> {
  const lines: ProposalLine[] = []
  const unfilled: Unfilled[] = []
  checkKept(steer.keep, open)
  for (const rule of rules) {
    // Shifts are planned one after another, since who stands this one is not free for the next.
    for (const window of byWindow(open.filter((o) => o.rule === rule.id))) {
      const plan = planner(await windowProblem(tx, now, campaign, rule, window, people, lines, steer))
      const { starts, ends } = window[0]
      for (const { place, holder, distanceM } of plan.pairs) {
        lines.push({
          subject: place,
          rule: rule.id,
          role: rule.role,
          sole: rule.sole,
          holder,
          starts,
          ends,
          distanceM,
        })
      }
      const byPlace = new Map(window.map((o) => [o.subject, o]))
      for (const { place, missing, reason } of plan.unserved) {
        const opening = byPlace.get(place)
        if (opening) unfilled.push({ opening, missing, reason })
      }
    }
  }
  return { lines, unfilled }
}

/** What is left open, counted by rule and reason. */
export function leftOf(unfilled: readonly Unfilled[]): Left[] {
  const left = new Map<string, Left>()
  for (const { opening, missing, reason } of unfilled) {
    const key = `${opening.rule} ${reason}`
    const entry = left.get(key) ?? { rule: opening.rule, reason, n: 0 }
    left.set(key, { ...entry, n: entry.n + missing })
  }
  return [...left.values()]
}

/** Few gaps are filled from those who live near them; for many, everybody is looked at once. */
function nearOf(open: Opening[], rules: Rule[]): { at: Position[]; withinM: number } | null {
  const wanted = new Set(open.map((o) => o.rule))
  const reach = rules.filter((r) => wanted.has(r.id)).map((r) => r.holders.withinM)
  if (open.length > FEW || reach.some((m) => m === null)) return null
  return { at: open.map((o) => [o.lon, o.lat]), withinM: Math.max(...reach.map(Number)) }
}

function byWindow(open: Opening[]): [Opening, ...Opening[]][] {
  const windows = new Map<string, [Opening, ...Opening[]]>()
  for (const o of open) {
    const key = `${o.starts.getTime()} ${o.ends?.getTime() ?? ''}`
    const list = windows.get(key)
    if (list) list.push(o)
    else windows.set(key, [o])
  }
  return [...windows.values()].sort((a, b) => a[0].starts.getTime() - b[0].starts.getTime())
}
