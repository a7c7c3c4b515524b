import { distanceM } from '../../base/geometry.ts'
import type { Plan, PlanHolder, Planner, PlanPair, PlanProblem } from './model.ts'
import { besidesWay, loadPrice } from './prices.ts'

/** What another plan costs against the one that is asked about. */
export interface Difference {
  /** Metres more, all ways together; less than 0 where fewer places are held. */
  metres: number
  /** Holders more that are missing. */
  missing: number
}

/** Why a pair is in a plan: what would be if it were not. */
export interface Why {
  distanceM: number
  pays: Pays
  /** Who would have the place if this one could not, with everything else as good as it can be then; null: nobody. */
  next: { holder: string; distanceM: number } | null
  without: Difference
  /** Somebody else in this one's stead, whom somebody insists on; null: nobody was named. */
  insist: (Difference & { distanceM: number }) | null
}

/** What a pair pays of the prices, in metres beside its way. */
export interface Pays {
  /** Crossing a unit's line, being far from one's branch or home, crossing a river, and being called on against one's wish. */
  crossing: number
  branch: number
  far: number
  river: number
  wish: number
  /** What the last of the holder's places costs more than the first. */
  uneven: number
  /** That somebody else had the place before. */
  leaving: number
}

type Insisted = Pick<PlanHolder, 'id' | 'at' | 'units' | 'branches' | 'ratherNot'>

/**
 * Why this pair: the planner is asked again without it, and with somebody else in its stead, and what it finds is compared
 * with the plan that has it. So it tells what the whole plan would lose and not only this place: whoever takes it is missing
 * elsewhere. Up to three plans of the problem's size; whoever asks keeps that small. Whoever is insisted on need not be among
 * the holders, nor have room. PLAN_INVALID where the pair's place or holder is not in the problem.
 */
export function why(problem: PlanProblem, pair: PlanPair, planner: Planner, insist: Insisted | null = null): Why {
  const locks = (problem.locks ?? []).filter((lock) => !same(lock, pair))
  const exclude = [...(problem.exclude ?? []), pair]
  // Locked to the pair, since a plan that is read a while after it was made need not be the best any more.
  const plan = planner({ ...problem, locks: [...locks, pair] })
  const without = planner({ ...problem, locks, exclude })
  const place = problem.places.find((p) => p.id === pair.place)
  const far = (holder: Insisted | undefined) => (place && holder ? Math.round(distanceM(place.at, holder.at)) : 0)
  const holder = (id: string) => problem.holders.find((h) => h.id === id)
  const had = holdersAt(plan, pair.place)
  const [next] = [...holdersAt(without, pair.place)].filter((id) => !had.has(id))
  return {
    distanceM: far(holder(pair.holder)),
    pays: paysOf(problem, pair, plan),
    next: next === undefined ? null : { holder: next, distanceM: far(holder(next)) },
    without: difference(plan, without),
    insist: insist && {
      ...difference(plan, planner(insistingOn({ ...problem, locks, exclude }, pair.place, insist))),
      distanceM: far(insist),
    },
  }
}

/** The problem with this place given to somebody, with room made for it, whoever would not have it otherwise. */
function insistingOn(problem: PlanProblem, place: string, insist: Insisted): PlanProblem {
  const { id } = insist
  const lock = { place, holder: id }
  const locks = [...(problem.locks ?? []).filter((l) => !same(l, lock)), lock]
  const known = problem.holders.find((h) => h.id === id)
  const capacity = Math.max(known?.capacity ?? 0, locks.filter((l) => l.holder === id).length)
  return {
    ...problem,
    locks,
    holders: [...problem.holders.filter((h) => h.id !== id), { ...insist, ...known, capacity }],
    exclude: (problem.exclude ?? []).filter((e) => !same(e, lock)),
  }
}

function paysOf({ places, holders, prices = {}, before = [] }: PlanProblem, pair: PlanPair, plan: Plan): Pays {
  const [place, holder] = [places.find((p) => p.id === pair.place), holders.find((h) => h.id === pair.holder)]
  if (!place || !holder) return { crossing: 0, branch: 0, far: 0, river: 0, wish: 0, uneven: 0, leaving: 0 }
  const load = (holder.carries ?? 0) + plan.pairs.filter((p) => p.holder === pair.holder).length
  const had = before.filter((p) => p.place === pair.place)
  return {
    ...besidesWay(prices)(place, holder),
    uneven: loadPrice(prices, load),
    leaving: had.length > 0 && !had.some((p) => same(p, pair)) ? (prices.leaving ?? 0) : 0,
  }
}

function difference(from: Plan, to: Plan): Difference {
  return { metres: Math.round(to.cost - from.cost), missing: missing(to) - missing(from) }
}

const same = (a: PlanPair, b: PlanPair) => a.place === b.place && a.holder === b.holder
const missing = (plan: Plan) => plan.unserved.reduce((sum, u) => sum + u.missing, 0)

function holdersAt(plan: Plan, place: string): Set<string> {
  return new Set(plan.pairs.filter((p) => p.place === place).map((p) => p.holder))
}
