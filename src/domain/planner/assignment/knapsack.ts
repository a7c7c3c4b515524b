/** Cells of a table of best values: beyond it a knapsack is only bounded, by letting one thing be taken in part. */
const MOST_CELLS = 4_000_000

/**
 * The best of some things to take that have room together. Things are written into `profit` (above 0) and `weight` (from
 * 0, at most the room), then `fill` tells what the best choice is worth and leaves in `taken` how much of each is taken.
 */
export interface Knapsack {
  profit: Float64Array
  weight: Int32Array
  /** 0 or 1, or a part where the table would be too large: then `fill` tells what no choice can exceed. */
  taken: Float64Array
  /** Makes room for so many things. */
  reserve(count: number): void
  fill(count: number, room: number): number
}

export function knapsack(): Knapsack {
  let best = new Float64Array(0)
  let steps = new Uint8Array(0)

  const self: Knapsack = {
    profit: new Float64Array(64),
    weight: new Int32Array(64),
    taken: new Float64Array(64),
    reserve(count) {
      if (count <= self.profit.length) return
      const size = Math.max(count, self.profit.length * 2)
      self.profit = new Float64Array(size)
      self.weight = new Int32Array(size)
      self.taken = new Float64Array(size)
    },
    fill(count, room) {
      let [all, worth] = [0, 0]
      for (let k = 0; k < count; k++) {
        all += self.weight[k] as number
        worth += self.profit[k] as number
      }
      if (all <= room) {
        self.taken.fill(1, 0, count)
        return worth
      }
      return count * (room + 1) > MOST_CELLS ? inParts(count, room) : byTable(count, room, all)
    },
  }
  return self

  /** Dynamic programming over the room. Cells that what is left can no longer fill up to the room are passed over. */
  function byTable(count: number, room: number, all: number): number {
    const { profit, weight, taken } = self
    const width = room + 1
    if (best.length < width) best = new Float64Array(width * 2)
    if (steps.length < count * width) steps = new Uint8Array(count * width * 2)
    best.fill(0, 0, width)
    let after = all
    for (let k = 0; k < count; k++) {
      const w = weight[k] as number
      const p = profit[k] as number
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
    let at = room
    for (let k = count - 1; k >= 0; k--) {
      const take = steps[k * width + at] as number
      taken[k] = take
      if (take === 1) at -= weight[k] as number
    }
    return best[room] as number
  }

  /** Dantzig's bound: the most worth for its weight first, and of the one that has no room left the part that has. */
  function inParts(count: number, room: number): number {
    const { profit, weight, taken } = self
    const worth = (k: number) => (profit[k] as number) / (weight[k] as number)
    const order = Array.from({ length: count }, (_, k) => k).sort((a, b) => worth(b) - worth(a) || a - b)
    let [left, value] = [room, 0]
    for (const k of order) {
      const w = weight[k] as number
      const part = w <= left ? 1 : left / w
      taken[k] = part
      left -= w * part
      value += (profit[k] as number) * part
    }
    return value
  }
}
