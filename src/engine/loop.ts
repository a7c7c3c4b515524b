import { wallClock } from '../base/clock.ts'
import { ask } from '../db/agenda.ts'
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

/** What there was to do: nothing; a step was done; one failed; or another engine was quicker, and there may be more. */
type Ran = { kind: 'nothing' | 'again' } | { kind: 'done'; due: Due } | { kind: 'failed'; due: Due; error: unknown }

/**
 * Runs everything in the lane that is due at `now`, in the flow's order, and returns how many steps ran. Each is claimed
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

/** Runs the first step that is due; throws only when the database could not be asked for one. */
export async function runNext(db: Db, lane: string, now: Date, gear: Gear): Promise<Ran> {
  const began = performance.now()
  const wall = () => (gear.wall ?? wallClock).now()
  // Set by the claim, which may be run again after a deadlock: what counts is what it was in the last run.
  const claimed: { due: Due | Lease | null } = { due: null }
  try {
    const left = await db.write(now, async (tx) => {
      claimed.due = null
      const due = await claim(tx, { lane, steps: NAMES, now, wall: wall() })
      if (due === null || typeof due === 'string') return due
      claimed.due = due
      return runStep(tx, due, now, gear)
    })
    if (left === null) return { kind: 'nothing' }
    if (left === 'unknown') await db.write(now, (tx) => makeKnown(tx, lane, now))
    if (typeof left === 'string') return { kind: 'again' }
    if (left.lease) {
      const { lease, afterwards } = left
      claimed.due = lease
      await underLease(db, lease, wall, () => afterwards(db))
      await db.write(now, (tx) => endLease(tx, lease, now))
    }
  } catch (error) {
    const { due } = claimed
    if (!due) throw error
    if (gear.stopping?.aborted && error === gear.stopping.reason) {
      if ('id' in due) await db.write(now, (tx) => dropLease(tx, due))
      return { kind: 'nothing' }
    }
    await db.write(now, async (tx) => {
      await putOff(tx, { due, now, wall: wall(), error })
      await noteChange(tx, lane, [due.district], 'faults')
    })
    return { kind: 'failed', due, error }
  }
  const due = claimed.due as Due
  gear.onStep?.(due.step, due.district, performance.now() - began)
  return { kind: 'done', due }
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
