import { distanceM, type Position } from '../../base/geometry.ts'
import type { PlanHolder, PlanPair, PlanPlace, PlanProblem, Prices } from './model.ts'
import { partedBy } from './rivers.ts'

/** The prices that a pair has to pay by itself, in metres. */
export interface Besides {
  /** Another unit answers for the place than those of the holder. */
  crossing: number
  /** The place is far from the branch that the holder belongs to. */
  branch: number
  /** The place is far from the holder's home. */
  far: number
  /** A river lies between the place and the holder's home. */
  river: number
  /** The holder would rather not be called on. */
  wish: number
}

/** What a pair costs beside its way, whoever else has what. */
export type BesidesWay = (
  place: PlanPlace,
  holder: Pick<PlanHolder, 'at' | 'units' | 'branches' | 'ratherNot'>,
) => Besides

/** Lays out what the prices are about, once for all pairs. */
export function besidesWay({ crossing, branch, far, river, wish }: Prices): BesidesWay {
  const parted = river && partedBy(river.rivers)
  return (place, holder) => ({
    crossing: crossing && crosses(place, holder) ? crossing : 0,
    branch: branch && farFrom(holder.branches, place.at, branch.beyondM) ? branch.metres : 0,
    far: far && distanceM(place.at, holder.at) > far.beyondM ? far.metres : 0,
    river: river && parted?.(place.at, holder.at) ? river.metres : 0,
    wish: wish && holder.ratherNot ? wish : 0,
  })
}

export const sumOf = ({ crossing, branch, far, river, wish }: Besides) => crossing + branch + far + river + wish

/** What the k-th place of a holder costs more than a first one, k counted from 1 with what was carried before. */
export function loadPrice({ uneven }: Prices, k: number): number {
  return uneven ? Math.floor((k - 1) / uneven.every) * uneven.metres : 0
}

/** What a plan costs in metres: ways and prices, those of leaving and of uneven loads among them. */
export function planCost(problem: PlanProblem, pairs: readonly PlanPair[]): number {
  const { prices = {}, before = [] } = problem
  const places = new Map(problem.places.map((p) => [p.id, p]))
  const holders = new Map(problem.holders.map((h) => [h.id, h]))
  const load = new Map<string, number>()
  const had = before.length > 0 ? new Set(before.map(pairKey)) : null
  const besides = besidesWay(prices)
  let [cost, stayed] = [0, 0]
  for (const pair of pairs) {
    const [place, holder] = [places.get(pair.place), holders.get(pair.holder)]
    if (!place || !holder) continue
    const k = (load.get(holder.id) ?? holder.carries ?? 0) + 1
    load.set(holder.id, k)
    cost += distanceM(place.at, holder.at) + sumOf(besides(place, holder)) + loadPrice(prices, k)
    if (had?.has(pairKey(pair))) stayed++
  }
  return cost + (prices.leaving ?? 0) * ((had?.size ?? 0) - stayed)
}

export const pairKey = ({ place, holder }: PlanPair) => `${place} ${holder}`

/** Where nothing is known of either, there is no line between them. */
function crosses({ units: answer }: PlanPlace, { units: own }: Pick<PlanHolder, 'units'>): boolean {
  if (!answer || !own || answer.length === 0 || own.length === 0) return false
  return !own.some((unit) => answer.includes(unit))
}

function farFrom(branches: readonly Position[] | undefined, at: Position, beyondM: number): boolean {
  if (!branches || branches.length === 0) return false
  return branches.every((seat) => distanceM(seat, at) > beyondM)
}
