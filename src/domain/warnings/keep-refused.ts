import type { MusterError } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ITEM_LENGTH, setAside, storable, takeBack } from '../../db/set-aside.ts'
import { noteChange } from '../audit/changes.ts'
import { ACTUAL } from '../audit/model.ts'

/**
 * Shows what was refused of a folder or an address that is watched, where faults are: nobody waits for an answer there, and a
 * Cancel that nobody sees leaves people standing. It goes when somebody has it tried again, and comes back if it is still there.
 */
export async function keepRefused(db: Db, now: Date, source: string, refused: readonly MusterError[]): Promise<void> {
  if (refused.length === 0) return
  const items = refused.map((error) => ({ district: EVERYWHERE, item: itemOf(source, error), error }))
  await db.write(now, (tx) => setAside(tx, now, AT, items))
}

/** Takes back what was shown of a file that was stuck, and is not any more. */
export async function forgetRefused(db: Db, now: Date, source: string, refused: readonly MusterError[]): Promise<void> {
  const items = refused.map((error) => ({ step: AT.step, item: itemOf(source, error) }))
  await db.write(now, async (tx) => {
    await takeBack(tx, AT.lane, EVERYWHERE, items)
    await noteChange(tx, AT.lane, [EVERYWHERE], 'faults')
  })
}

const AT = { lane: ACTUAL, step: 'warn' } as const

/** The key begins with what tells them apart: it is cut where it is too long. */
function itemOf(source: string, error: MusterError): string {
  return storable(`refused ${error.message.slice(0, 200)} ${source}`, ITEM_LENGTH)
}
