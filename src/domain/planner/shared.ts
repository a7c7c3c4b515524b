import type { Choice } from './choices.ts'
import type { Slices } from './slices.ts'
import { newHeap, pop, push } from './transport/heap.ts'

/** A plan in numbers: who has each place, and what the holders' rooms are worth. */
export interface Shared {
  /** Of each place, the positions in its choice of those who have it. */
  given: number[][]
  /** Of each holder, what one place more would cost all: what a new choice has to beat. */
  price: Float64Array
  cost: number
}

const NOWHERE = -1

/**
 * The same problem where a place needs several holders and a holder has several slices: then two slices of one holder are no
 * two holders, which the transport problem cannot say. So it is solved as the flow that it is, by successive shortest paths
 * from the places over holders and slices. Exact, and slower: for the few places that need several, not for households.
 */
export function solveShared(
  choices: readonly Choice[],
  need: Int32Array,
  unserved: Int32Array,
  slices: Slices,
): Shared {
  const places = choices.length
  const holders = slices.first.length - 1
  const [source, sink] = [0, 1]
  const placeAt = (i: number) => 2 + i
  const holderAt = (h: number) => 2 + places + h
  const net = network(2 + places + holders)
  let flow = 0
  const arcs: number[][] = []
  for (const [i, { to, cost }] of choices.entries()) {
    net.join(source, placeAt(i), need[i] as number, 0)
    net.join(placeAt(i), sink, need[i] as number, unserved[i] as number)
    arcs.push(Array.from(to, (h, k) => net.join(placeAt(i), holderAt(h), 1, cost[k] as number)))
    flow += need[i] as number
  }
  for (const [slice, h] of slices.holder.entries()) {
    net.join(holderAt(h), sink, slices.room[slice] as number, slices.price[slice] as number)
  }
  let cost = 0
  while (flow > 0) {
    const { amount, far } = net.augment(source, sink)
    flow -= amount
    cost += amount * far
  }
  const price = Float64Array.from({ length: holders }, (_, h) => net.between(holderAt(h), sink))
  return { given: arcs.map((own) => [...own.keys()].filter((k) => net.used(own[k] as number))), price, cost }
}

interface Network {
  /** An arc with its room and cost; its number. */
  join(from: number, to: number, room: number, cost: number): number
  /** Sends what the cheapest way takes: how much that is, and what each costs. */
  augment(source: number, sink: number): { amount: number; far: number }
  used(arc: number): boolean
  /** What the way from a node to another costs at least, by the potentials. */
  between(from: number, to: number): number
}

/** A network whose arcs lie in pairs, there and back: arc `a` goes back as `a ^ 1`. */
function network(nodes: number): Network {
  const head = new Int32Array(nodes).fill(NOWHERE)
  const [next, to, room, cost]: [number[], number[], number[], number[]] = [[], [], [], []]
  const potential = new Float64Array(nodes)
  const distance = new Float64Array(nodes)
  const by = new Int32Array(nodes)
  const open = newHeap()
  const at = (list: ArrayLike<number>, i: number) => list[i] as number

  function add(from: number, target: number, wide: number, price: number): void {
    next.push(at(head, from))
    head[from] = to.push(target) - 1
    room.push(wide)
    cost.push(price)
  }

  function search(source: number, sink: number): void {
    distance.fill(Number.POSITIVE_INFINITY)
    distance[source] = 0
    open.size = 0
    push(open, 0, source)
    while (open.size > 0) {
      const reached = at(open.pairs, 0)
      const node = pop(open)
      if (reached > at(distance, node)) continue
      if (node === sink) break
      for (let arc = at(head, node); arc !== NOWHERE; arc = at(next, arc)) {
        if (at(room, arc) === 0) continue
        const target = at(to, arc)
        const there = reached + at(cost, arc) + at(potential, node) - at(potential, target)
        if (there >= at(distance, target) || there >= at(distance, sink)) continue
        distance[target] = there
        by[target] = arc
        push(open, there, target)
      }
    }
  }

  return {
    join(from, target, wide, price) {
      add(from, target, wide, price)
      add(target, from, 0, -price)
      return to.length - 2
    },
    augment(source, sink) {
      search(source, sink)
      const far = at(distance, sink)
      for (let node = 0; node < nodes; node++) {
        potential[node] = at(potential, node) + Math.min(far, at(distance, node))
      }
      let amount = Number.POSITIVE_INFINITY
      for (let node = sink; node !== source; node = at(to, at(by, node) ^ 1)) {
        amount = Math.min(amount, at(room, at(by, node)))
      }
      for (let node = sink; node !== source; node = at(to, at(by, node) ^ 1)) {
        const arc = at(by, node)
        room[arc] = at(room, arc) - amount
        room[arc ^ 1] = at(room, arc ^ 1) + amount
      }
      return { amount, far: at(potential, sink) - at(potential, source) }
    },
    used: (arc) => at(room, arc) === 0,
    between: (from, target) => at(potential, target) - at(potential, from),
  }
}
