import { MusterError } from '../../../base/errors.ts'
import type { Network } from './network-file.ts'

/** Places that need so much, holders that have so much, and arcs between them: what a network comes to. */
export interface Bipartite {
  need: number[]
  room: number[]
  /** Of each place, its node in the file. */
  nodeOf: number[]
  /** Place, holder, capacity and cost of each arc. */
  arcs: { place: number; holder: number; capacity: number; cost: number }[]
  /** What flows that cannot be otherwise cost beside. */
  constant: number
}

/**
 * Reads a network as places and holders. Four ways of drawing one are known: supplies joined to demands; one source, arcs
 * to holders that carry their room, arcs on to places; the same with one sink behind the holders; and either with a source
 * and a sink where one of them only says what each place needs. Throws NETWORK_OTHER with the reason why it is none.
 */
export function bipartiteOf(network: Network): Bipartite {
  const supply = network.supply.slice()
  const total = checkBalance(supply)
  let arcs: Arc[] = []
  for (let k = 0; k < network.from.length; k++) {
    const [from, to] = [network.from[k] as number, network.to[k] as number]
    const capacity = Math.min(network.capacity[k] as number, total)
    if (capacity > 0) arcs.push({ from, to, capacity, cost: network.cost[k] as number })
  }
  const peeled = peel(arcs, supply)
  arcs = peeled.arcs
  const between = arcs.find(({ from, to }) => (supply[from] as number) <= 0 || (supply[to] as number) >= 0)
  const joined = between ? throughMiddle(arcs, supply) : direct(arcs, supply)
  return { ...joined, constant: peeled.constant }
}

interface Arc {
  from: number
  to: number
  capacity: number
  cost: number
}

function checkBalance(supply: Float64Array): number {
  let [out, into] = [0, 0]
  for (const each of supply) {
    if (each > 0) out += each
    else into -= each
  }
  if (out === into) return out
  throw other(`the supplies come to ${out} and the demands to ${into}: minimum-cost flow asks that they are the same`)
}

/**
 * A source whose arcs carry together just what it supplies has no choice, nor has a sink of that kind: its neighbours have
 * the flow themselves, and it is taken out of the network.
 */
function peel(arcs: Arc[], supply: Float64Array): { arcs: Arc[]; constant: number } {
  const [sources, sinks] = [ends(supply, 1), ends(supply, -1)]
  let constant = 0
  let rest = arcs
  for (const [node, own, across] of [
    [sources.length === 1 ? sources[0] : undefined, 'from', 'to'],
    [sinks.length === 1 ? sinks[0] : undefined, 'to', 'from'],
  ] as const) {
    if (node === undefined) continue
    const mine = rest.filter((arc) => arc[own] === node)
    const flow = supply[node] as number
    const full = mine.reduce((sum, arc) => sum + arc.capacity, 0) === Math.abs(flow)
    if (!full || mine.some((arc) => supply[arc[across]] !== 0)) continue
    for (const arc of mine) {
      supply[arc[across]] = (supply[arc[across]] as number) + Math.sign(flow) * arc.capacity
      constant += arc.capacity * arc.cost
    }
    supply[node] = 0
    rest = rest.filter((arc) => arc[own] !== node)
  }
  return { arcs: rest, constant }
}

function direct(arcs: readonly Arc[], supply: Float64Array): Omit<Bipartite, 'constant'> {
  const [sources, sinks] = [ends(supply, 1), ends(supply, -1)]
  // Each unit of a place becomes one of its own: the side with the fewest to a node is the one to take as places.
  const most = (nodes: readonly number[]) => nodes.reduce((n, node) => Math.max(n, Math.abs(supply[node] as number)), 0)
  const turned = most(sinks) < most(sources)
  const [places, holders] = turned ? [sinks, sources] : [sources, sinks]
  const [placeOf, holderOf] = [numbered(places), numbered(holders)]
  return {
    need: places.map((node) => Math.abs(supply[node] as number)),
    nodeOf: places,
    room: holders.map((node) => Math.abs(supply[node] as number)),
    arcs: arcs.map(({ from, to, ...arc }) => ({
      ...arc,
      place: placeOf.get(turned ? to : from) as number,
      holder: holderOf.get(turned ? from : to) as number,
    })),
  }
}

/** One source (or one sink), holders in the middle whose arcs to it carry their room, places on the other side. */
function throughMiddle(arcs: readonly Arc[], supply: Float64Array): Omit<Bipartite, 'constant'> {
  const [sources, sinks] = [ends(supply, 1), ends(supply, -1)]
  const turned = sources.length !== 1
  const [hub] = turned ? sinks : sources
  if (hub === undefined || (turned && sinks.length !== 1)) {
    throw other('there are nodes between supplies and demands, but neither one source nor one sink that joins them')
  }
  const flows = turned ? arcs.map(({ from, to, ...arc }) => ({ from: to, to: from, ...arc })) : arcs
  const places = turned ? sources : sinks
  const placeOf = numbered(places)
  const room: number[] = []
  const holders = new Map<number, { holder: number; cost: number }[]>()
  const result: Bipartite['arcs'] = []
  for (const { from, to, capacity, cost } of flows) {
    if (from !== hub) continue
    const holder = room.push(capacity) - 1
    const place = placeOf.get(to)
    // An arc past the holders is a holder of the place's own: what it costs to leave the place to nobody, as a rule.
    if (place !== undefined) result.push({ place, holder, capacity, cost })
    else holders.set(to, [...(holders.get(to) ?? []), { holder, cost }])
  }
  for (const { from, to, capacity, cost } of flows) {
    if (from === hub) continue
    const place = placeOf.get(to)
    if (to === hub || place === undefined || placeOf.has(from)) {
      throw other(
        `an arc joins the nodes ${turned ? to : from} and ${turned ? from : to}: not source, holder and place in turn`,
      )
    }
    const copies = holders.get(from) ?? []
    if (copies.length > 1 && capacity < Math.abs(supply[to] as number)) {
      throw other(`node ${from} has several arcs of room, and one to a place that carries less than the place needs`)
    }
    for (const copy of copies) {
      if (cost + copy.cost >= 2 ** 30)
        throw other(`the arcs by node ${from} cost ${cost + copy.cost} together: below 2^30`)
      result.push({ place, holder: copy.holder, capacity, cost: cost + copy.cost })
    }
  }
  return { need: places.map((node) => Math.abs(supply[node] as number)), nodeOf: places, room, arcs: result }
}

function ends(supply: Float64Array, sign: number): number[] {
  const found: number[] = []
  for (let node = 1; node < supply.length; node++) if (Math.sign(supply[node] as number) === sign) found.push(node)
  return found
}

function numbered(nodes: readonly number[]): Map<number, number> {
  return new Map(nodes.map((node, k) => [node, k]))
}

function other(why: string): MusterError {
  return new MusterError('NETWORK_OTHER', { why })
}
