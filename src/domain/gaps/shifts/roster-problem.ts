import { HOUR } from '../../../base/clock.ts'
import { nearestHolders } from '../../planner/arcs/nearest-holders.ts'
import { positionsOf } from '../../planner/arcs/points.ts'
import type { PlanHolder, PlanPlace, PlanProblem } from '../../planner/model.ts'
import { besidesWay, sumOf } from '../../planner/prices.ts'
import { BEFORE, NIGHT, type Roster, SHIFTS } from '../../planner/roster/model.ts'
import { type AskedRoster, SHIFT_MS, startOf } from './asked-roster.ts'

/** A roster in numbers, and what its numbers stand for. */
export interface RosterProblem {
  roster: Roster
  /** Of each section and member. */
  sections: PlanPlace[]
  members: PlanHolder[]
  /** The shift of each window. */
  shiftOf: number[]
  /** Whether there are members near a section who were not looked at. */
  more: boolean
  /** Metres that a member may be from a section; null: any distance. */
  withinM: number | null
}

/** By so much shifts end later than counted, once the clocks were put back. */
const CLOCKS_MS = HOUR
/** Metres that one night more than another's is worth. */
const NIGHT_PRICE = 500
/** Of a section left to nobody in a shift, by its risk: more than any way. */
const UNSERVED = 100_000_000
const BY_RISK = 800_000_000

/**
 * The shifts of a rule as one roster: `problems` tells of each window what a plan for it alone would be asked. Who has no
 * room in a window, by duties that stand or by being on duty too near, is away then. `most` members are looked at for each
 * section, the nearest.
 */
export function rosterProblem(asked: AskedRoster, problems: readonly PlanProblem[], most: number): RosterProblem {
  const { windows, zero } = asked
  const shiftOf = windows.map((w) => Math.round((startOf(w) - zero.getTime()) / SHIFT_MS))
  const days = Math.ceil((Math.max(...shiftOf) + 1) / SHIFTS)
  const shifts = days * SHIFTS
  // Whom a wish keeps from one shift it need not keep from another: it is counted by shift, and not with the way.
  const members = (problems[0]?.holders ?? [])
    .map(({ ratherNot: _, ...member }) => member)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const numberOf = new Map(members.map((m, number) => [m.id, number]))
  const sections = sectionsOf(problems)
  const sectionOf = new Map(sections.map((s, number) => [s.id, number]))

  const asks = new Int32Array(sections.length * shifts)
  const away = new Uint8Array(members.length * shifts).fill(1)
  const wish = new Int32Array(members.length * shifts)
  const served = new Uint8Array(members.length * shifts)
  const before = new Uint8Array(members.length * BEFORE)
  for (const [w, problem] of problems.entries()) {
    const t = shiftOf[w] as number
    for (const { id, need } of problem.places) asks[(sectionOf.get(id) as number) * shifts + t] = need
    for (const { id, capacity, ratherNot } of problem.holders) {
      const at = (numberOf.get(id) as number) * shifts + t
      if (capacity > 0) away[at] = 0
      if (ratherNot) wish[at] = problem.prices?.wish ?? 0
    }
    for (const { place, holder } of problem.locks ?? []) {
      const at = (sectionOf.get(place) as number) * shifts + t
      asks[at] = (asks[at] as number) - 1
      served[(numberOf.get(holder) as number) * shifts + t] = 1
    }
  }
  for (const { holder, ends } of asked.served) {
    const m = numberOf.get(holder)
    const t = Math.ceil((ends.getTime() - zero.getTime() - CLOCKS_MS) / SHIFT_MS) - 1
    if (m === undefined || t >= shifts) continue
    if (t >= 0) served[m * shifts + t] = 1
    else if (t >= -BEFORE) before[m * BEFORE + BEFORE + t] = 1
  }
  const { withinM = null } = problems[0] ?? {}
  const nights = Int32Array.from(members, (_, m) => nightsIn(before.subarray(m * BEFORE, (m + 1) * BEFORE)))
  const need = Int32Array.from(sections, (_, s) => Math.max(...asks.subarray(s * shifts, (s + 1) * shifts)))
  const unserved = Int32Array.from(sections, (s) => UNSERVED + Math.round(BY_RISK * s.risk))
  const free = Int32Array.from(members, (_, m) => (away.subarray(m * shifts, (m + 1) * shifts).includes(0) ? 1 : 0))
  const { more, ...arcs } = arcsOf(problems, sections, members, { most, free })
  const together = groupsOf(asked, members)
  const rest = { need, unserved, asked: asks, away, wish, served, before, nights, night: NIGHT_PRICE, ...together }
  return { roster: { days, members: members.length, ...arcs, ...rest }, sections, members, shiftOf, more, withinM }
}

