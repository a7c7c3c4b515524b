import type { Random } from '../../../base/random.ts'
import { type Choices, NOBODY } from './choices.ts'

/** A plan in work: it may break rooms, at a fine for each unit over. */
export interface Draft {
  /** Of each place, its arc. */
  readonly arcOf: Int32Array
  /** Of each holder, how much more it has than room; below 0: what is free. */
  readonly over: Int32Array
  /** Of each holder, the fine for a unit over. */
  readonly fine: Float64Array
  /** Holders that may be used. */
  readonly usable: Uint8Array
  /** Arcs that may be used. */
  readonly allowed: Uint8Array
  cost: number
  readonly first: Int32Array
  readonly next: Int32Array
  readonly before: Int32Array
}

export function newDraft(c: Choices, arcOf: Int32Array, usable: Uint8Array, allowed: Uint8Array, fine: number): Draft {
  const d: Draft = {
    arcOf: new Int32Array(c.places).fill(NOBODY),
    over: c.a.capacity.map((room) => -room),
    fine: new Float64Array(c.holders).fill(fine),
    usable,
    allowed,
    cost: 0,
    first: new Int32Array(c.holders).fill(NOBODY),
    next: new Int32Array(c.places).fill(NOBODY),
    before: new Int32Array(c.places).fill(NOBODY),
  }
  for (let place = 0; place < c.places; place++) move(c, d, place, arcOf[place] as number)
  return d
}

/** Gives a place another arc, or none. */
export function move(c: Choices, d: Draft, place: number, arc: number): void {
  const old = d.arcOf[place] as number
  if (old !== NOBODY) {
    const holder = c.a.to[old] as number
    const [before, next] = [d.before[place] as number, d.next[place] as number]
    if (before === NOBODY) d.first[holder] = next
    else d.next[before] = next
    if (next !== NOBODY) d.before[next] = before
    d.over[holder] = (d.over[holder] as number) - (c.a.load[old] as number)
    d.cost -= c.a.cost[old] as number
  }
  d.arcOf[place] = arc
  if (arc === NOBODY) return
  const holder = c.a.to[arc] as number
  const second = d.first[holder] as number
  d.next[place] = second
  d.before[place] = NOBODY
  if (second !== NOBODY) d.before[second] = place
  d.first[holder] = place
  d.over[holder] = (d.over[holder] as number) + (c.a.load[arc] as number)
  d.cost += c.a.cost[arc] as number
}

/** Whether the draft is a plan: every place given, no room broken. */
export function isPlan(c: Choices, d: Draft): boolean {
  for (let h = 0; h < c.holders; h++) if ((d.over[h] as number) > 0) return false
  return !d.arcOf.includes(NOBODY)
}

/** The wish to stop is asked for after so many places. */
const BETWEEN = 64
/** In problems with more places only those that make way are looked at again: else each move wakes hundreds. */
const WAKEFUL = 2000
/** Gains below this are rounding. */
const HAIR = 1e-7

/**
 * Moves single places, and pairs of which one makes way for the other (to wherever is best for it: exchanges are among
 * them), until none of those in the queue gains any more. The ejection chain of two of Yagiura, Ibaraki and Glover,
 * INFORMS Journal on Computing 16 (2004). After a move all those are looked at again who could use the room that came free.
 */
