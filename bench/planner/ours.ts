import { Worker } from 'node:worker_threads'
import type { Recipe } from './instances.ts'

/** What a worker is asked to do, on an instance that it makes itself. */
export type Task =
  | { kind: 'solve'; recipe: Recipe; rounds: number }
  | { kind: 'repair'; recipe: Recipe; change: 'leave' | 'join' | 'come' | 'go'; rounds: number }
  | { kind: 'counties'; timed: 'arcs and plans' | 'plans'; recipe: Recipe; count: number }

export interface Solved {
  cost: number
  /** The first solve, when nothing has run yet, and the middle one of those after it. */
  coldMs: number
  warmMs: number
  /** Their arcs: the first time, and the middle one of those after it. */
  arcsColdMs: number
  arcsWarmMs: number
  unserved: number
  /** Memory of the process while it solved, above what it had before the instance was made. */
  mib: number
}

export interface Mended {
  /** A new plan for the changed problem with its proof; and the change, with what the plan costs then. */
  anewMs: number
  mendedMs: number
  /** What a plan is made ready with, once, before its first change. */
  prepareMs: number
  cost: number
}

/** In a thread of its own: code that has not run yet, and memory that is gone afterwards. */
export async function inWorker<T>(task: Task): Promise<T> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task })
  try {
    return await new Promise<T>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
    })
  } finally {
    await worker.terminate()
  }
}
