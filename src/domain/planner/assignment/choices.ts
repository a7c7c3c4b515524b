import type { Assignment } from './model.ts'

export const NOBODY = -1

/**
 * What is still open while a plan is searched for: each place's arcs that are allowed, and what is settled already. All
 * changes are noted on a trail, so that the search takes them back by the step.
 */
export interface Choices {
  readonly a: Assignment
  readonly places: number
  readonly holders: number
  /** Of each arc, its place. */
  readonly placeOf: Int32Array
  /** The arcs to holder h are `arcs[from[h]]` up to `arcs[from[h + 1]]`. */
  readonly from: Int32Array
  readonly arcs: Int32Array
  /** Of each arc, whether it may still be used. */
  readonly allowed: Uint8Array
  /** Of each place, how many of its arcs may. */
  readonly left: Int32Array
  /** Of each place, the arc that it was given for good. */
  readonly given: Int32Array
  /** Of each holder, the room that what was given has left. */
  readonly room: Int32Array
  /** Of each holder, whether it is used for certain. */
  readonly used: Uint8Array
  readonly trail: number[]
  /** What was given costs so much, and so many holders are used. */
  paid: number
  usedCount: number
}

export function newChoices(a: Assignment): Choices {
  const places = a.start.length - 1
  const holders = a.capacity.length
  const placeOf = new Int32Array(a.to.length)
  const from = new Int32Array(holders + 1)
  const left = new Int32Array(places)
  for (let place = 0; place < places; place++) {
    const [first, end] = [a.start[place] as number, a.start[place + 1] as number]
    placeOf.fill(place, first, end)
    left[place] = end - first
  }
  for (const holder of a.to) from[holder + 1] = (from[holder + 1] as number) + 1
  for (let h = 0; h < holders; h++) from[h + 1] = (from[h + 1] as number) + (from[h] as number)
  const next = from.slice()
  const arcs = new Int32Array(a.to.length)
  for (let arc = 0; arc < arcs.length; arc++) {
    const holder = a.to[arc] as number
    const at = next[holder] as number
    arcs[at] = arc
    next[holder] = at + 1
  }
  return {
    a,
    places,
    holders,
    placeOf,
    from,
    arcs,
    allowed: new Uint8Array(a.to.length).fill(1),
    left,
    given: new Int32Array(places).fill(NOBODY),
    room: a.capacity.slice(),
    used: new Uint8Array(holders),
    trail: [],
    paid: 0,
    usedCount: 0,
  }
}

/** Settles what follows by itself at the start: arcs that are too heavy, places with one arc. False: nothing is possible. */
export function settleAll(c: Choices): boolean {
  for (let arc = 0; arc < c.allowed.length; arc++) {
    const tooHeavy = (c.a.load[arc] as number) > (c.a.capacity[c.a.to[arc] as number] as number)
    if (c.allowed[arc] === 1 && tooHeavy && !ban(c, arc)) return false
  }
  for (let place = 0; place < c.places; place++) {
    if (c.left[place] === 0) return false
    if (c.left[place] === 1 && c.given[place] === NOBODY && !give(c, onlyArc(c, place))) return false
  }
  return true
}

/** Rules an arc out, with all that follows from it. False: then no plan is possible, and the trail must be gone back. */
export function ban(c: Choices, arc: number): boolean {
  const place = c.placeOf[arc] as number
  if (c.allowed[arc] === 0) return true
  c.allowed[arc] = 0
  c.trail.push(arc)
  const left = (c.left[place] as number) - 1
  c.left[place] = left
  if (left === 0) return false
  return left > 1 || give(c, onlyArc(c, place))
}

/** Gives a place its arc for good, with all that follows from it. False as with `ban`. */
export function give(c: Choices, arc: number): boolean {
  const place = c.placeOf[arc] as number
  if (c.given[place] === arc) return true
  if (c.allowed[arc] === 0) return false
  const holder = c.a.to[arc] as number
  const room = (c.room[holder] as number) - (c.a.load[arc] as number)
  if (room < 0) return false
  c.given[place] = arc
  c.room[holder] = room
  c.paid += c.a.cost[arc] as number
  c.trail.push(~place)
  for (let other = c.a.start[place] as number; other < (c.a.start[place + 1] as number); other++) {
    if (other === arc || c.allowed[other] === 0) continue
    c.allowed[other] = 0
    c.left[place] = (c.left[place] as number) - 1
    c.trail.push(other)
  }
  if (c.used[holder] === 0 && !use(c, holder)) return false
  for (let k = c.from[holder] as number; k < (c.from[holder + 1] as number); k++) {
    const other = c.arcs[k] as number
    if (
      c.allowed[other] === 1 &&
      (c.a.load[other] as number) > room &&
      c.given[c.placeOf[other] as number] === NOBODY
    ) {
      if (!ban(c, other)) return false
    }
  }
  return true
}

/** Counts a holder as used; when that is as many as may be, all others are out. False as with `ban`. */
export function use(c: Choices, holder: number): boolean {
  const { atMost } = c.a
  if (atMost === undefined || c.used[holder] === 1) return true
  if (c.usedCount === atMost) return false
  c.used[holder] = 1
  c.usedCount++
  c.trail.push(c.allowed.length + holder)
  if (c.usedCount < atMost) return true
  for (let other = 0; other < c.holders; other++) if (c.used[other] === 0 && !shut(c, other)) return false
  return true
}

/** Rules a holder out. False as with `ban`. */
export function shut(c: Choices, holder: number): boolean {
  if (c.used[holder] === 1) return false
  for (let k = c.from[holder] as number; k < (c.from[holder + 1] as number); k++) {
    if (!ban(c, c.arcs[k] as number)) return false
  }
  return true
}

/** Takes back all that was done since the trail was so long. */
export function goBack(c: Choices, length: number): void {
  while (c.trail.length > length) {
    const step = c.trail.pop() as number
    if (step >= c.allowed.length) {
      c.used[step - c.allowed.length] = 0
      c.usedCount--
    } else if (step >= 0) {
      const place = c.placeOf[step] as number
      c.allowed[step] = 1
      c.left[place] = (c.left[place] as number) + 1
    } else {
      const arc = c.given[~step] as number
      const holder = c.a.to[arc] as number
      c.room[holder] = (c.room[holder] as number) + (c.a.load[arc] as number)
      c.paid -= c.a.cost[arc] as number
      c.given[~step] = NOBODY
    }
  }
}

function onlyArc(c: Choices, place: number): number {
  let arc = c.a.start[place] as number
  while (c.allowed[arc] === 0) arc++
  return arc
}
