import { type Clock, MINUTE } from '../base/clock.ts'
import { ask, claim, type Due, putOff } from '../db/agenda.ts'
import type { Db, Tx } from '../db/connect.ts'
import { FLOW } from './flow.ts'
import type { Gear, Left } from './step.ts'

const NAMES = FLOW.map((s) => s.name)

/**
 * Runs everything in the lane that is due at `now`, in the flow's order, and returns how many steps ran. Each is claimed
 * and done in one transaction; one that fails is undone, put off for a minute, and thrown: the others go on without it.
 */
export async function runDue(db: Db, lane: string, now: Date, gear: Gear): Promise<number> {
  for (let ran = 0; ; ran++) if (!(await runOne(db, lane, now, gear))) return ran
}

async function runOne(db: Db, lane: string, now: Date, gear: Gear): Promise<boolean> {
  const began = performance.now()
  let due: Due | null = null
  try {
    const afterwards = await db.write(now, async (tx) => {
      due = await claim(tx, lane, NAMES, now)
      return due && runStep(tx, lane, due, now, gear)
    })
    await afterwards?.(db)
  } catch (error) {
    const failed = due as Due | null
    if (failed) await db.write(now, (tx) => putOff(tx, lane, failed, new Date(now.getTime() + MINUTE)))
    throw error
  }
  const done = due as Due | null
  if (done) gear.onStep?.(done.step, done.district, performance.now() - began)
  return done !== null
}

async function runStep(tx: Tx, lane: string, due: Due, now: Date, gear: Gear): Promise<Left['afterwards']> {
  const step = FLOW.find((s) => s.name === due.step)
  const left = await step?.run(tx, { lane, district: due.district, now }, gear)
  if (left?.next) await ask(tx, lane, due.district, due.step, left.next)
  return left?.afterwards
}

/** A running engine; `stop` resolves once the step in hand is done. */
export interface Running {
  stop(): Promise<void>
  /** There is work: look for it now. */
  wake(): void
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
    wake: () => wake(),
  }
}
