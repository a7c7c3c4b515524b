import { distanceM } from '../../../base/geometry.ts'
import type { Candidate } from '../../people/model.ts'
import type { PlanHolder, PlanPlace, PlanProblem, UnservedReason } from '../../planner/model.ts'
import type { Rostered } from '../../planner/roster/model.ts'
import { proofOf, solveRoster } from '../../planner/roster/solve.ts'
import type { Filled, FillWatch } from '../filled.ts'
import type { Proof, ProposalLine } from '../proposals.ts'
import type { Steer } from '../steer.ts'
import { type AskedWindow, problemOf } from '../window-problem.ts'
import type { AskedRoster } from './asked-roster.ts'
import { type RosterProblem, rosterProblem } from './roster-problem.ts'

/**
 * So many members are looked at for each section, and so many once more where something is left uncovered: of thousands
 * within reach hardly one farther off is freer than these, and a roster of all pairs takes minutes.
 */
const LOOKED_AT = [40, 160] as const

/**
 * Gives out the open shifts of a rule together: one in 24 hours at most, five in seven days, nights and work even, ways
 * short; and nobody taken for a near shift whom a later one needs more. Pure. LINE_GONE.
 */
export function fillRoster(
  asked: AskedRoster,
  people: readonly Candidate[],
  steer: Steer,
  { stop }: FillWatch = {},
): Pick<Filled, 'lines' | 'unfilled' | 'proofs'> {
  const problems = asked.windows.map((window) => problemOf(window, people, [], steer))
  const { problem, rostered } = solved(asked, problems, stop)
  const proofs = stop?.() ? [] : [proved(asked.rule.id, problem, rostered)].filter((p) => p.bound !== p.metres)
  const filled: Pick<Filled, 'lines' | 'unfilled' | 'proofs'> = { lines: [], unfilled: [], proofs }
  for (const [w, window] of asked.windows.entries()) {
    const placeOf = new Map(window.open.map((o) => [o.subject, o]))
    for (const { place, holder } of problems[w]?.locks ?? []) {
      filled.lines.push(lineOf(window, at(problem.sections, place), at(problem.members, holder)))
    }
    for (const [s, section] of problem.sections.entries()) {
      const opening = placeOf.get(section.id)
      if (!opening) continue
      const { came, missing } = servingIn(problem, rostered, s, problem.shiftOf[w] as number)
      for (const m of came) filled.lines.push(lineOf(window, section, problem.members[m] as PlanHolder))
      if (missing > 0) filled.unfilled.push({ opening, missing, reason: reasonOf(problem, section) })
    }
  }
  return filled
}

function solved(
  asked: AskedRoster,
  problems: readonly PlanProblem[],
  stop: FillWatch['stop'],
): { problem: RosterProblem; rostered: Rostered } {
  const [few, more] = LOOKED_AT
  const problem = rosterProblem(asked, problems, few)
  const rostered = solveRoster(problem.roster, { stop, unproved: true })
  if (rostered.uncovered === 0 || !problem.more || stop?.()) return { problem, rostered }
  const wider = rosterProblem(asked, problems, more)
  return { problem: wider, rostered: solveRoster(wider.roster, { stop, unproved: true }) }
}

/**
 * What a roster costs in metres, beside what nobody comes to, and what every one costs at least, whoever comes from however
 * far; null where something is left to nobody, since another might leave less.
 */
function proved(rule: string, { roster }: RosterProblem, { cost, uncovered, who, first }: Rostered): Proof {
  let left = 0
  if (uncovered > 0) {
    const units = first[roster.need.length] as number
    for (const [s, price] of roster.unserved.entries()) {
      for (let k = first[s] as number; k < (first[s + 1] as number); k++)
        for (let at = k; at < who.length; at += units) if (who[at] === -1) left += price
    }
  }
  return { rule, metres: cost - left, bound: uncovered > 0 ? null : proofOf(roster).bound }
}

/** Who comes to a section in a shift, by their numbers, and how many do not. */
function servingIn(
  { roster }: RosterProblem,
  { who, first }: Rostered,
  section: number,
  shift: number,
): { came: number[]; missing: number } {
  const units = first[roster.need.length] as number
  const [from, upTo] = [first[section] as number, first[section + 1] as number]
  const all = [...who.subarray(shift * units + from, shift * units + upTo)]
  return { came: all.filter((member) => member >= 0), missing: all.filter((member) => member === -1).length }
}

/** Why: the first that is true of all who qualify, free or not. */
function reasonOf({ members, withinM }: RosterProblem, { at }: PlanPlace): UnservedReason {
  if (members.length === 0) return 'nobody-qualified'
  const reached = withinM === null || members.some((m) => distanceM(m.at, at) <= withinM)
  return reached ? 'no-capacity-left' : 'nobody-within-reach'
}

function lineOf({ rule, open }: AskedWindow, place: PlanPlace, holder: PlanHolder): ProposalLine {
  const { starts, ends } = open[0]
  const { id, role, sole } = rule
  const distance = distanceM(place.at, holder.at)
  return { subject: place.id, rule: id, role, sole, holder: holder.id, starts, ends, distanceM: distance }
}

function at<T extends { id: string }>(list: readonly T[], id: string): T {
  return list.find((each) => each.id === id) as T
}
