import { LEASE_MS, type Lease, renewLease } from '../db/claims.ts'
import type { Db } from '../db/connect.ts'

/** Prolonged three times before it would run out. */
const BEAT_MS = LEASE_MS / 3

/** Does work under a lease that it prolongs meanwhile; a beat that fails is left to the next. */
export async function underLease(db: Db, lease: Lease, wall: () => Date, work: () => Promise<void>): Promise<void> {
  let beat: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    const at = wall()
    beat = db.write(at, (tx) => renewLease(tx, lease, at)).catch(() => {})
  }, BEAT_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
    await beat
  }
}
