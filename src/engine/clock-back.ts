import { MINUTE } from '../base/clock.ts'
import { runsAhead, runsBackTo } from '../db/claims.ts'
import type { Db, Tx } from '../db/connect.ts'
import { climbsBackTo } from '../domain/callouts/climb-store.ts'
import { checkAgain } from '../domain/gaps/store.ts'
import { callAllOver, campaignsOpen, districtsInForce } from '../domain/playbooks/store.ts'
import { sweep } from './sweep.ts'

/** A clock that is put back by less only delays what is due; by more, it was wrong before. */
export const CLOCK_BACK_MS = MINUTE

/** Whether steps of a lane were done at times that are yet to come: the clock was ahead, and was put right while nothing ran. */
export async function wasAhead(tx: Tx, lane: string, now: Date): Promise<boolean> {
  return runsAhead(tx, lane, new Date(now.getTime() + CLOCK_BACK_MS))
}

/**
 * After the clock was ahead and has been put right: what was noted by it is due in months, and what it found late or over is not.
 * Ladders wait no longer than they do, leases and pauses end, everything is looked at anew and asked for. What was called, sent
 * and told then stays as it was told.
 */
export async function afterClockBack(db: Db, lane: string, now: Date, wall: Date): Promise<void> {
  const districts = await db.write(now, async (tx) => {
    await runsBackTo(tx, lane, now, wall)
    const inForce = await districtsInForce(tx, lane)
    await climbsBackTo(tx, inForce, lane, now)
    await callAllOver(tx, inForce, lane)
    return inForce
  })
  for (const district of districts)
    for (const campaign of await db.read((tx) => campaignsOpen(tx, district, lane)))
      while (await db.write(now, (tx) => checkAgain(tx, now, campaign)));
  await db.write(now, (tx) => sweep(tx, lane, now, new Date(now.getTime() + 1)))
}
