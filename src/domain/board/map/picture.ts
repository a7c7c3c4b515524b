import { eachRow } from './ids.ts'
import { FREE, GONE, type Ground, HELD, LATE, STATES, type Standing, UNHELD, UNHELD_BIT, UNKNOWN } from './model.ts'

/** Where something is required, row by row: what changes seldom, and is kept while gaps come and go. */
export function requiredAt(ground: Ground, standing: Pick<Standing, 'required' | 'known'>): Uint8Array {
  const states = new Uint8Array(ground.count).fill(standing.known ? FREE : UNKNOWN)
  eachRow(ground.ids, standing.required, (row) => {
    states[row] = HELD
  })
  return states
}

/** Each row's state at a moment, from where something is required and the gaps there. */
export function statesAt(
  ground: Ground,
  at: Date,
  required: Uint8Array,
  { gaps, bits }: Pick<Standing, 'gaps' | 'bits'>,
): Uint8Array {
  const states = required.slice()
  eachRow(ground.ids, gaps, (row, k) => {
    states[row] = ((bits[k] as number) & UNHELD_BIT) === 0 ? LATE : UNHELD
  })
  for (const [row, [opened, closed]] of ground.spells) {
    if (at.getTime() < opened || at.getTime() >= closed) states[row] = GONE
  }
  return states
}

/** States added up along the curve, a list a state: how many there are in any stretch is then one subtraction each. */
export function addUp(ground: Ground, states: Uint8Array): Uint32Array[] {
  const n = ground.order.length
  const sums = STATES.map(() => new Uint32Array(n + 1))
  const running = new Uint32Array(STATES.length + 1)
  for (let i = 0; i < n; i++) {
    const state = states[ground.order[i] as number] as number
    running[state] = (running[state] as number) + 1
    for (let s = 0; s < sums.length; s++) (sums[s] as Uint32Array)[i + 1] = running[s] as number
  }
  return sums
}
