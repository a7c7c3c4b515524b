import { eachRow } from './ids.ts'
import { FREE, GONE, type Ground, HELD, type Picture, STATES, type Standing, stateOfBits, UNKNOWN } from './model.ts'

/** Where something is required, row by row: what changes seldom, and is kept while gaps come and go. */
export function requiredAt(ground: Ground, standing: Pick<Standing, 'required' | 'known'>): Uint8Array {
  const states = new Uint8Array(ground.count).fill(standing.known ? FREE : UNKNOWN)
  eachRow(ground.ids, standing.required, (row) => {
    states[row] = HELD
  })
  return states
}

/** Each row's state at a moment, from where something is required and what is a gap or sure there. */
export function statesAt(
  ground: Ground,
  at: Date,
  required: Uint8Array,
  { gaps, bits }: Pick<Standing, 'gaps' | 'bits'>,
): Uint8Array {
  const states = required.slice()
  eachRow(ground.ids, gaps, (row, k) => {
    states[row] = stateOfBits(bits[k] as number)
  })
  for (const [row, [opened, closed]] of ground.spells) {
    if (at.getTime() < opened || at.getTime() >= closed) states[row] = GONE
  }
  return states
}

/** Points of a block, whose states are added up together: a list for every point is megabytes to be made at each change. */
const BLOCK = 256
/** GONE among them, which is no state and is left out at the end. */
const KINDS = STATES.length + 1

/** States added up along the curve, block by block: of block b, how many there are before it in each state. */
export function addUp({ order }: Ground, states: Uint8Array): Uint32Array {
  const sums = new Uint32Array((Math.ceil(order.length / BLOCK) + 1) * KINDS)
  for (let i = 0, at = 0; i < order.length; i++) {
    if (i % BLOCK === 0) {
      sums.copyWithin(at + KINDS, at, at + KINDS)
      at += KINDS
    }
    const own = at + (states[order[i] as number] as number)
    sums[own] = (sums[own] as number) + 1
  }
  return sums
}

/** How many of the points from `from` up to `to` along the curve are in each state. */
export function countAlong(
  { order }: Ground,
  { states, sums }: Pick<Picture, 'states' | 'sums'>,
  from: number,
  to: number,
): number[] {
  const counts = new Int32Array(KINDS)
  const add = (upTo: number, sign: 1 | -1) => {
    const block = Math.floor(upTo / BLOCK)
    for (let s = 0; s < KINDS; s++) counts[s] = (counts[s] as number) + sign * (sums[block * KINDS + s] as number)
    for (let i = block * BLOCK; i < upTo; i++) {
      const state = states[order[i] as number] as number
      counts[state] = (counts[state] as number) + sign
    }
  }
  add(to, 1)
  add(from, -1)
  return [...counts.subarray(0, STATES.length)]
}