/** Those who know one another: each by the first unit with an area of its own that they belong to. */
function groupsOf({ rule }: AskedRoster, members: readonly PlanHolder[]): Pick<Roster, 'group' | 'apart'> {
  const apart = rule.prices?.apart
  if (!apart) return {}
  const numbers = new Map<string, number>()
  const group = Int32Array.from(members, ({ units = [] }) => {
    const [unit] = units
    if (unit === undefined) return -1
    if (!numbers.has(unit)) numbers.set(unit, numbers.size)
    return numbers.get(unit) as number
  })
  return { group, apart }
}

/** Every section that a window asks for, once, by id. */
function sectionsOf(problems: readonly PlanProblem[]): PlanPlace[] {
  const byId = new Map(problems.flatMap((p) => p.places).map((place) => [place.id, place]))
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function nightsIn(before: Uint8Array): number {
  // Counted back from the first shift of the roster: the last one before it was a night.
  return before.reduce((sum, one, k) => sum + ((k - BEFORE + SHIFTS * BEFORE) % SHIFTS === NIGHT ? one : 0), 0)
}

/** Who may come to which section: the nearest, but for those who are not to have it, with what is paid besides the way. */
function arcsOf(
  problems: readonly PlanProblem[],
  sections: readonly PlanPlace[],
  members: readonly PlanHolder[],
  { most, free }: { most: number; free: Int32Array },
): Pick<Roster, 'start' | 'to' | 'cost' | 'beyond'> & { more: boolean } {
  const { withinM = null, prices = {} } = problems[0] ?? {}
  const besides = besidesWay(prices)
  const barred = new Set(problems.flatMap((p) => p.exclude ?? []).map((e) => `${e.place} ${e.holder}`))
  const had = Map.groupBy(
    problems.flatMap((p) => p.before ?? []),
    (pair) => pair.place,
  )
  const near = nearestHolders(positionsOf(sections.map(({ at }) => at)), positionsOf(members.map(({ at }) => at)), {
    most: Math.min(most, members.length),
    withinM,
    capacity: free,
  })
  const start = new Int32Array(sections.length + 1)
  const [to, cost]: [number[], number[]] = [[], []]
  const beyond = new Int32Array(sections.length).fill(-1)
  for (const [s, section] of sections.entries()) {
    const [from, upTo] = [near.start[s] as number, near.start[s + 1] as number]
    // Whoever was not looked at lives farther off than the last who was, whatever else they pay.
    if (upTo - from >= most && most < members.length) beyond[s] = Math.max(...near.cost.subarray(from, upTo))
    const own = had.get(section.id)
    for (let arc = from; arc < upTo; arc++) {
      const member = members[near.to[arc] as number] as PlanHolder
      if (barred.has(`${section.id} ${member.id}`)) continue
      const leaving = own && !own.some((pair) => pair.holder === member.id) ? (prices.leaving ?? 0) : 0
      to.push(near.to[arc] as number)
      cost.push((near.cost[arc] as number) + sumOf(besides(section, member)) + leaving)
    }
    start[s + 1] = to.length
  }
  const more = beyond.some((least) => least >= 0)
  return { start, to: Int32Array.from(to), cost: Int32Array.from(cost), beyond, more }
}
