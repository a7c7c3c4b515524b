import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import type { PlanPlace, PlanProblem } from './model.ts'

/**
 * Throws PLAN_INVALID for the first thing in the problem that makes no sense. Nobody to plan with is no fault: then all
 * is unserved. An id in `qualified` or `exclude` that is not among the holders or places is none either: those lists are
 * kept for longer than one plan.
 */
export function checkProblem(problem: PlanProblem): void {
  const { places, holders, withinM, locks = [], exclude = [] } = problem
  checkPrices(problem)
  if (withinM !== null && !(withinM >= 0 && Number.isFinite(withinM))) {
    throw invalid('withinM', `is ${withinM}: metres from 0, or null for any distance`)
  }
  const need = new Map<string, number>()
  for (const place of places) {
    const where = `place "${place.id}"`
    if (need.has(place.id)) throw invalid(where, 'is there twice')
    checkPosition(where, place.at)
    checkWhole(where, 'need', place.need)
    if (place.weight !== undefined) checkWeight(where, place, problem)
    if (!(place.risk >= 0 && place.risk <= 1)) throw invalid(where, `has the risk ${place.risk}: 0 to 1`)
    need.set(place.id, place.need)
  }
  const capacity = new Map<string, number>()
  for (const holder of holders) {
    const where = `holder "${holder.id}"`
    if (capacity.has(holder.id)) throw invalid(where, 'is there twice')
    checkPosition(where, holder.at)
    checkWhole(where, 'capacity', holder.capacity)
    checkWhole(where, 'load', holder.carries ?? 0)
    capacity.set(holder.id, holder.capacity)
  }
  const weights = new Map(locks.length > 0 ? places.map((p) => [p.id, p.weight ?? 1]) : [])
  const locked = new Set<string>()
  const excluded =
    locks.length > 0 ? new Set(exclude.map(({ place, holder }) => JSON.stringify([place, holder]))) : null
  for (const { place, holder } of locks) {
    const where = `the lock of "${place}" to "${holder}"`
    const needLeft = need.get(place)
    const capacityLeft = capacity.get(holder)
    if (needLeft === undefined) throw invalid(where, 'names a place that is not in the problem')
    if (capacityLeft === undefined) throw invalid(where, 'names a holder who is not in the problem')
    const pair = JSON.stringify([place, holder])
    if (locked.has(pair)) throw invalid(where, 'is there twice')
    if (excluded?.has(pair)) throw invalid(where, 'is excluded too')
    const weight = weights.get(place) ?? 1
    if (needLeft === 0) throw invalid(where, 'gives the place more holders than it needs')
    if (capacityLeft < weight) throw invalid(where, 'gives the holder more places than the capacity')
    locked.add(pair)
    need.set(place, needLeft - 1)
    capacity.set(holder, capacityLeft - weight)
  }
}

/** Metres that a price may be: dearer, it might weigh more than that a place is held by somebody. */
export const MOST_PRICE = 100_000
const MOST_UNEVEN = 10 * MOST_PRICE

function checkPrices({ prices = {}, atLeast = 1, holders }: PlanProblem): void {
  const { uneven, branch, far, river } = prices
  checkWhole('the problem', 'least load', atLeast)
  const each = [
    ['leaving', prices.leaving],
    ['uneven', uneven?.metres],
    ['crossing', prices.crossing],
    ['branch', branch?.metres],
    ['far', far?.metres],
    ['river', river?.metres],
    ['wish', prices.wish],
  ] as const
  for (const [name, metres = 0] of each) {
    checkWhole(`the price "${name}"`, 'amount', metres)
    if (metres > MOST_PRICE) throw invalid(`the price "${name}"`, `is ${metres} m: ${MOST_PRICE} m at most`)
  }
  for (const [name, price] of Object.entries({ branch, far })) {
    if (price && !(price.beyondM >= 0))
      throw invalid(`the price "${name}"`, `begins at ${price.beyondM}: metres from 0`)
  }
  if (!uneven) return
  if (!(Number.isSafeInteger(uneven.every) && uneven.every >= 1)) {
    throw invalid('the price "uneven"', `rises every ${uneven.every} places: a whole number from 1`)
  }
  const most = holders.reduce((most, h) => Math.max(most, h.capacity + (h.carries ?? 0)), 0)
  if (Math.ceil(most / uneven.every) * uneven.metres > MOST_UNEVEN) {
    throw invalid('the price "uneven"', `rises to more than ${MOST_UNEVEN} m for ${most} places`)
  }
}

function checkWeight(where: string, { weight = 1, need }: PlanPlace, { prices, atLeast = 1 }: PlanProblem): void {
  checkWhole(where, 'weight', weight)
  if (weight === 0) throw invalid(where, 'has the weight 0: a whole number from 1')
  if (need > 1) throw invalid(where, 'has a weight and needs several holders')
  if (prices?.uneven || atLeast > 1) throw invalid(where, 'has a weight, which goes with neither uneven nor atLeast')
}

function checkPosition(where: string, [lon, lat]: Position): void {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw invalid(where, `is at ${lon}, ${lat}: not on the globe`)
}

function checkWhole(where: string, what: string, n: number): void {
  if (!(Number.isSafeInteger(n) && n >= 0)) throw invalid(where, `has the ${what} ${n}: a whole number from 0`)
}

function invalid(where: string, what: string): MusterError {
  return new MusterError('PLAN_INVALID', { where, what })
}
