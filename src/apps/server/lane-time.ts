import type { Tx } from '../../db/connect.ts'
import { laneNow } from '../../domain/audit/lanes.ts'
import type { Acting } from './context.ts'

/**
 * What time it is where an act is to happen: in an exercise by its own clock. `laneOf` finds the lane of what is acted on,
 * and throws if there is no such thing.
 */
export async function nowWhere({ db, clock }: Acting, laneOf: (tx: Tx) => Promise<string>): Promise<Date> {
  return db.read(async (tx) => laneNow(tx, await laneOf(tx), clock.now()))
}
