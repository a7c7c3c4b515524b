import { type Clock, MINUTE, wallClock } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import type { StepName } from '../db/agenda.ts'
import { endLeases } from '../db/claims.ts'
import type { Db } from '../db/connect.ts'
import { afterClockBack, CLOCK_BACK_MS, wasAhead } from './clock-back.ts'
import { beginNext, type StepRan } from './loop.ts'
import type { Gear } from './step.ts'
import { sweep } from './sweep.ts'

/** How often lost asks are swept up where the database can lose one, and how long a step was not done that is asked for. */
const SWEEP_MS = 10 * MINUTE
const UNDONE_MS = 30 * MINUTE
/** How often the database is told to make room of what was deleted. */
const TIDY_MS = 60 * MINUTE
/** Steps of a lane that are done in a row before another lane has its turn. */
const TURN = 200

/** A running engine; `stop` resolves once all that is in hand is done, or the piece of it that is in hand. */
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
  tellFault: (error: unknown) => void,
  restMs = 500,
): Running {
  let stopped = false
  // What breaks off because the database is given up at the end is no fault: nothing of it is kept, and it is done after the next start.
  const onFault = (error: unknown) => {
    if (!(stopped && error instanceof MusterError && error.code === 'DB_GONE')) tellFault(error)
  }
  const stopping = new AbortController()
  const own: Gear = { ...gear, stopping: stopping.signal }
  let wake: () => void = () => {}
  // Null: everything is asked for, as at the start and after the database was gone, which is when it loses asks.
  let sweptAt: Date | null = null

  const sweepUp = async () => {
    const now = clock.now()
    if (!db.can.distributed || (sweptAt && now.getTime() - sweptAt.getTime() < SWEEP_MS)) return
    const since = sweptAt ? new Date(now.getTime() - UNDONE_MS) : now
    for (const lane of lanes) await db.write(now, (tx) => sweep(tx, lane, now, since))
    sweptAt = now
  }
  let tidiedAt = clock.now()
  const tidyUp = async () => {
    const now = clock.now()
    if (now.getTime() - tidiedAt.getTime() < TIDY_MS) return
    tidiedAt = now
    await db.tidy().catch(onFault)
  }
  // What goes on under a lease, a plan or messages on their way, by the step's name: one of each at a time.
  const beside = new Map<StepName, Promise<void>>()
  const letGoOn = (step: StepName, rest: Promise<StepRan>) => {
    const told = rest.then((ran) => (ran.kind === 'failed' ? onFault(ran.error) : undefined), onFault)
    beside.set(
      step,
      told.finally(() => {
        beside.delete(step)
        wake()
      }),
    )
  }
  // The latest time at which anything was done; null: before the first round.
  let seen: Date | null = null
  const turnOf = async (lane: string) => {
    for (let n = 0; n < TURN && !stopped; n++) {
      const now = clock.now()
      // A clock that is ahead for one step alone has been ahead.
      if (seen !== null && now > seen) seen = now
      const ran = await beginNext(db, { lane, now, without: new Set(beside.keys()) }, own)
      if (ran.kind === 'nothing') return false
      if (ran.kind === 'failed') onFault(ran.error)
      if (ran.kind === 'left') letGoOn(ran.due.step, ran.rest)
    }
    return true
  }
  const mindClock = async () => {
    const now = clock.now()
    const back = seen !== null && seen.getTime() - now.getTime() > CLOCK_BACK_MS
    for (const lane of lanes)
      if (back || (seen === null && (await db.read((tx) => wasAhead(tx, lane, now)))))
        await afterClockBack(db, lane, now, (gear.wall ?? wallClock).now())
    seen = now
  }
  const oneRound = async () => {
    await mindClock()
    await sweepUp()
    let more = false
    for (const lane of lanes) if (await turnOf(lane)) more = true
    return more
  }
  const work = async () => {
    if (!db.can.shared) await db.write(clock.now(), endLeases).catch(onFault)
    while (!stopped) {
      const more = await oneRound().catch((error) => {
        sweptAt = null
        onFault(error)
        return false
      })
      if (stopped) return
      if (more) continue
      await tidyUp()
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const finished = work().then(async () => {
    await Promise.all(beside.values())
  })
  return {
    stop() {
      stopped = true
      stopping.abort(new MusterError('STOPPING'))
      wake()
      return finished
    },
    wake: () => wake(),
  }
}
