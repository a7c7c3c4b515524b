import { type Random, seeded } from '../../../base/random.ts'
import { type Choices, NOBODY } from './choices.ts'
import { type Draft, descend, evict, isPlan, move, newDraft, shake } from './improve.ts'

/** The best plan so far. */
export interface Best {
  arcOf: Int32Array | null
  cost: number
}

/** Looks for better plans without proving anything: shakes a plan a little, lets it settle, keeps what is better. */
export interface Improver {
  /** Lets a plan settle that may break rooms, and keeps it if it ends as the best. */
  settle(arcOf: Int32Array, usable: Uint8Array): void
  /** Shakes the best plan so many times. */
  shakes(count: number): void
}

/** A draft that breaks rooms is fined more and more, so many times; then it is given up. */
const RAISES = 14
/** After so many shakes without gain it goes back to the best plan. */
const PATIENCE = 400
const SEED = 4

export function improver(c: Choices, best: Best, open: Uint8Array, stop: () => boolean): Improver {
  const random: Random = seeded(SEED)
  const everyone = new Uint8Array(c.holders).fill(1)
  const fine = usualFine(c)
  let draft: Draft | null = null
  let since = 0

  return { settle, shakes }

  function settle(arcOf: Int32Array, usable: Uint8Array): void {
    if (arcOf.includes(NOBODY)) return
    const d = newDraft(c, arcOf, usable, open, fine)
    for (let raise = 0; raise < RAISES; raise++) {
      descend(c, d, raise === 0 ? all() : overfull(d), stop)
      if (keep(d)) return
      if (stop()) break
      for (let h = 0; h < c.holders; h++) if ((d.over[h] as number) > 0) d.fine[h] = (d.fine[h] as number) * 2
    }
    if (evict(c, d)) keep(d)
    draft ??= d
  }

  function shakes(count: number): void {
    for (let k = 0; k < count && !stop(); k++) {
      if (draft === null || (since > PATIENCE && best.arcOf)) {
        if (!best.arcOf) return
        draft = newDraft(c, best.arcOf, usableOf(best.arcOf), open, fine)
        descend(c, draft, all(), stop)
        since = 0
      }
      const [was, before] = [finedCost(draft), draft.arcOf.slice()]
      descend(c, draft, shake(c, draft, random, 2 + Math.floor(random() * 4)), stop)
      since = keep(draft) ? 0 : since + 1
      if (finedCost(draft) > was) {
        for (let place = 0; place < c.places; place++) {
          if (draft.arcOf[place] !== before[place]) move(c, draft, place, before[place] as number)
        }
      }
      adapt(draft)
    }
  }

  function finedCost(d: Draft): number {
    let sum = d.cost
    for (let h = 0; h < c.holders; h++) sum += Math.max(0, d.over[h] as number) * (d.fine[h] as number)
    return sum
  }

  /** Fines fall where there is room and rise where there is none, so that plans lie on both sides of the way. */
  function adapt(d: Draft): void {
    for (let h = 0; h < c.holders; h++) {
      const is = d.fine[h] as number
      d.fine[h] = (d.over[h] as number) > 0 ? is * 1.05 : Math.max(is * 0.98, fine * 0.05)
    }
  }

  function keep(d: Draft): boolean {
    if (d.cost >= best.cost || !isPlan(c, d)) return false
    best.cost = d.cost
    best.arcOf = d.arcOf.slice()
    return true
  }

  function all(): number[] {
    const queue = Array.from({ length: c.places }, (_, place) => place)
    for (let k = queue.length - 1; k > 0; k--) {
      const other = Math.floor(random() * (k + 1))
      ;[queue[k], queue[other]] = [queue[other] as number, queue[k] as number]
    }
    return queue
  }

  function overfull(d: Draft): number[] {
    const queue: number[] = []
    for (let h = 0; h < c.holders; h++) {
      if ((d.over[h] as number) <= 0) continue
      for (let place = d.first[h] as number; place !== NOBODY; place = d.next[place] as number) queue.push(place)
    }
    return queue
  }

  function usableOf(arcOf: Int32Array): Uint8Array {
    if (c.a.atMost === undefined) return everyone
    const usable = new Uint8Array(c.holders)
    for (const arc of arcOf) usable[c.a.to[arc] as number] = 1
    return usable
  }
}

/** What a unit of load costs in the mean: a fine of that order makes a room worth about what it holds. */
function usualFine(c: Choices): number {
  let [cost, load] = [0, 0]
  for (let arc = 0; arc < c.allowed.length; arc++) {
    cost += Math.abs(c.a.cost[arc] as number)
    load += c.a.load[arc] as number
  }
  return load === 0 ? 1 : (cost + 1) / load
}
