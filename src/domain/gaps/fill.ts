import { HOUR } from '../../base/clock.ts'
import type { Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { decliners } from '../callouts/store.ts'
import { loads } from '../duties/store.ts'
import type { Candidate } from '../people/model.ts'
import { candidates } from '../people/store.ts'
import type { Planner, UnservedReason } from '../planner/model.ts'
import type { Rule } from '../playbooks/model.ts'
import type { OpenCampaign } from './model.ts'
import { holdersAt, type Opening } from './openings.ts'
import type { Left, ProposalLine } from './proposals.ts'

/** Up to so many gaps are few. */
const FEW = 300
/** Up to so many people are asked about by name; of more, everybody is counted at once. */
const FEW_PEOPLE = 2_000
/** A patrol rests eight hours and stands at most one shift in twenty-four: none within this of another. */
const REST_MS = 16 * HOUR

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

/** Hands the openings of these rules to the planner: who is to hold what, and what nobody is found for. */
export async function fill(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rules: Rule[],
  open: Opening[],
  people: Candidate[],
  planner: Planner,
): Promise<{ lines: ProposalLine[]; unfilled: Unfilled[] }> {
  const lines: ProposalLine[] = []
  const unfilled: Unfilled[] = []
  const known = people.length <= FEW_PEOPLE ? people.map((p) => p.id) : null
  for (const rule of rules) {
    // Shifts are planned one after another, since who stands this one is not free for the next.
    for (const window of byWindow(open.filter((o) => o.rule === rule.id))) {
      const [first] = window
      if (!first) continue
      const { from, to } = tiedUp(rule, first.starts, first.ends, now)
      const carried = await loads(tx, campaign.district, campaign.lane, rule.role, from, to, known)
      for (const l of lines) {
        if (l.rule === rule.id && l.starts < to && (l.ends === null || l.ends > from))
          carried.set(l.holder, (carried.get(l.holder) ?? 0) + 1)
      }
      const plan = planner({
        places: window.map((o) => ({ id: o.subject, at: [o.lon, o.lat], need: o.missing, risk: o.risk })),
        holders: people
          .filter((p) => qualifies(p, rule))
          .map((p) => ({ id: p.id, at: p.at, capacity: Math.max(0, rule.holders.atMost - (carried.get(p.id) ?? 0)) })),
        withinM: rule.holders.withinM,
        exclude: await holdersAt(
          tx,
          first.starts,
          campaign,
          rule.role,
          window.map((o) => o.subject),
        ),
      })
      const { starts, ends } = first
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

/** The time in which a duty of the rule stands in the way of this one: without shifts any, else those within the rest. */
export function tiedUp(rule: Rule, starts: Date, ends: Date | null, now: Date): { from: Date; to: Date } {
  return {
    from: rule.shift ? new Date(starts.getTime() - REST_MS) : now,
    to: rule.shift && ends ? new Date(ends.getTime() + REST_MS) : new Date(8.64e15),
  }
}

function qualifies(person: Candidate, rule: Rule): boolean {
  const { kinds, skills } = rule.holders
  return (
    (kinds.length === 0 || kinds.some((k) => person.kinds.includes(k))) &&
    skills.every((s) => person.skills.includes(s))
  )
}

/** Few gaps are filled from those who live near them; for many, everybody is looked at once. */
function nearOf(open: Opening[], rules: Rule[]): { at: Position[]; withinM: number } | null {
  const wanted = new Set(open.map((o) => o.rule))
  const reach = rules.filter((r) => wanted.has(r.id)).map((r) => r.holders.withinM)
  if (open.length > FEW || reach.some((m) => m === null)) return null
  return { at: open.map((o) => [o.lon, o.lat]), withinM: Math.max(...reach.map(Number)) }
}

function byWindow(open: Opening[]): Opening[][] {
  const windows = new Map<string, Opening[]>()
  for (const o of open) {
    const key = `${o.starts.getTime()} ${o.ends?.getTime() ?? ''}`
    const list = windows.get(key)
    if (list) list.push(o)
    else windows.set(key, [o])
  }
  return [...windows.values()].sort((a, b) => (a[0]?.starts.getTime() ?? 0) - (b[0]?.starts.getTime() ?? 0))
}
