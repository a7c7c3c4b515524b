import { DAY, HOUR } from '../../base/clock.ts'
import { answeringFor, type UnitLine, upFrom } from '../people/lines.ts'
import type { AbsenceKind, Candidate } from '../people/model.ts'
import type { PlanHolder, PlanPair, PlanProblem, Prices } from '../planner/model.ts'
import type { River } from '../planner/rivers.ts'
import type { Rule } from '../playbooks/model.ts'
import { weigh } from '../playbooks/weigh.ts'
import type { Opening } from './openings.ts'
import type { ProposalLine } from './proposals.ts'
import { besides, locksOf, type Steer, windowKey } from './steer.ts'

/** A patrol rests eight hours and stands at most one shift in twenty-four: none within this of another. */
const REST_MS = 16 * HOUR

/** What the register says of the openings of one rule in one window of time, before anybody is chosen. */
export interface AskedWindow {
  rule: Rule
  open: readonly [Opening, ...Opening[]]
  /** The time in which another duty of the rule stands in the way of this one. */
  tied: { from: Date; to: Date }
  /** Duties of the role that each person has in that time; who is not in it has none. */
  carried: ReadonlyMap<string, number>
  /** Who holds the role there already. */
  held: readonly PlanPair[]
  /** Who has stood as many shifts in seven days as is allowed. */
  tired: ReadonlySet<string>
  /** Who is away then, or would rather not be called on. */
  absent: ReadonlyMap<string, AbsenceKind>
  /** What may lie between people and places; of each, null where no price of the rule asks for it. */
  dividers: Dividers
}

/** The units and the rivers of a district. */
export interface Dividers {
  units: Units
  rivers: readonly River[] | null
}

type Units = ReadonlyMap<string, UnitLine> | null

export const NO_DIVIDERS: Dividers = { units: null, rivers: null }

export function needsUnits({ prices }: Rule): boolean {
  return Boolean(prices && (prices.crossing !== null || prices.farBranch || prices.apart))
}

export function needsRivers({ prices }: Rule): boolean {
  return Boolean(prices?.river)
}

/**
 * The openings of one rule in one window, as the planner is asked about them. `lines` are given already or will be, in this
 * plan: whoever stands one shift is not free for the next. LINE_GONE.
 */
export function problemOf(
  { rule, open, tied, carried, held, tired, absent, dividers: { units, rivers } }: AskedWindow,
  people: readonly Candidate[],
  lines: readonly ProposalLine[],
  steer: Steer,
): PlanProblem {
  const load = new Map(carried)
  const here = new Set(open.map(windowKey))
  const later = besides(steer.keep, lines).filter((l) => !here.has(windowKey(l)))
  for (const l of [...lines, ...later]) {
    if (l.rule === rule.id && l.starts < tied.to && (l.ends === null || l.ends > tied.from))
      load.set(l.holder, (load.get(l.holder) ?? 0) + 1)
  }
  const holders = people
    .filter((p) => qualifies(p, rule))
    .map((p) => holderOf(p, rule, load.get(p.id) ?? 0, units))
    .map((h) => (tired.has(h.id) || absent.get(h.id) === 'away' ? { ...h, capacity: 0 } : h))
    .map((h) => (absent.get(h.id) === 'rather-not' ? { ...h, ratherNot: true } : h))
  const places = new Set(open.map((o) => o.subject))
  const barred = steer.not.filter((n) => n.rule === rule.id && places.has(n.subject))
  const exclude = [...held, ...barred.map((n) => ({ place: n.subject, holder: n.holder }))]
  return {
    places: open.map((o) => ({
      id: o.subject,
      at: [o.lon, o.lat],
      need: o.missing,
      risk: o.risk,
      ...(rule.weight && { weight: weigh(rule, o) }),
      ...(units && { units: upFrom(units, o.unit) }),
    })),
    holders,
    withinM: rule.holders.withinM,
    exclude,
    prices: pricesOf(rule, rivers),
    atLeast: rule.holders.atLeast,
    before: steer.before.filter((l) => here.has(windowKey(l))).map((l) => ({ place: l.subject, holder: l.holder })),
    locks: locksOf(
      steer.keep.filter((l) => l.rule === rule.id),
      open,
      holders,
      exclude,
    ),
  }
}

/** Somebody as the planner sees them, who carries so many duties of the rule. */
export function holderOf(
  { id, at, units: own = [] }: Candidate,
  rule: Rule,
  carries: number,
  units: Units,
): PlanHolder {
  const holder = { id, at, capacity: Math.max(0, rule.holders.atMost - carries), carries }
  if (!units) return holder
  const answering = [...new Set(own.flatMap((unit) => answeringFor(units, unit) ?? []))]
  return {
    ...holder,
    units: answering,
    branches: answering.map((unit) => units.get(unit)?.seat ?? null).filter((seat) => seat !== null),
  }
}

/** What one may carry is cut into so many steps, each dearer than the one before by the price of an uneven load. */
const STEPS = 3

function pricesOf({ prices, holders }: Rule, rivers: Dividers['rivers']): Prices {
  if (!prices) return {}
  const { leaving, uneven, crossing, far, farBranch, river, wish } = prices
  return {
    leaving: leaving ?? undefined,
    uneven: uneven === null ? undefined : { every: Math.ceil(holders.atMost / STEPS), metres: uneven },
    crossing: crossing ?? undefined,
    branch: farBranch ?? undefined,
    far: far ?? undefined,
    river: river && rivers ? { metres: river, rivers } : undefined,
    wish: wish ?? undefined,
  }
}

/** The time in which a duty of the rule stands in the way of this one: without shifts any, else those within the rest. */
export function tiedUp(rule: Rule, starts: Date, ends: Date | null, now: Date): { from: Date; to: Date } {
  return {
    from: rule.shift ? new Date(starts.getTime() - REST_MS) : now,
    to: rule.shift && ends ? new Date(ends.getTime() + REST_MS) : new Date(8.64e15),
  }
}

/** In what time whoever takes it has to be there: of what has no end yet, the first day. */
export function neededIn(starts: Date, ends: Date | null): [from: Date, to: Date] {
  return [starts, ends ?? new Date(starts.getTime() + DAY)]
}

/** Whether somebody is of the kind and skill that a rule asks for. */
export function qualifies(person: Pick<Candidate, 'kinds' | 'skills'>, rule: Rule): boolean {
  const { kinds, skills } = rule.holders
  return (
    (kinds.length === 0 || kinds.some((k) => person.kinds.includes(k))) &&
    skills.every((s) => person.skills.includes(s))
  )
}
