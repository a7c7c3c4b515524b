import { MusterError } from '../../../base/errors.ts'
import { short } from './numbers.ts'

/** A minimum-cost flow as its file tells it. Nodes are numbered from 1; `supply` is above 0 where flow begins. */
export interface Network {
  nodes: number
  supply: Float64Array
  from: Int32Array
  to: Int32Array
  /** Flow that an arc can carry, from 0, and what a unit of it costs. */
  capacity: Float64Array
  cost: Int32Array
}

/** Costs are below this. */
const LARGEST = 2 ** 30

/**
 * Reads DIMACS' format for minimum-cost flow (First DIMACS Challenge, 1991): `c` a comment, `p min NODES ARCS` once, then
 * `n NODE SUPPLY` and `a FROM TO LOW CAPACITY COST`. Throws PLAN_FILE with the line and what is wrong in it; what the
 * transport solver has no words for is refused here where a line alone shows it: lower bounds, negative costs and
 * capacities, arcs from a node to itself.
 */
export function readNetwork(text: string): Network {
  let [line, nodes, declared, count] = [0, -1, 0, 0]
  let supply = new Float64Array(0)
  let seen = new Uint8Array(0)
  let arcs: Omit<Network, 'nodes' | 'supply'> | null = null

  const fault = (what: string) => new MusterError('PLAN_FILE', { line, what })
  const whole = (word: string | undefined, what: string, least: number, most: number): number => {
    const value = word === undefined || !/^[-+]?\d+$/.test(word) ? Number.NaN : Number(word)
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value
    const is = word === undefined ? 'missing' : `"${short(word)}"`
    throw fault(`${what} is ${is} and should be a whole number from ${least} to ${most}`)
  }
  const words = (found: string[], usual: string, size: number) => {
    if (found.length !== size) throw fault(`it has ${found.length} words, and should be "${usual}"`)
  }

  for (const raw of text.split('\n')) {
    line++
    const found = raw.trim().split(/\s+/)
    const [kind = ''] = found
    if (kind === '' || kind === 'c') continue
    if (kind === 'p') problem(found)
    else if (nodes < 0) throw fault(`"${short(kind)}" comes before the line "p min NODES ARCS"`)
    else if (kind === 'n') node(found)
    else if (kind === 'a') arc(found)
    else throw fault(`"${short(kind)}" begins no line of this format: c, p, n and a do`)
  }
  if (!arcs) throw fault('there is no line "p min NODES ARCS"')
  if (count < declared) throw fault(`${declared} arcs are declared and ${count} are there: the file is cut off`)
  return { nodes, supply, ...(arcs as Omit<Network, 'nodes' | 'supply'>) }

  function problem(found: string[]): void {
    if (nodes >= 0) throw fault('there is a second line "p": one problem a file')
    if (found[1] !== 'min')
      throw fault(`the problem is "${short(found[1] ?? '')}": only min, minimum-cost flow, is solved`)
    words(found, 'p min NODES ARCS', 4)
    nodes = whole(found[2], 'the number of nodes', 1, LARGEST)
    declared = whole(found[3], 'the number of arcs', 0, LARGEST)
    // A node that is in no line has nothing to say, so that a file of some bytes cannot have more than this.
    const most = Math.ceil(text.length / 2) + 1
    if (nodes > most || declared > most) {
      throw fault(`${nodes} nodes and ${declared} arcs are declared, more than the file holds`)
    }
    supply = new Float64Array(nodes + 1)
    seen = new Uint8Array(nodes + 1)
    arcs = {
      from: new Int32Array(declared),
      to: new Int32Array(declared),
      capacity: new Float64Array(declared),
      cost: new Int32Array(declared),
    }
  }

  function node(found: string[]): void {
    words(found, 'n NODE SUPPLY', 3)
    const id = whole(found[1], 'the node', 1, nodes)
    if (seen[id] === 1) throw fault(`node ${id} has a supply already`)
    seen[id] = 1
    supply[id] = whole(found[2], 'the supply', -LARGEST, LARGEST)
  }

  function arc(found: string[]): void {
    words(found, 'a FROM TO LOW CAPACITY COST', 6)
    if (count === declared || !arcs) throw fault(`there are more arcs than the ${declared} that are declared`)
    const from = whole(found[1], 'the node that the arc comes from', 1, nodes)
    const to = whole(found[2], 'the node that the arc goes to', 1, nodes)
    if (from === to) throw fault(`the arc goes from node ${from} to itself, which a plan has no meaning for`)
    const low = whole(found[3], 'the lower bound', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const capacity = whole(found[4], 'the capacity', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const cost = whole(found[5], 'the cost', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    if (low !== 0) throw fault(`the arc has the lower bound ${low}: only 0 is solved`)
    if (capacity < 0) throw fault(`the arc has the capacity ${capacity}: from 0`)
    if (cost < 0) throw fault(`the arc has the cost ${cost}: negative costs are not solved`)
    if (cost >= LARGEST) throw fault(`the arc has the cost ${cost}: below ${LARGEST}`)
    arcs.from[count] = from
    arcs.to[count] = to
    arcs.capacity[count] = capacity
    arcs.cost[count++] = cost
  }
}
