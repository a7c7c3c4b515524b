import { MusterError } from '../../../base/errors.ts'
import type { Transport } from '../transport/model.ts'
import { type Bipartite, bipartiteOf } from './bipartite.ts'
import { readNetwork } from './network-file.ts'

/** A network as a transport problem. Its plans cost `constant` more than the problem's. */
export interface FromNetwork {
  problem: Transport
  constant: number
  /** What the file told. */
  nodes: number
  arcs: number
}

/** Above what any plan may cost for one place; below the 2^30 of a price. */
const UNSERVED = 2 ** 30 - 1
/** Units and arcs that are made of a network at most: some gigabytes. */
const MOST = 50_000_000

/**
 * Reads a minimum-cost flow in DIMACS' format whose network is bipartite, as a transport problem of the same cost. Throws
 * PLAN_FILE where a line is wrong, NETWORK_OTHER with the reason where the network is another.
 */
export function readTransport(text: string): FromNetwork {
  const network = readNetwork(text)
  const b = bipartiteOf(network)
  const binding = tight(b)
  const simple = b.need.every((need, place) => binding[place] === 'none' || (binding[place] === 'all' && need > 0))
  const problem = simple && !hasTwice(b) ? byPlace(b, binding) : byArc(b)
  return { problem, constant: b.constant, nodes: network.nodes, arcs: network.from.length }
}

type Tight = 'none' | 'all' | 'some'

/** Of each place, whether what its arcs can carry matters: for none of them, or all carry one, or neither. */
function tight({ need, room, arcs }: Bipartite): Tight[] {
  const loose = new Uint8Array(need.length)
  const single = new Uint8Array(need.length)
  const odd = new Uint8Array(need.length)
  for (const { place, holder, capacity } of arcs) {
    const most = Math.min(need[place] as number, room[holder] as number)
    if (most <= 1) continue
    if (capacity >= most) loose[place] = 1
    else if (capacity === 1) single[place] = 1
    else odd[place] = 1
  }
  return need.map((_, place) => {
    if (odd[place] === 1 || (loose[place] === 1 && single[place] === 1)) return 'some'
    return single[place] === 1 ? 'all' : 'none'
  })
}

function hasTwice({ arcs, room }: Bipartite): boolean {
  const seen = new Set<number>()
  for (const { place, holder } of arcs) seen.add(place * room.length + holder)
  return seen.size < arcs.length
}

/** A place of which no arc is tight becomes as many places as it needs; one with arcs for one each, a place that needs several. */
function byPlace({ need, room, arcs }: Bipartite, binding: readonly Tight[]): Transport {
  const own: Bipartite['arcs'][] = need.map(() => [])
  for (const arc of arcs) own[arc.place]?.push(arc)
  const copies = need.map((each, place) => (binding[place] === 'none' ? each : 1))
  refuseAbove(copies.reduce((sum, n, place) => sum + n * Math.max(1, own[place]?.length ?? 0), 0))
  const start = [0]
  const [to, cost, needs]: [number[], number[], number[]] = [[], [], []]
  for (let place = 0; place < need.length; place++) {
    for (let copy = 0; copy < (copies[place] as number); copy++) {
      for (const arc of own[place] as Bipartite['arcs']) {
        to.push(arc.holder)
        cost.push(arc.cost)
      }
      start.push(to.length)
      needs.push(binding[place] === 'none' ? 1 : (need[place] as number))
    }
  }
  return transport(start, to, cost, needs, room)
}

/**
 * The general case: each unit that an arc can carry becomes a place that goes either to the arc's holder, at its cost, or
 * back to the arc's own place, at none. The place has room for just those that it does not need, so that it keeps its need
 * on the way (Ford and Fulkerson's network without capacities).
 */
function byArc({ need, room, nodeOf, arcs }: Bipartite): Transport {
  const units = arcs.map(({ place, holder, capacity }) =>
    Math.min(capacity, need[place] as number, room[holder] as number),
  )
  refuseAbove(units.reduce((sum, n) => sum + 2 * n, 0))
  const back = need.map((n) => -n)
  for (const [k, { place }] of arcs.entries()) back[place] = (back[place] as number) + (units[k] as number)
  const short = back.findIndex((n) => n < 0)
  if (short !== -1) throw new MusterError('PLAN_IMPOSSIBLE', { where: `node ${nodeOf[short]}`, what: TOO_LITTLE })
  const start = [0]
  const [to, cost]: [number[], number[]] = [[], []]
  for (const [k, arc] of arcs.entries()) {
    for (let unit = 0; unit < (units[k] as number); unit++) {
      to.push(arc.holder, room.length + arc.place)
      cost.push(arc.cost, 0)
      start.push(to.length)
    }
  }
  return transport(start, to, cost, new Array<number>(start.length - 1).fill(1), [...room, ...back])
}

const TOO_LITTLE = 'needs more than its arcs can carry'

function transport(start: number[], to: number[], cost: number[], need: number[], room: number[]): Transport {
  return {
    start: Int32Array.from(start),
    to: Int32Array.from(to),
    cost: Int32Array.from(cost),
    need: need.every((n) => n === 1) ? undefined : Int32Array.from(need),
    unserved: new Int32Array(need.length).fill(UNSERVED),
    capacity: Int32Array.from(room),
  }
}

function refuseAbove(size: number): void {
  if (size <= MOST) return
  throw new MusterError('NETWORK_OTHER', {
    why: `it comes to ${size} units on arcs, more than the ${MOST} solved here`,
  })
}
