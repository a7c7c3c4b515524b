import type { Choices } from './choices.ts'
import { NOBODY } from './choices.ts'
import { knapsack } from './knapsack.ts'

/**
 * What every plan costs at least, at a price that each place pays to whoever takes it: Lagrange's relaxation of "every
 * place once". Each holder alone then takes what pays best in its room, a knapsack, and `off` tells how often each place
 * was taken too seldom (above 0) or too often. Fisher, Jaikumar and Van Wassenhove, Management Science 32 (1986).
 */
export interface Relaxation {
  /** Of each place, 1 less how often it was taken; 0 for those given for good. */
  readonly off: Float64Array
  /** Of each arc, how much of it was taken. */
  readonly taken: Float64Array
  /** Of each holder, what its knapsack is worth. */
  readonly worth: Float64Array
  /** Of each holder, whether it is among those used. */
  readonly chosen: Uint8Array
  /** The bound at these prices, for what is open now. */
  at(price: Float64Array): number
}

export function relaxation(c: Choices): Relaxation {
  const { a, holders, places } = c
  const items = new Int32Array(largest(c))
  const k = knapsack(items.length)
  const off = new Float64Array(places)
  const taken = new Float64Array(a.to.length)
  const worth = new Float64Array(holders)
  const chosen = new Uint8Array(holders)
  const order: number[] = []

  return { off, taken, worth, chosen, at }

  function at(price: Float64Array): number {
    let bound = c.paid
    for (let place = 0; place < places; place++) {
      const open = c.given[place] === NOBODY
      off[place] = open ? 1 : 0
      if (open) bound += price[place] as number
    }
    for (let h = 0; h < holders; h++) worth[h] = fill(h, price)
    choose()
    for (let h = 0; h < holders; h++) {
      if (chosen[h] === 1) bound -= worth[h] as number
      for (let i = c.from[h] as number; i < (c.from[h + 1] as number); i++) {
        const arc = c.arcs[i] as number
        const part = taken[arc] as number
        if (part === 0) continue
        const place = c.placeOf[arc] as number
        if (chosen[h] === 1) off[place] = (off[place] as number) - part
        else taken[arc] = 0
      }
    }
    return bound
  }

  function fill(h: number, price: Float64Array): number {
    const room = c.room[h] as number
    let count = 0
    for (let i = c.from[h] as number; i < (c.from[h + 1] as number); i++) {
      const arc = c.arcs[i] as number
      taken[arc] = 0
      if (c.allowed[arc] === 0) continue
      const place = c.placeOf[arc] as number
      const profit = (price[place] as number) - (a.cost[arc] as number)
      if (profit <= 0 || c.given[place] !== NOBODY) continue
      items[count] = arc
      k.profit[count] = profit
      k.weight[count++] = a.load[arc] as number
    }
    const value = k.fill(count, room)
    for (let i = 0; i < count; i++) taken[items[i] as number] = k.taken[i] as number
    return value
  }

  /** Where only some holders may be used, those that are for certain and of the others the ones worth most. */
  function choose(): void {
    if (a.atMost === undefined) {
      chosen.fill(1)
      return
    }
    chosen.fill(0)
    order.length = 0
    for (let h = 0; h < holders; h++) {
      if (c.used[h] === 1) chosen[h] = 1
      else order.push(h)
    }
    order.sort((g, h) => (worth[h] as number) - (worth[g] as number) || g - h)
    for (const h of order.slice(0, a.atMost - c.usedCount)) chosen[h] = 1
  }
}

function largest(c: Choices): number {
  let most = 0
  for (let h = 0; h < c.holders; h++) most = Math.max(most, (c.from[h + 1] as number) - (c.from[h] as number))
  return most
}

/** Costs are whole: a bound that is above one by less than this, for sums of floating point, is not above it. */
export function hair(value: number): number {
  return 1e-6 + Math.abs(value) * 1e-12
}
