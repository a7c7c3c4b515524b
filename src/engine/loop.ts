import type { Clock } from '../base/clock.ts'
import { ask, claim } from '../db/agenda.ts'
import type { Db } from '../db/connect.ts'
import { FLOW } from './flow.ts'
import type { Gear } from './step.ts'

const NAMES = FLOW.map((s) => s.name)

/**
 * Runs everything in the lane that is due at `now`, in the flow's order, and returns how many steps ran. Each is claimed
 * and done in one transaction; one that fails leaves its row as it was, for this or another engine to try again.
 */
export async function runDue(db: Db, lane: string, now: Date, gear: Gear): Promise<number> {
  for (let ran = 0; ; ran++) if (!(await runOne(db, lane, now, gear))) return ran
}

async function runOne(db: Db, lane: string, now: Date, gear: Gear): Promise<boolean> {
  const began = performance.now()
  const done = await db.write(now, async (tx) => {
    const due = await claim(tx, lane, NAMES, now)
    if (!due) return null
    const step = FLOW.find((s) => s.name === due.step)
    const left = await step?.run(tx, { lane, district: due.district, now }, gear)
    if (left?.next) await ask(tx, lane, due.district, due.step, left.next)
    return { ...due, afterwards: left?.afterwards }
  })
  if (!done) return false
  await done.afterwards?.(db)
  gear.onStep?.(done.step, done.district, performance.now() - began)
  return true
}

/** A running engine; `stop` resolves once the step in hand is done. */
export interface Running {
  stop(): Promise<void>
}

/** Runs the lanes' due work again and again by `clock`, resting `restMs` when nothing is due; faults are told, not fatal. */
export function startEngine(
  db: Db,
  lanes: string[],
  clock: Clock,
  gear: Gear,
  onFault: (error: unknown) => void,
  restMs = 500,
): Running {
  let stopped = false
  let wake: () => void = () => {}
  const work = async () => {
    while (!stopped) {
      for (const lane of lanes) await runDue(db, lane, clock.now(), gear).catch(onFault)
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const finished = work()
  return {
    stop() {
      stopped = true
      wake()
      return finished
    },
  }
}
