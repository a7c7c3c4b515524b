import type { Choices } from './choices.ts'
import type { Relaxation } from './relax.ts'

/** Prices and the bound that they prove. */
export interface Ascent {
  price: Float64Array
  bound: number
}

/** How far the prices are pushed: at first for long, in the search from where they stood. */
export interface Push {
  steps: number
  /** The share of the way to the aim that the first step goes. */
  stride: number
  /** After so many steps without gain the stride is halved. */
  patience: number
  stop?: (() => boolean) | undefined
  /** Called after each step with the best bound, while the relaxation stands at the step's prices. */
  onStep?: ((step: number, bound: number, price: Float64Array) => void) | undefined
}

/** A stride below this moves nothing any more. */
const LEAST_STRIDE = 0.002
/** Of the last direction so much is kept: it takes the zigzag out (Camerini, Fratta and Maffioli, 1975). */
const KEEP = 0.4

/**
 * Pushes the prices up to a better bound by the subgradient method (Held and Karp), aiming at `aim`, a cost that is known
 * or hoped for. Ends early above `enough`, or when the relaxation has become a plan.
 */
export function ascend(c: Choices, r: Relaxation, from: Ascent, aim: () => number, enough: number, push: Push): Ascent {
  const price = from.price.slice()
  const best: Ascent = { price: from.price.slice(), bound: Number.NEGATIVE_INFINITY }
  const way = new Float64Array(c.places)
  let { stride } = push
  let since = 0
  for (let step = 0; step < push.steps; step++) {
    const bound = r.at(price)
    if (bound > best.bound + 1e-9) {
      if (bound > best.bound + 1e-4 * Math.abs(bound) * 0.01) since = 0
      best.bound = bound
      best.price.set(price)
    }
    push.onStep?.(step, best.bound, price)
    if (bound > enough || push.stop?.()) break
    if (++since > push.patience) {
      stride /= 2
      since = 0
      price.set(best.price)
      way.fill(0)
      if (stride < LEAST_STRIDE) break
      continue
    }
    let [square, wrong] = [0, 0]
    for (let place = 0; place < c.places; place++) {
      const off = r.off[place] as number
      wrong += off * off
      const to = off + KEEP * (way[place] as number)
      way[place] = to
      square += to * to
    }
    if (wrong === 0) break
    const length = (stride * Math.max(aim() - bound, Math.abs(bound) * 1e-4 + 1e-3)) / square
    for (let place = 0; place < c.places; place++)
      price[place] = (price[place] as number) + length * (way[place] as number)
  }
  return best
}
