import type { Transport } from '../transport/model.ts'
import { solveTransport } from '../transport/solve.ts'
import type { Assignment } from './model.ts'

/** The plan of least cost, could places be split. */
export interface Split {
  /** What each place pays for all its load, at the holders' prices. */
  price: Float64Array
  /** Of each place, the arc by which all of it was given; -1: it was split, or left over. */
  arcOf: Int32Array
}

/** Arcs of parts, at most: where there would be more, a part is several units of load. */
const MOST_ARCS = 4_000_000
/** What a part costs at most; a fraction of it where nothing may be left over, which has to be dearer than any way round. */
const LARGEST = 2 ** 30 - 2
const DEARER = 64
const NOBODY = -1

/**
 * A place that asks the same of everybody can be thought of as so many parts, each for whoever costs least: a transport
 * problem, which is solved exactly and at once, however large. Few places are split in its plan, fewer than there are
 * holders without room; and its prices are those of the linear relaxation, so that the bound begins there instead of coming
 * there by a thousand steps. Null where places ask more of one holder than of another, or a cost is below 0.
 */
export function split(a: Assignment): Split | null {
  if (a.atMost !== undefined || a.cost.some((cost) => cost < 0) || a.unserved?.some((cost) => cost < 0)) return null
  const load = loadsOf(a)
  if (!load) return null
  const parts = partsOf(a, load)
  const { t, origin, scale } = inParts(a, parts)
  const { arcOf: given, price: perPart } = solveTransport(t)
  const price = new Float64Array(load.length)
  const arcOf = new Int32Array(load.length).fill(NOBODY)
  let part = 0
  for (let place = 0; place < load.length; place++) {
    const count = parts.count[place] as number
    let least = a.unserved?.[place] ?? Number.POSITIVE_INFINITY
    for (let arc = a.start[place] as number; arc < (a.start[place + 1] as number); arc++) {
      const holder = a.to[arc] as number
      if ((load[place] as number) > (a.capacity[holder] as number)) continue
      least = Math.min(least, (a.cost[arc] as number) + (count * (perPart[holder] as number)) / scale)
    }
    price[place] = least
    for (let k = 0; k < count; k++, part++) {
      const arc = origin[given[part] as number] ?? NOBODY
      arcOf[place] = k === 0 || arc === arcOf[place] ? arc : NOBODY
    }
  }
  return { price, arcOf }
}

/** What each place asks of everybody; null where it is not the same. */
function loadsOf({ start, load }: Assignment): Int32Array | null {
  const loads = new Int32Array(start.length - 1)
  for (let place = 0; place < loads.length; place++) {
    const [first, end] = [start[place] as number, start[place + 1] as number]
    if (first < end) loads[place] = load[first] as number
    for (let arc = first; arc < end; arc++) if (load[arc] !== loads[place]) return null
  }
  return loads
}

interface Parts {
  /** Of each place; 0 for what asks for nothing. */
  count: Int32Array
  /** The load of a part. */
  unit: number
  arcs: number
}

function partsOf({ start }: Assignment, load: Int32Array): Parts {
  for (let unit = 1; ; unit *= 2) {
    const count = load.map((each) => (each === 0 ? 0 : Math.max(1, Math.round(each / unit))))
    const arcs = count.reduce((sum, n, i) => sum + n * ((start[i + 1] as number) - (start[i] as number)), 0)
    if (arcs <= MOST_ARCS || count.every((n) => n <= 1)) return { count, unit, arcs }
  }
}

/** `origin` tells of each arc of the parts whose it is. Costs are times `scale`, as large as may be: little is lost by rounding. */
function inParts(a: Assignment, { count, unit, arcs }: Parts): { t: Transport; origin: Int32Array; scale: number } {
  const parts = count.reduce((sum, n) => sum + n, 0)
  const scale = LARGEST / (a.unserved ? 1 : DEARER) / dearest(a, count)
  const [start, unserved] = [new Int32Array(parts + 1), new Int32Array(parts).fill(LARGEST)]
  const [to, cost, origin] = [new Int32Array(arcs), new Int32Array(arcs), new Int32Array(arcs)]
  let [part, used] = [0, 0]
  for (let place = 0; place < count.length; place++) {
    const n = count[place] as number
    for (let k = 0; k < n; k++) {
      for (let arc = a.start[place] as number; arc < (a.start[place + 1] as number); arc++) {
        if ((a.load[arc] as number) > (a.capacity[a.to[arc] as number] as number)) continue
        to[used] = a.to[arc] as number
        cost[used] = Math.round(((a.cost[arc] as number) / n) * scale)
        origin[used++] = arc
      }
      if (a.unserved) unserved[part] = Math.round(((a.unserved[place] as number) / n) * scale)
      start[++part] = used
    }
  }
  const capacity = a.capacity.map((room) => Math.floor(room / unit))
  return { t: { start, to: to.subarray(0, used), cost: cost.subarray(0, used), unserved, capacity }, origin, scale }
}

/** What a part costs at most. */
function dearest({ start, cost, unserved }: Assignment, count: Int32Array): number {
  let most = 1
  for (let place = 0; place < count.length; place++) {
    const n = Math.max(1, count[place] as number)
    most = Math.max(most, (unserved?.[place] ?? 0) / n)
    for (let arc = start[place] as number; arc < (start[place + 1] as number); arc++)
      most = Math.max(most, (cost[arc] as number) / n)
  }
  return most
}
