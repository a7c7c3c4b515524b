import { HOUR } from '../../base/clock.ts'
import type { Tx } from '../../db/connect.ts'
import { loads } from '../duties/store.ts'
import type { Candidate } from '../people/model.ts'
import type { PlanProblem } from '../planner/model.ts'
import type { Rule } from '../playbooks/model.ts'
import type { OpenCampaign } from './model.ts'
import { holdersAt, type Opening } from './openings.ts'
import type { ProposalLine } from './proposals.ts'
import { besides, locksOf, type Steer, windowKey } from './steer.ts'

/** Up to so many people are asked about by name; of more, everybody is counted at once. */
const FEW_PEOPLE = 2_000
/** A patrol rests eight hours and stands at most one shift in twenty-four: none within this of another. */
const REST_MS = 16 * HOUR

/**
 * The openings of one rule in one window of time, as the planner is asked about them. `lines` are given already or will be,
 * in this plan: whoever stands one shift is not free for the next. LINE_GONE.
 */
export async function windowProblem(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rule: Rule,
  window: readonly [Opening, ...Opening[]],
  people: readonly Candidate[],
  lines: readonly ProposalLine[],
  steer: Steer,
): Promise<PlanProblem> {
  const [first] = window
  const known = people.length <= FEW_PEOPLE ? people.map((p) => p.id) : null
  const { from, to } = tiedUp(rule, first.starts, first.ends, now)
  const carried = await loads(tx, campaign.district, campaign.lane, rule.role, from, to, known)
  const here = new Set(window.map(windowKey))
  const later = besides(steer.keep, lines).filter((l) => !here.has(windowKey(l)))
  for (const l of [...lines, ...later]) {
    if (l.rule === rule.id && l.starts < to && (l.ends === null || l.ends > from))
      carried.set(l.holder, (carried.get(l.holder) ?? 0) + 1)
  }
  const holders = people
    .filter((p) => qualifies(p, rule))
    .map((p) => ({ id: p.id, at: p.at, capacity: Math.max(0, rule.holders.atMost - (carried.get(p.id) ?? 0)) }))
  const subjects = window.map((o) => o.subject)
  const places = new Set(subjects)
  const exclude = [
    ...(await holdersAt(tx, first.starts, campaign, rule.role, subjects)),
    ...steer.not
      .filter((n) => n.rule === rule.id && places.has(n.subject))
      .map((n) => ({ place: n.subject, holder: n.holder })),
  ]
  return {
    places: window.map((o) => ({ id: o.subject, at: [o.lon, o.lat], need: o.missing, risk: o.risk })),
    holders,
    withinM: rule.holders.withinM,
    exclude,
    locks: locksOf(
      steer.keep.filter((l) => l.rule === rule.id),
      window,
      holders,
      exclude,
    ),
  }
}

/** The time in which a duty of the rule stands in the way of this one: without shifts any, else those within the rest. */
export function tiedUp(rule: Rule, starts: Date, ends: Date | null, now: Date): { from: Date; to: Date } {
  return {
    from: rule.shift ? new Date(starts.getTime() - REST_MS) : now,
    to: rule.shift && ends ? new Date(ends.getTime() + REST_MS) : new Date(8.64e15),
  }
}

/** Whether somebody is of the kind and skill that a rule asks for. */
export function qualifies(person: Pick<Candidate, 'kinds' | 'skills'>, rule: Rule): boolean {
  const { kinds, skills } = rule.holders
  return (
    (kinds.length === 0 || kinds.some((k) => person.kinds.includes(k))) &&
    skills.every((s) => person.skills.includes(s))
  )
}
