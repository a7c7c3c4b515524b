import { newId } from '../../base/ids.ts'
import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Warning } from './model.ts'
import { keepWarning } from './store.ts'

/** The lane of drills that come in as warnings with `status` Exercise, by the wall's clock. */
export const EXERCISE = 'exercise'

export interface Taken {
  id: string | null
  identifier: string
  /** `received`: kept and to be acted on; `duplicate`: kept before. */
  taken: 'received' | 'duplicate'
}

/**
 * Keeps warnings that came in, in the transaction that asks the engine to act on them. An exercise goes to the lane of
 * exercises whatever lane was named, unless that is a replay's own: a drill can never reach the lane of real calls.
 */
export async function takeWarnings(
  db: Db,
  now: Date,
  actor: Actor,
  w: { lane: string; source: string; warnings: Warning[]; raw: string },
): Promise<Taken[]> {
  return db.write(now, async (tx) => {
    const taken: Taken[] = []
    for (const warning of w.warnings) {
      const lane = warning.status !== 'Actual' && w.lane === ACTUAL ? EXERCISE : w.lane
      const kept = await keepWarning(tx, now, { id: newId(now), lane, source: w.source, warning, raw: w.raw })
      taken.push({ id: kept?.id ?? null, identifier: warning.identifier, taken: kept ? 'received' : 'duplicate' })
      if (!kept) continue
      await audit(tx, now, actor, {
        district: EVERYWHERE,
        act: 'warning.take',
        subject: kept.id,
        detail: { sender: warning.sender, identifier: warning.identifier, source: w.source, lane },
      })
      await ask(tx, lane, EVERYWHERE, 'warn', now)
    }
    return taken
  })
}
