import { parentPort, workerData } from 'node:worker_threads'
import { type Format, type SolvedFile, solveFile } from '../../../domain/planner/formats/solve-file.ts'
import { exitOf, type Failure, failureOf } from '../failure.ts'

/** What the thread is told: the file's bytes, how long it may take, and a flag that is set when it is to stop. */
export interface SolveTask {
  bytes: Uint8Array
  format: Format
  seconds: number
  stop: Int32Array
}

export type FromSolver =
  | { is: 'progress'; cost: number | null; bound: number }
  | { is: 'solved'; solved: SolvedFile; seconds: number }
  | { is: 'failed'; failure: Failure; exit: 1 | 2 }

/** No more often than this are people told how far it is. */
const TOLD_EVERY_MS = 500

// Solving is one long computation: in a thread of its own, so that a signal reaches the process meanwhile.
const { bytes, format, seconds, stop } = workerData as SolveTask
const send = (message: FromSolver) => parentPort?.postMessage(message)
const began = performance.now()
let toldAt = began
try {
  const solved = solveFile(new TextDecoder().decode(bytes), format, {
    stop: () => Atomics.load(stop, 0) === 1 || performance.now() - began > seconds * 1000,
    onProgress(cost, bound) {
      const now = performance.now()
      if (now - toldAt < TOLD_EVERY_MS) return
      toldAt = now
      send({ is: 'progress', cost, bound })
    },
  })
  send({ is: 'solved', solved, seconds: (performance.now() - began) / 1000 })
} catch (error) {
  send({ is: 'failed', failure: failureOf(error), exit: exitOf(error) })
}
