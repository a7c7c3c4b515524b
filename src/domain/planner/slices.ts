import type { Choice } from './choices.ts'
import type { PlanHolder, Prices } from './model.ts'
import { loadPrice } from './prices.ts'
import type { Transport } from './transport/model.ts'

/**
 * Holders cut into slices, each with a price of its own: the places that cost a holder equally much more than the first.
 * Prices rise from slice to slice, so that a plan of least cost fills them in their order, and what a load costs is exact.
 */
export interface Slices {
  /** The slices of holder h are `first[h]` up to `first[h + 1]`. */
  first: Int32Array
  /** Of each slice: whose it is, what a place in it costs more, and how many it takes. */
  holder: Int32Array
  price: Int32Array
  room: Int32Array
}

/** `room`: of each holder, the places that can still be taken on; `carried`: those before them. */
export function slicesOf(
  holders: readonly PlanHolder[],
  prices: Prices,
  room: Int32Array,
  carried: Int32Array,
): Slices {
  const first = new Int32Array(holders.length + 1)
  const [holder, price, wide]: [number[], number[], number[]] = [[], [], []]
  for (let h = 0; h < holders.length; h++) {
    const had = carried[h] as number
    const last = had + (room[h] as number)
    const { every } = prices.uneven ?? { every: Number.POSITIVE_INFINITY }
    // Who has no room keeps one slice with none, so that everybody's number stays what it is.
    for (let from = had; from < last || from === had; ) {
      const upTo = Math.min(last, (Math.floor(from / every) + 1) * every)
      holder.push(h)
      price.push(loadPrice(prices, from + 1))
      wide.push(upTo - from)
      from = Math.max(upTo, from + 1)
    }
    first[h + 1] = holder.length
  }
  return { first, holder: Int32Array.from(holder), price: Int32Array.from(price), room: Int32Array.from(wide) }
}

/** Some of the places in numbers, by the choices that they have, with a holder for each slice. */
export function placesOf(
  which: readonly number[],
  choices: readonly Choice[],
  need: Int32Array,
  unserved: Int32Array,
  { first, price }: Slices,
): Omit<Transport, 'capacity'> {
  const own = which.map((i) => choices[i] as Choice)
  const start = new Int32Array(own.length + 1)
  for (const [k, choice] of own.entries()) {
    let arcs = start[k] as number
    for (const h of choice.to) arcs += (first[h + 1] as number) - (first[h] as number)
    start[k + 1] = arcs
  }
  const arcs = start[own.length] as number
  const [to, cost] = [new Int32Array(arcs), new Int32Array(arcs)]
  let arc = 0
  for (const choice of own) {
    for (const [k, h] of choice.to.entries()) {
      for (let slice = first[h] as number; slice < (first[h + 1] as number); slice++) {
        to[arc] = slice
        cost[arc++] = (choice.cost[k] as number) + (price[slice] as number)
      }
    }
  }
  const of = (all: Int32Array) => Int32Array.from(which, (i) => all[i] as number)
  return { start, to, cost, need: of(need), unserved: of(unserved) }
}
