import type { Clock } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import type { Solve } from '../../../domain/gaps/by-hand/plan.ts'
import type { Filled } from '../../../domain/gaps/filled.ts'
import { fillGaps, newStop, type Stop } from '../../planning/thread.ts'

/** A plan that is being made at this moment: how many of its gaps are settled. `of` null: they are not counted yet. */
export interface PlanWork {
  done: number
  of: number | null
  since: Date
  stopping: boolean
}

/**
 * Plans in the making, by the key that their sender gave the request: it waits for the plan, and others may ask meanwhile how
 * far it is, or stop it. Known in this process alone; of a process that dies nothing is left, and nothing was offered.
 */
export interface PlanWorks {
  /** Makes a plan that can be followed under the key; the same key again waits for the same plan. */
  under(district: string, key: string | undefined): Solve
  /** How far it is. PLANNING_UNKNOWN. */
  at(district: string, key: string): PlanWork
  /** Stops it: what was found by then is the plan. PLANNING_UNKNOWN. */
  stop(district: string, key: string): PlanWork
  /** Ends everything, of which nothing is kept: the server goes down. Those who wait are refused with STOPPING. */
  endAll(): void
}

interface Running {
  work: PlanWork
  stop: Stop
  made: Promise<Filled>
}

export function planWorks(clock: Clock): PlanWorks {
  const ending = new AbortController()
  const running = new Map<string | symbol, Running>()
  const nameOf = (district: string, key: string) => `${district} ${key}`
  const find = (district: string, key: string) => {
    const found = running.get(nameOf(district, key))
    if (!found) throw new MusterError('PLANNING_UNKNOWN', { key })
    return found
  }
  return {
    under: (district, key) => (filling) => {
      const name = key === undefined ? Symbol('without a key') : nameOf(district, key)
      const same = running.get(name)
      if (same) return same.made
      const work: PlanWork = { done: 0, of: null, since: clock.now(), stopping: false }
      const stop = newStop(ending.signal)
      const made = fillGaps(filling, stop, (done, of) => Object.assign(work, { done, of }))
      const entry = { work, stop, made: made.finally(() => running.delete(name)) }
      running.set(name, entry)
      return entry.made
    },
    at: (district, key) => ({ ...find(district, key).work }),
    stop(district, key) {
      const found = find(district, key)
      found.work.stopping = true
      found.stop.ask()
      return { ...found.work }
    },
    endAll: () => ending.abort(new MusterError('STOPPING')),
  }
}
