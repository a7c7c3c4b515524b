/**
 * The thread in which a plan is made, since that is one long computation: a large one would hold up every request, and a
 * signal to stop, for as long.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { type Details, type ErrorCode, MusterError } from '../../base/errors.ts'
import { type Filling, fill } from '../../domain/gaps/fill.ts'
import type { Filled } from '../../domain/gaps/filled.ts'
import { type Format, type SolvedFile, solveFile } from '../../domain/planner/formats/solve-file.ts'
import { leastCost } from '../../domain/planner/least-cost.ts'

/** What is to be planned: gaps, or a file of a public family in so many seconds. */
export type PlanTask =
  | { is: 'gaps'; filling: Filling }
  | { is: 'file'; bytes: Uint8Array; format: Format; seconds: number }

/** What the thread is told, and a flag that is set when it is to stop. */
export interface ThreadTask {
  task: PlanTask
  stop: Int32Array
}

export type FromPlanner =
  | { is: 'progress'; done: number; of: number }
  | { is: 'bounded'; cost: number | null; bound: number }
  | { is: 'filled'; filled: Filled }
  | { is: 'solved'; solved: SolvedFile; seconds: number }
  | { is: 'refused'; code: ErrorCode; details: Details }

/** No more often than this is told how far it is. */
const TOLD_EVERY_MS = 500

const { task, stop } = workerData as ThreadTask
const began = performance.now()
let toldAt = Number.NEGATIVE_INFINITY
const send = (message: FromPlanner) => parentPort?.postMessage(message)
const tell = (message: FromPlanner) => {
  const now = performance.now()
  if (now - toldAt < TOLD_EVERY_MS) return
  toldAt = now
  send(message)
}
const asked = () => Atomics.load(stop, 0) === 1

try {
  if (task.is === 'gaps') {
    const onProgress = (done: number, of: number) => tell({ is: 'progress', done, of })
    send({ is: 'filled', filled: fill(task.filling, leastCost, { stop: asked, onProgress }) })
  } else {
    const { bytes, format, seconds } = task
    toldAt = began
    const solved = solveFile(new TextDecoder().decode(bytes), format, {
      stop: () => asked() || performance.now() - began > seconds * 1000,
      onProgress: (cost, bound) => tell({ is: 'bounded', cost, bound }),
    })
    send({ is: 'solved', solved, seconds: (performance.now() - began) / 1000 })
  }
} catch (error) {
  // What nobody foresaw ends the thread, and is told to whoever began it.
  if (!(error instanceof MusterError)) throw error
  send({ is: 'refused', code: error.code, details: error.details })
}
