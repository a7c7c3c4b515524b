/** Cells of a table of best values: beyond it a knapsack is only bounded, by letting one thing be taken in part. */
const MOST_CELLS = 4_000_000
/** So many things are put in order by inserting them: they come almost in order, from one step to the next. */
const FEW = 64

/** A choice is looked for by trying this many; where that does not do, by a table. */
const MOST_TRIES = 4_000

const NONE = -1

/**
 * The best of some things to take that have room together. Things are written into `profit` (above 0) and `weight` (from
 * 0, at most the room), then `fill` tells what the best choice is worth and leaves in `taken` how much of each is taken.
 */
export interface Knapsack {
  profit: Float64Array
  weight: Int32Array
  /** 0 or 1, or a part where the table would be too large: then `fill` tells what no choice can exceed. */
  taken: Float64Array
  fill(count: number, room: number): number
}

/** For up to `most` things at a time. */
export function knapsack(most: number): Knapsack {
  const profit = new Float64Array(most)
  const weight = new Int32Array(most)
  const taken = new Float64Array(most)
  const worth = new Float64Array(most)
  const order = new Int32Array(most)
  /** The things that are neither taken nor left for certain. */
  const core = new Int32Array(most)
  const path = new Int32Array(most)
  const foundPath = new Int32Array(most)
  let [depth, found, bestValue, tries] = [0, NONE, 0, 0]
  let best = new Float64Array(0)
  let steps = new Uint8Array(0)

  return { profit, weight, taken, fill }

  function fill(count: number, room: number): number {
    let [all, sum] = [0, 0]
    for (let k = 0; k < count; k++) {
      all += weight[k] as number
      sum += profit[k] as number
    }
    if (all <= room) {
      taken.fill(1, 0, count)
      return sum
    }
    sort(count)
    return reduced(count, room)
  }

  /** By what a unit of weight is worth, most first. */
  function sort(count: number): void {
    for (let k = 0; k < count; k++) {
      const w = weight[k] as number
      worth[k] = w === 0 ? Number.POSITIVE_INFINITY : (profit[k] as number) / w
      order[k] = k
    }
    if (count > FEW) {
      order.subarray(0, count).sort((a, b) => (worth[b] as number) - (worth[a] as number) || a - b)
      return
    }
    for (let k = 1; k < count; k++) {
      const thing = order[k] as number
      const is = worth[thing] as number
      let at = k
      while (at > 0 && (worth[order[at - 1] as number] as number) < is) {
        order[at] = order[at - 1] as number
        at--
      }
      order[at] = thing
    }
  }

  /**
   * Takes the worthiest until one has no room (Dantzig), and after it what still has: a choice that is good already. What
   * would make every choice worse than it by being left, or by being taken, is settled; the rest is a small table.
   */
  function reduced(count: number, room: number): number {
    let [left, sure, split] = [room, 0, 0]
    while ((weight[order[split] as number] as number) <= left) {
      left -= weight[order[split] as number] as number
      sure += profit[order[split++] as number] as number
    }
    const rate = worth[order[split] as number] as number
    let [good, still] = [sure, left]
    taken.fill(0, 0, count)
    for (let k = 0; k < count; k++) {
      const thing = order[k] as number
      if (k >= split && (weight[thing] as number) > still) continue
      taken[thing] = 1
      if (k < split) continue
      still -= weight[thing] as number
      good += profit[thing] as number
    }
    let [size, inside, all] = [0, room, 0]
    let settled = 0
    for (let k = 0; k < count; k++) {
      const thing = order[k] as number
      const [p, w] = [profit[thing] as number, weight[thing] as number]
      const other = k < split ? sure - p + (left + w) * rate : sure + p + (left - w) * rate
      if (other > good) {
        core[size++] = thing
        all += w
      } else if (k < split) {
        inside -= w
        settled += p
      }
    }
    bestValue = good
    tries = MOST_TRIES
    depth = 0
    found = NONE
    tryFrom(0, size, inside, settled)
    if (tries > 0) {
      if (found === NONE) return good
      settle(count, split, size)
      for (let k = 0; k < found; k++) taken[foundPath[k] as number] = 1
      return bestValue
    }
    if (size * (inside + 1) > MOST_CELLS) return inParts(count, split, left, sure)
    const value = byTable(size, inside, all, settled)
    if (value <= good) return good
    settle(count, split, size)
    takeByTable(size, inside)
    return value
  }

  /** Takes one more of the core's things after another; what is left of the room can hold no more than the worthiest next. */
  function tryFrom(first: number, size: number, left: number, value: number): void {
    if (value > bestValue) {
      bestValue = value
      found = depth
      foundPath.set(path.subarray(0, depth))
    }
    for (let k = first; k < size; k++) {
      const thing = core[k] as number
      if (value + left * (worth[thing] as number) <= bestValue || --tries <= 0) return
      const w = weight[thing] as number
      if (w > left) continue
      path[depth++] = thing
      tryFrom(k + 1, size, left - w, value + (profit[thing] as number))
      depth--
    }
  }

  /** Dynamic programming over the room. Cells that what is left can no longer fill up to the room are passed over. */
  function byTable(count: number, room: number, all: number, settled: number): number {
    const width = room + 1
    if (best.length < width) best = new Float64Array(width * 2)
    if (steps.length < count * width) steps = new Uint8Array(count * width * 2)
    best.fill(settled, 0, width)
    let after = all
    for (let k = 0; k < count; k++) {
      const w = weight[core[k] as number] as number
      const p = profit[core[k] as number] as number
      const row = k * width
      after -= w
      const low = Math.max(w, room - after)
      steps.fill(0, row + Math.max(0, room - after), row + width)
      for (let at = room; at >= low; at--) {
        const value = (best[at - w] as number) + p
        if (value > (best[at] as number)) {
          best[at] = value
          steps[row + at] = 1
        }
      }
    }
    return best[room] as number
  }

  function takeByTable(count: number, room: number): void {
    let at = room
    for (let k = count - 1; k >= 0; k--) {
      if (steps[k * (room + 1) + at] === 0) continue
      taken[core[k] as number] = 1
      at -= weight[core[k] as number] as number
    }
  }

  /** What is settled before the core is chosen from: the worthiest are taken, but for the core, and no other. */
  function settle(count: number, split: number, size: number): void {
    for (let k = 0; k < count; k++) taken[order[k] as number] = k < split ? 1 : 0
    for (let k = 0; k < size; k++) taken[core[k] as number] = 0
  }

  /** Dantzig's bound: of the first that has no room left the part that has. */
  function inParts(count: number, split: number, left: number, sure: number): number {
    const thing = order[split] as number
    for (let k = split; k < count; k++) taken[order[k] as number] = 0
    taken[thing] = left / (weight[thing] as number)
    return sure + left * (worth[thing] as number)
  }
}
