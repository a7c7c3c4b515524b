import type { MusterError } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { setAside } from '../../db/set-aside.ts'
import { ACTUAL } from '../audit/model.ts'

/**
 * Shows what was refused of a folder or an address that is watched, where faults are: nobody waits for an answer there, and a
 * Cancel that nobody sees leaves people standing. It goes when somebody has it tried again, and comes back if it is still there.
 */
export async function keepRefused(db: Db, now: Date, source: string, refused: readonly MusterError[]): Promise<void> {
  if (refused.length === 0) return
  const items = refused.map((error) => {
    // The key begins with what tells them apart: it is cut where it is too long.
    return { district: EVERYWHERE, item: `refused ${error.message.slice(0, 200)} ${source}`, error }
  })
  await db.write(now, (tx) => setAside(tx, now, { lane: ACTUAL, step: 'warn' }, items))
}
