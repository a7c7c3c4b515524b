import { wallClock } from '../base/clock.ts'
import { ask, type StepName } from '../db/agenda.ts'
import {
  type Claimed,
  claim,
  type Due,
  dropLease,
  endLease,
  type Lease,
  makeKnown,
  noteDone,
  putOff,
  takeLease,
} from '../db/claims.ts'
import type { Db, Tx } from '../db/connect.ts'
import { noteChange } from '../domain/audit/changes.ts'
import { FLOW } from './flow.ts'
import { underLease } from './lease.ts'
import type { Gear, Left } from './step.ts'

const NAMES = FLOW.map((s) => s.name)
const GIVING_WAY = FLOW.filter((s) => s.givesWay).map((s) => s.name)

/** What there was to do: nothing; a step was done; one failed; or another engine was quicker, and there may be more. */
export type StepRan =
  | { kind: 'nothing' | 'again' }
  | { kind: 'done'; due: Due }
  | { kind: 'failed'; due: Due; error: unknown }

/**
 * Runs everything in the lane that is due at `now`, each in its turn, and returns how many steps ran. Each is claimed
 * and done in one transaction. One that fails is undone and put off, the others go on; what failed is thrown at the end.
 */
export async function runDue(db: Db, lane: string, now: Date, gear: Gear): Promise<number> {
  const faults: unknown[] = []
  for (let ran = 0; ; ) {
    const one = await runNext(db, lane, now, gear)
    if (one.kind === 'done') ran++
    if (one.kind === 'failed') faults.push(one.error)
    if (one.kind !== 'nothing') continue
    if (faults.length > 1) throw new AggregateError(faults, `${faults.length} steps failed`)
    if (faults.length > 0) throw faults[0]
    return ran
  }
}

/** Runs the step whose turn it is, to its end; throws only when the database could not be asked for one. */
export async function runNext(
  db: Db,
  lane: string,
  now: Date,
  gear: Gear,
  without?: ReadonlySet<StepName>,
): Promise<StepRan> {
  const ran = await beginNext(db, { lane, now, ...(without && { without }) }, gear)
  return ran.kind === 'left' ? ran.rest : ran
}

/** What a step left to be done under its lease, which goes on by itself. */
interface Beside {
  kind: 'left'
  due: Due
  rest: Promise<StepRan>
}

/** Where and when the next step is looked for; `without`: steps that are left alone, as those of which this engine has one in hand already. */
interface Turn {
  lane: string
  now: Date
  without?: ReadonlySet<StepName>
}

/**
 * Begins the step whose turn it is. What it leaves to be done under a lease goes on beside: a plan may take minutes, in which
 * warnings come in and people have to be called.
 */
export async function beginNext(db: Db, { lane, now, without }: Turn, gear: Gear): Promise<StepRan | Beside> {
  const began = performance.now()
  const wall = () => (gear.wall ?? wallClock).now()
  const steps = NAMES.filter((name) => !without?.has(name))
  const ended = (due: Due): StepRan => {
    gear.onStep?.(due.step, due.district, performance.now() - began)
    return { kind: 'done', due }
  }
  // Set by the claim, which may be run again after a deadlock: what counts is what it was in the last run.
  const claimed: { due: Due | null } = { due: null }
  let left: Done | null | 'unknown' | 'taken'
  try {
    left = await db.write(now, async (tx) => {
      claimed.due = null
      const due = await claim(tx, { lane, steps, givingWay: GIVING_WAY, now, wall: wall() })
      if (due === null || typeof due === 'string') return due
      claimed.due = due
      gear.onBegin?.(due.step, due.district)
      return runStep(tx, due, now, gear)
    })
    if (left === 'unknown') await db.write(now, (tx) => makeKnown(tx, lane, now))
  } catch (error) {
    if (!claimed.due) throw error
    return failed(db, { due: claimed.due, error }, now, gear)
  }
  if (left === null) return { kind: 'nothing' }
  if (typeof left === 'string') return { kind: 'again' }
  const due = claimed.due as Due
  return left.lease ? { kind: 'left', due, rest: finish(left) } : ended(due)

  async function finish({ lease, afterwards }: Extract<Done, { lease: Lease }>): Promise<StepRan> {
    const then = () => gear.clock?.now() ?? now
    try {
      await underLease(db, lease, wall, () => afterwards(db))
      await db.write(then(), (tx) => endLease(tx, lease, then()))
    } catch (error) {
      return failed(db, { due: lease, error }, then(), gear)
    }
    return ended(due)
  }
}

interface Failed {
  due: Due | Lease
  error: unknown
}

/** What comes of a step that failed: it is put off, or let go of where the engine is asked to stop. */
async function failed(db: Db, { due, error }: Failed, now: Date, gear: Gear): Promise<StepRan> {
  if (gear.stopping?.aborted && error === gear.stopping.reason) {
    if ('id' in due) await db.write(now, (tx) => dropLease(tx, due))
    return { kind: 'nothing' }
  }
  const wall = (gear.wall ?? wallClock).now()
  await db.write(now, async (tx) => {
    await putOff(tx, { due, now, wall, error })
    await noteChange(tx, due.lane, [due.district], 'faults')
  })
  return { kind: 'failed', due, error }
}

type Done = { lease: null } | { lease: Lease; afterwards: NonNullable<Left['afterwards']> }

async function runStep(tx: Tx, due: Claimed, now: Date, gear: Gear): Promise<Done> {
  const { lane, district, step } = due
  const left = await FLOW.find((s) => s.name === step)?.run(tx, { lane, district, now }, gear)
  if (left?.next) await ask(tx, lane, district, step, left.next)
  if (!left?.afterwards) {
    await noteDone(tx, due, now)
    return { lease: null }
  }
  const lease = await takeLease(tx, due, now, (gear.wall ?? wallClock).now())
  return { lease, afterwards: left.afterwards }
}
