import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { MusterError } from '../../base/errors.ts'
import { type Filling, fill, openIn } from '../../domain/gaps/fill.ts'
import type { Filled } from '../../domain/gaps/filled.ts'
import { leastCost } from '../../domain/planner/least-cost.ts'
import type { FromPlanner, PlanTask, ThreadTask } from './worker.ts'

type Told = Extract<FromPlanner, { is: 'progress' | 'bounded' }>
type Answer = Exclude<FromPlanner, Told | { is: 'refused' }>

/** A request to stop, which the thread looks for while it computes. */
export interface Stop {
  readonly flag: Int32Array
  /** Aborted where the plan is given up: its thread is ended, and nothing of it is kept. */
  readonly givenUp: AbortSignal
  /** Asks for what was found by then. */
  ask(): void
}

/** `givenUp`: left out, it never is. */
export function newStop(givenUp: AbortSignal = new AbortController().signal): Stop {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  return { flag, givenUp, ask: () => void Atomics.store(flag, 0, 1) }
}

/**
 * Makes a plan in a thread of its own. What the planner refuses is thrown here as it was there; where the plan is given up, the
 * signal's reason is.
 */
export async function planInThread(task: PlanTask, stop: Stop, onTold: (told: Told) => void): Promise<Answer> {
  const { givenUp } = stop
  givenUp.throwIfAborted()
  const workerData: ThreadTask = { task, stop: stop.flag }
  const worker = new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), {
    workerData,
    name: 'planner',
    execArgv: [], // flags of the process, such as --input-type, are not meant for the thread
  })
  let end = () => {}
  const answer = new Promise<Answer>((resolve, reject) => {
    end = () => {
      reject(givenUp.reason)
      void worker.terminate()
    }
    givenUp.addEventListener('abort', end)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The planner ended without an answer.')))
    worker.on('message', (message: FromPlanner) => {
      if (message.is === 'progress' || message.is === 'bounded') onTold(message)
      else if (message.is === 'refused') reject(new MusterError(message.code, message.details))
      else resolve(message)
    })
  })
  return answer.finally(() => givenUp.removeEventListener('abort', end))
}

/** Up to so many openings and people a plan is made at once: to begin a thread takes longer. */
const FEW_OPENINGS = 400
const FEW_PEOPLE = 4_000

/** Fills gaps: few at once, many in a thread. LINE_GONE. */
export async function fillGaps(
  filling: Filling,
  stop: Stop,
  onProgress: (done: number, of: number) => void,
): Promise<Filled> {
  if (openIn(filling) <= FEW_OPENINGS && filling.people.length <= FEW_PEOPLE) return fill(filling, leastCost)
  const answer = await planInThread({ is: 'gaps', filling }, stop, (told) => {
    if (told.is === 'progress') onProgress(told.done, told.of)
  })
  if (answer.is !== 'filled') throw new Error('The planner answered something else.')
  return answer.filled
}
