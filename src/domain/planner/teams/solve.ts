import { MusterError } from '../../../base/errors.ts'
import { checkAsk } from './check.ts'
import { type Candidate, type Team, type TeamAsk, USUAL_NODES } from './model.ts'

/** What a team must have so many of: a leader, each skill. */
interface Wanted {
  count: number
  has: (candidate: Candidate) => boolean
}

const IN = 1
const OUT = 2

/**
 * The team that costs least with a leader, all skills, and no more than one from a small branch. Branch and bound: of what
 * is still missing the rarest is chosen first; once nothing is, the cheapest who may come fill the team, which no choice
 * betters (a partition matroid). Proved unless `nodes` run out. Throws PLAN_INVALID for numbers that make no sense and
 * PLAN_IMPOSSIBLE with what is missing.
 */
export function solveTeam(ask: TeamAsk, nodes = USUAL_NODES): Team {
  checkAsk(ask)
  const people = ask.candidates.toSorted((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1))
  const wanted: Wanted[] = [
    { count: 1, has: (candidate) => candidate.leads },
    ...ask.skills.map(({ skill, count }) => ({
      count,
      has: (candidate: Candidate) => candidate.skills.includes(skill),
    })),
  ]
  const state = new Uint8Array(people.length)
  const isSmall = people.map(({ unitMembers }) => unitMembers < ask.smallBelow)
  let best: { team: number[]; cost: number } | null = null
  let left = nodes
  const root = boundOf()
  look()
  if (!best) {
    if (left > 0) throw impossible('the whole', 'cannot be had together: no team has a leader, all skills and its size')
    throw new MusterError('PLAN_LATE', { bound: root })
  }
  return told(best, left > 0)

  function look(): void {
    if (left-- <= 0 || boundOf() >= (best?.cost ?? Number.POSITIVE_INFINITY)) return
    const rarest = mostMissing()
    if (!rarest) {
      const team = filled(() => false, 0)
      if (team && (!best || team.cost < best.cost)) best = team
      return
    }
    const tried: number[] = []
    for (let k = 0; k < people.length && left > 0; k++) {
      if (!isOpen(k) || !rarest.has(people[k] as Candidate)) continue
      state[k] = IN
      look()
      // Teams with this one have all been seen: from here on it stays at home.
      state[k] = OUT
      tried.push(k)
    }
    for (const k of tried) state[k] = 0
  }

  /** Of what is missing, that of which the fewest are there for each that is needed. */
  function mostMissing(): Wanted | null {
    let [found, least]: [Wanted | null, number] = [null, Number.POSITIVE_INFINITY]
    for (const each of wanted) {
      const missing = each.count - count((k) => state[k] === IN && each.has(people[k] as Candidate))
      if (missing <= 0) continue
      const choice = count((k) => isOpen(k) && each.has(people[k] as Candidate)) / missing
      if (choice < least) [found, least] = [each, choice]
    }
    return found
  }

  /** What every team costs at least that has those who are in: by each thing that is wanted alone. */
  function boundOf(): number {
    let bound = 0
    for (const each of wanted) {
      const missing = each.count - count((k) => state[k] === IN && each.has(people[k] as Candidate))
      const team = filled((k) => each.has(people[k] as Candidate), Math.max(0, missing))
      bound = Math.max(bound, team?.cost ?? Number.POSITIVE_INFINITY)
    }
    return bound
  }

  /**
   * Those who are in, the cheapest `first` of whom `has` is true, then the cheapest of all; null: there are too few. The
   * small branches bind only where nobody must be preferred, so that it is a bound in any case.
   */
  function filled(has: (k: number) => boolean, first: number): { team: number[]; cost: number } | null {
    const team = people.flatMap((_, k) => (state[k] === IN ? [k] : []))
    const units = new Set(team.filter((k) => isSmall[k]).map((k) => people[k]?.unit))
    const chosen = new Set(team)
    const take = (k: number) => {
      team.push(k)
      chosen.add(k)
      if (isSmall[k]) units.add(people[k]?.unit)
    }
    for (let k = 0; k < people.length && first > 0; k++) {
      if (!isOpen(k) || !has(k)) continue
      take(k)
      first--
    }
    if (first > 0 || team.length > ask.size) return null
    const strict = first === 0 && team.length === chosen.size && !team.some((k) => state[k] !== IN)
    for (let k = 0; k < people.length && team.length < ask.size; k++) {
      if (!isOpen(k) || chosen.has(k) || (strict && isSmall[k] && units.has(people[k]?.unit))) continue
      take(k)
    }
    if (team.length < ask.size) return null
    return { team, cost: team.reduce((sum, k) => sum + (people[k] as Candidate).cost, 0) }
  }

  /** Whether somebody may still be chosen: neither settled, nor the second of a small branch. */
  function isOpen(k: number): boolean {
    if (state[k] !== 0) return false
    return !isSmall[k] || !people.some((p, other) => state[other] === IN && p.unit === people[k]?.unit)
  }

  function count(is: (k: number) => boolean): number {
    let sum = 0
    for (let k = 0; k < people.length; k++) if (is(k)) sum++
    return sum
  }

  function told({ team, cost }: { team: number[]; cost: number }, whole: boolean): Team {
    const chosen = team.toSorted((a, b) => a - b).map((k) => people[k] as Candidate)
    const leader = chosen.find(({ leads }) => leads) as Candidate
    const members = chosen.filter((candidate) => candidate !== leader).map(({ id }) => id)
    const bound = whole ? cost : Math.min(cost, root)
    return { leader: leader.id, members: members.sort(), cost, bound, optimal: bound === cost }
  }
}

function impossible(where: string, what: string): MusterError {
  return new MusterError('PLAN_IMPOSSIBLE', { where, what })
}