export function descend(c: Choices, d: Draft, queue: number[], stop: () => boolean): void {
  const { a } = c
  const { over, fine } = d
  const queued = new Uint8Array(c.places)
  for (const place of queue) queued[place] = 1
  for (let at = 0; at < queue.length; at++) {
    if (at % BETWEEN === 0 && stop()) return
    const place = queue[at] as number
    queued[place] = 0
    while (betterOf(place)) {}
  }

  function fined(h: number, more: number): number {
    const was = over[h] as number
    const is = was + more
    return (fine[h] as number) * (Math.max(is, 0) - Math.max(was, 0))
  }

  function betterOf(place: number): boolean {
    const own = d.arcOf[place] as number
    const mine = a.to[own] as number
    const leave = -(a.cost[own] as number) + fined(mine, -(a.load[own] as number))
    let [least, arc, third, thirdArc] = [-HAIR, NOBODY, NOBODY, NOBODY]
    for (let k = a.start[place] as number; k < (a.start[place + 1] as number); k++) {
      const h = a.to[k] as number
      if (k === own || d.allowed[k] === 0 || d.usable[h] === 0) continue
      const load = a.load[k] as number
      const enter = leave + (a.cost[k] as number)
      const whole = enter + fined(h, load)
      if (whole < least) [least, arc, third] = [whole, k, NOBODY]
      for (let other = d.first[h] as number; other !== NOBODY; other = d.next[other] as number) {
        const theirs = d.arcOf[other] as number
        const makesWay = enter - (a.cost[theirs] as number) + fined(h, load - (a.load[theirs] as number))
        for (let m = a.start[other] as number; m < (a.start[other + 1] as number); m++) {
          const gain = makesWay + (a.cost[m] as number)
          if (gain >= least || m === theirs) continue
          const g = a.to[m] as number
          if (d.allowed[m] === 0 || d.usable[g] === 0) continue
          const freed = g === mine ? (a.load[own] as number) : 0
          const total =
            gain +
            (freed === 0 ? fined(g, a.load[m] as number) : fined(g, (a.load[m] as number) - freed) - fined(g, -freed))
          if (total < least) [least, arc, third, thirdArc] = [total, k, other, m]
        }
      }
    }
    if (arc === NOBODY) return false
    const from = third === NOBODY ? NOBODY : (a.to[d.arcOf[third] as number] as number)
    move(c, d, place, arc)
    if (third !== NOBODY) move(c, d, third, thirdArc)
    wake(mine)
    if (from !== NOBODY) {
      wake(from)
      if (queued[third] === 0) push(third)
    }
    return true
  }

  function wake(h: number): void {
    if (c.places > WAKEFUL) return
    for (let i = c.from[h] as number; i < (c.from[h + 1] as number); i++) {
      const arc = c.arcs[i] as number
      const place = c.placeOf[arc] as number
      if (d.allowed[arc] === 1 && queued[place] === 0) push(place)
    }
  }

  function push(place: number): void {
    queued[place] = 1
    queue.push(place)
  }
}

/**
 * Brings every holder down to its room: places go to another that has room, first where a
 * unit of load costs least to move. False:
 * somewhere nobody has.
 */
export function evict(c: Choices, d: Draft): boolean {
  const { a } = c
  for (let h = 0; h < c.holders; h++) {
    while ((d.over[h] as number) > 0) {
      let [out, arc, least] = [NOBODY, NOBODY, Number.POSITIVE_INFINITY]
      for (let place = d.first[h] as number; place !== NOBODY; place = d.next[place] as number) {
        const own = d.arcOf[place] as number
        if (a.load[own] === 0) continue
        for (let k = a.start[place] as number; k < (a.start[place + 1] as number); k++) {
          const to = a.to[k] as number
          if (to === h || d.usable[to] === 0 || (d.over[to] as number) + (a.load[k] as number) > 0) continue
          const price = ((a.cost[k] as number) - (a.cost[own] as number)) / (a.load[own] as number)
          if (price < least) [out, arc, least] = [place, k, price]
        }
      }
      if (out === NOBODY) return false
      move(c, d, out, arc)
    }
  }
  return true
}

/**
 * Shakes a few places that share a holder or could, each to another arc at random. Returns what to look at next: those
 * that moved, and all who could use the room that they left.
 */
export function shake(c: Choices, d: Draft, random: Random, count: number): number[] {
  const next = new Set<number>()
  let place = Math.floor(random() * c.places)
  for (let k = 0; k < count; k++) {
    const [first, end] = [c.a.start[place] as number, c.a.start[place + 1] as number]
    let arc = NOBODY
    for (let tries = 0; tries < 4; tries++) {
      const drawn = first + Math.floor(random() * (end - first))
      if (d.allowed[drawn] === 0 || d.usable[c.a.to[drawn] as number] === 0 || drawn === d.arcOf[place]) continue
      if (arc === NOBODY || (c.a.cost[drawn] as number) < (c.a.cost[arc] as number)) arc = drawn
    }
    const holder = c.a.to[d.arcOf[place] as number] as number
    const [low, high] = [c.from[holder] as number, c.from[holder + 1] as number]
    if (arc !== NOBODY) {
      move(c, d, place, arc)
      next.add(place)
      for (let i = low; i < high; i++) {
        const other = c.arcs[i] as number
        if (d.allowed[other] === 1) next.add(c.placeOf[other] as number)
      }
    }
    place = c.placeOf[c.arcs[low + Math.floor(random() * (high - low))] as number] as number
  }
  return [...next]
}
