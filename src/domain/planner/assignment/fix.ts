import { ban, type Choices, NOBODY, shut, use } from './choices.ts'
import { hair, type Relaxation } from './relax.ts'

/** Cells of the tables of one holder: beyond it what an arc would cost is only estimated, from below. */
const MOST_CELLS = 1_000_000
/** Above every sum, to keep the holders that are used for certain in front. */
const CERTAIN = 1e15

export interface Fixer {
  /** Of each arc that was judged, what every plan with it costs at least. */
  readonly least: Float64Array
  fix(price: Float64Array, limit: number): boolean
}

/**
 * Rules out every arc with which no plan costs `limit` or less, judged at the prices that stand: what its holder's
 * knapsack loses by having to take it, and all others lose who took the place. Where only some holders may be used, those
 * that no such plan uses are shut, and those that all use are kept. False: no such plan is left.
 *
 * Posta, Ferland and Michelon, "An exact method with variable fixing for solving the generalized assignment problem",
 * Computational Optimization and Applications 52 (2012).
 */
export function fixer(c: Choices, r: Relaxation): Fixer {
  const { a, holders } = c
  /** Of each arc, what its holder's knapsack is worth if it must take it, and if it must not. */
  const within = new Float64Array(a.to.length)
  const without = new Float64Array(a.to.length)
  let front = new Float64Array(0)
  let back = new Float64Array(0)
  const items: number[] = []
  const order = Int32Array.from({ length: holders }, (_, h) => h)
  const worthHere = new Float64Array(holders)
  const least = new Float64Array(a.to.length)

  return { least, fix }

  function fix(price: Float64Array, limit: number): boolean {
    const bound = r.at(price)
    if (bound > limit + hair(limit)) return false
    for (let h = 0; h < holders; h++) judge(h, price)
    if (a.atMost !== undefined && !settleHolders(bound, limit)) return false
    for (let place = 0; place < c.places; place++) {
      if (
        c.given[place] === NOBODY &&
        !(a.atMost === undefined ? settle(place, bound, limit) : settleOf(place, bound, limit))
      )
        return false
    }
    return true
  }

  /** Tables from the front and from the back tell what the knapsack is worth with any one thing taken or left. */
  function judge(h: number, price: Float64Array): void {
    const room = c.room[h] as number
    const width = room + 1
    const all = r.worth[h] as number
    items.length = 0
    for (let i = c.from[h] as number; i < (c.from[h + 1] as number); i++) {
      const arc = c.arcs[i] as number
      const place = c.placeOf[arc] as number
      if (c.allowed[arc] === 0 || c.given[place] !== NOBODY) continue
      if ((price[place] as number) > (a.cost[arc] as number)) items.push(arc)
    }
    const weigh = (items.length + 1) * width <= MOST_CELLS
    if (weigh) fillTables(width, price)
    for (let i = c.from[h] as number; i < (c.from[h + 1] as number); i++) {
      const arc = c.arcs[i] as number
      const place = c.placeOf[arc] as number
      if (c.allowed[arc] === 0 || c.given[place] !== NOBODY) continue
      const profit = (price[place] as number) - (a.cost[arc] as number)
      without[arc] = all
      if (profit > 0) within[arc] = all
      else
        within[arc] = profit + (weigh ? (front[items.length * width + room - (a.load[arc] as number)] as number) : all)
    }
    if (weigh) for (let k = 0; k < items.length; k++) weighItem(k, width, price)
  }

  function fillTables(width: number, price: Float64Array): void {
    const n = items.length
    const size = (n + 1) * width
    if (front.length < size) {
      front = new Float64Array(size * 2)
      back = new Float64Array(size * 2)
    }
    front.fill(0, 0, width)
    back.fill(0, n * width, size)
    for (let k = 0; k < n; k++) extend(front, k, k + 1, k, width, price)
    for (let k = n - 1; k >= 0; k--) extend(back, k + 1, k, k, width, price)
  }

  function extend(table: Float64Array, row: number, to: number, k: number, width: number, price: Float64Array): void {
    const arc = items[k] as number
    const weight = a.load[arc] as number
    const profit = (price[c.placeOf[arc] as number] as number) - (a.cost[arc] as number)
    const [old, fresh] = [row * width, to * width]
    for (let at = 0; at < weight && at < width; at++) table[fresh + at] = table[old + at] as number
    for (let at = weight; at < width; at++) {
      table[fresh + at] = Math.max(table[old + at] as number, (table[old + at - weight] as number) + profit)
    }
  }

  function weighItem(k: number, width: number, price: Float64Array): void {
    const arc = items[k] as number
    const weight = a.load[arc] as number
    const profit = (price[c.placeOf[arc] as number] as number) - (a.cost[arc] as number)
    const [f, b] = [k * width, (k + 1) * width]
    const room = width - 1
    let [leave, rest] = [0, 0]
    for (let at = 0; at <= room; at++) {
      const value = (front[f + at] as number) + (back[b + room - at] as number)
      if (value > leave) leave = value
    }
    for (let at = 0; at <= room - weight; at++) {
      const value = (front[f + at] as number) + (back[b + room - weight - at] as number)
      if (value > rest) rest = value
    }
    without[arc] = leave
    within[arc] = rest + profit
  }

  function settle(place: number, bound: number, limit: number): boolean {
    const [first, end] = [a.start[place] as number, a.start[place + 1] as number]
    let others = bound
    for (let arc = first; arc < end; arc++) {
      if (c.allowed[arc] === 1) others += (r.worth[a.to[arc] as number] as number) - (without[arc] as number)
    }
    for (let arc = first; arc < end; arc++) {
      // What is banned may settle this very place.
      if (c.allowed[arc] === 0 || c.given[place] !== NOBODY) continue
      const cost = others + (without[arc] as number) - (within[arc] as number)
      least[arc] = cost
      if (cost > limit + hair(limit) && !ban(c, arc)) return false
    }
    return true
  }

  /** The same where only some holders may be used: who they are may change with the place. */
  function settleOf(place: number, bound: number, limit: number): boolean {
    const [first, end] = [a.start[place] as number, a.start[place + 1] as number]
    let all = bound
    for (let h = 0; h < holders; h++) {
      worthHere[h] = r.worth[h] as number
      if (r.chosen[h] === 1) all += r.worth[h] as number
    }
    for (let arc = first; arc < end; arc++) {
      if (c.allowed[arc] === 1) worthHere[a.to[arc] as number] = without[arc] as number
    }
    const { most, sum, nextTo } = best(worthHere)
    for (let arc = first; arc < end; arc++) {
      if (c.allowed[arc] === 0 || c.given[place] !== NOBODY) continue
      const h = a.to[arc] as number
      const rest = most[h] === 1 ? sum - (worthHere[h] as number) : sum - nextTo
      const cost = all - rest - (within[arc] as number)
      least[arc] = cost
      if (cost > limit + hair(limit) && !ban(c, arc)) return false
    }
    return true
  }

  function settleHolders(bound: number, limit: number): boolean {
    const { most, sum, nextTo, next } = best(r.worth)
    for (let h = 0; h < holders; h++) {
      if (c.used[h] === 1) continue
      const worth = r.worth[h] as number
      if (most[h] === 1) {
        if (bound + worth - next > limit + hair(limit) && !use(c, h)) return false
      } else if (bound + nextTo - worth > limit + hair(limit) && !shut(c, h)) return false
    }
    return Number.isFinite(sum)
  }

  /** The holders worth most, as many as may be used: their sum, the least of them that is not certain, the next. */
  function best(worth: Float64Array): { most: Uint8Array; sum: number; nextTo: number; next: number } {
    const key = (h: number) => (worth[h] as number) + (c.used[h] === 1 ? CERTAIN : 0)
    order.sort((g, h) => key(h) - key(g) || g - h)
    const most = new Uint8Array(holders)
    let sum = 0
    const count = Math.min(a.atMost ?? holders, holders)
    for (let k = 0; k < count; k++) {
      const h = order[k] as number
      most[h] = 1
      sum += worth[h] as number
    }
    const last = order[count - 1] as number
    // Where all that may be used are certain, nobody else has a place to come in: to force one out costs without end.
    const nextTo = c.used[last] === 1 ? CERTAIN : (worth[last] as number)
    return { most, sum, nextTo, next: count < holders ? (worth[order[count] as number] as number) : 0 }
  }
}
