import { seeded } from '../../src/base/random.ts'
import type { Assignment } from '../../src/domain/planner/assignment/model.ts'
import { solveAssignment } from '../../src/domain/planner/assignment/solve.ts'
import type { Figure } from '../harness/figure.ts'
import { instanceOf } from '../planner/instances.ts'

const PLACES = 20_000
const EACH = 40
const ARCS = 40
const MOST_LOAD = 6
const ROOM = 1.2
const SECONDS = 10

/** Households of one to six, each to one of the forty nearest: far more of them than the public files have. */
export const sparseLoads: Figure = {
  figure: 'unequal loads, 20,000 × 500, the 40 nearest: gap to its own bound after 10 s',
  unit: '%',
  aim: 1,
  async measure(kit) {
    const a = households(kit.sized(PLACES))
    const began = performance.now()
    const { cost, bound } = solveAssignment(a, { stop: () => performance.now() - began > SECONDS * 1000 * kit.scale })
    if (cost === null || bound > cost) throw new Error(`cost ${cost}, bound ${bound}`)
    const simple = firstWithRoom(a)
    const gap = (of: number) => (100 * (of - bound)) / bound
    return {
      value: gap(cost),
      against: {
        what: 'each takes the nearest who has room',
        value: gap(simple),
        unit: '%',
        ratio: gap(cost) / gap(simple),
      },
      sizes: { places: a.start.length - 1, holders: a.capacity.length, arcs: ARCS, cost, bound, nearestCost: simple },
    }
  },
}

function households(places: number): Assignment {
  const holders = Math.max(1, Math.round(places / EACH))
  const t = instanceOf({ places, holders, arcs: Math.min(ARCS, holders), room: ROOM })
  const random = seeded(7)
  const own = Int32Array.from({ length: places }, () => 1 + Math.floor(random() * MOST_LOAD))
  const load = new Int32Array(t.to.length)
  for (const [place, each] of own.entries()) load.fill(each, t.start[place], t.start[place + 1])
  const room = Math.round((own.reduce((sum, each) => sum + each, 0) * ROOM) / holders)
  return { ...t, load, capacity: new Int32Array(holders).fill(room) }
}

function firstWithRoom({ start, to, cost, load, capacity, unserved }: Assignment): number {
  const room = capacity.slice()
  let sum = 0
  for (let place = 0; place + 1 < start.length; place++) {
    let arc = start[place] as number
    const end = start[place + 1] as number
    while (arc < end && (room[to[arc] as number] as number) < (load[arc] as number)) arc++
    sum += arc < end ? (cost[arc] as number) : (unserved?.[place] ?? 0)
    if (arc < end) room[to[arc] as number] = (room[to[arc] as number] as number) - (load[arc] as number)
  }
  return sum
}
