import { MusterError } from '../../../base/errors.ts'
import type { Effort } from '../assignment/model.ts'
import { solveAssignment } from '../assignment/solve.ts'
import { solveMedians } from '../medians/solve.ts'
import type { Transport } from '../transport/model.ts'
import { solveTransport } from '../transport/solve.ts'
import { readAssignment } from './assignment-file.ts'
import { readLinear } from './linear-file.ts'
import { readMedians } from './medians-file.ts'
import { readTransport } from './transport-file.ts'

export const FORMATS = ['lap', 'gap', 'pmed', 'transport'] as const
export type Format = (typeof FORMATS)[number]

/** What a file's problem came to. */
export interface SolvedFile {
  format: Format
  /** How large it is, in the words of its family. */
  sizes: Record<string, number>
  cost: number
  /** What every plan costs at least. */
  bound: number
  /** How far the cost is above the bound, as a share of the bound. */
  gap: number
  /** No plan is cheaper. */
  optimal: boolean
  /** What is to be known beside: problems in the file that were not read. */
  notes: string[]
}

/**
 * Reads a problem of a public family and solves it, as well as the effort allows. Throws PLAN_FILE or NETWORK_OTHER for a
 * file that cannot be read, PLAN_INVALID and PLAN_IMPOSSIBLE for a problem without any plan, PLAN_LATE where none was found
 * before the effort ended.
 */
export function solveFile(text: string, format: Format, effort: Effort): SolvedFile {
  if (format === 'gap') {
    const { problem, others } = readAssignment(text)
    const sizes = { holders: problem.capacity.length, places: problem.start.length - 1 }
    return told(format, sizes, solveAssignment(problem, effort), 0, others)
  }
  if (format === 'pmed') {
    const { problem, others, stated } = readMedians(text)
    const sizes = { points: problem.demand.length, medians: problem.count, ...(stated === null ? {} : { stated }) }
    return told(format, sizes, solveMedians(problem, effort), 0, others)
  }
  if (format === 'lap') {
    const problem = readLinear(text)
    return told(format, { rows: problem.capacity.length }, solveWhole(problem, effort), 0, 0)
  }
  const { problem, constant, nodes, arcs } = readTransport(text)
  return told(format, { nodes, arcs }, solveWhole(problem, effort), constant, 0)
}

/** A transport problem in which nothing may be left to nobody. */
function solveWhole(problem: Transport, { stop, onProgress }: Effort): { cost: number | null; bound: number } {
  let stopped = false
  const asked = () => {
    stopped ||= stop?.() ?? false
    return stopped
  }
  const { cost, bound, unserved } = solveTransport(problem, { stop: asked })
  if (unserved === 0) {
    onProgress?.(cost, bound)
    return { cost, bound }
  }
  if (stopped) return { cost: null, bound }
  // Leaving some out was cheapest, whatever it cost. At no cost for anything else it shows whether it had to be.
  const free = { ...problem, cost: new Int32Array(problem.cost.length), unserved: problem.unserved.map(() => 1) }
  const left = solveTransport(free).unserved
  if (left === 0)
    throw new MusterError('NETWORK_OTHER', { why: 'its costs together reach 2^30, above what can be proved' })
  throw new MusterError('PLAN_IMPOSSIBLE', {
    where: `of what is needed, ${left}`,
    what: 'finds no way through the network',
  })
}

function told(
  format: Format,
  sizes: Record<string, number>,
  { cost, bound }: { cost: number | null; bound: number },
  constant: number,
  others: number,
): SolvedFile {
  if (cost === null) throw new MusterError('PLAN_LATE', { bound: bound + constant })
  const whole = { cost: cost + constant, bound: bound + constant }
  const notes = others > 0 ? [`The file holds ${others} more problems: only its first was solved.`] : []
  return { format, sizes, ...whole, gap: gapOf(whole.cost, whole.bound), optimal: cost === bound, notes }
}

function gapOf(cost: number, bound: number): number {
  return (cost - bound) / Math.max(1, Math.abs(bound))
}
