import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor, actorText } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endZones } from '../playbooks/store.ts'
import { cancelOf } from './cancel.ts'
import type { Warning } from './model.ts'
import { endStanding, type KeptWarning, keepWarning, warningNamed } from './store.ts'

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
        lane,
        act: 'warning.take',
        subject: kept.id,
        detail: { sender: warning.sender, identifier: warning.identifier, source: w.source, lane },
      })
      await ask(tx, lane, EVERYWHERE, 'warn', now)
    }
    return taken
  })
}

/** Where a Cancel comes from that nobody sent. */
const BY_HAND = 'by hand'

/**
 * Ends a warning by hand, as a Cancel from its sender would: it is over in this transaction, and the engine then stands its
 * people down. For warnings that name no end and whose sender sends none. `key` is its id, or its identifier where only
 * one that stands has it. WARNING_UNKNOWN; WARNING_OVER for one that is over, or never stood.
 */
export async function endWarning(db: Db, now: Date, actor: Actor, key: string, reason: string): Promise<KeptWarning> {
  return db.write(now, async (tx) => {
    const kept = await warningNamed(tx, key)
    if (!kept) throw new MusterError('WARNING_UNKNOWN', { warning: key })
    const ended = await endStanding(tx, kept.id, `ended by hand: ${reason}`)
    if (!ended) throw new MusterError('WARNING_OVER', { warning: key })
    const { lane } = kept
    const id = newId(now)
    const warning = cancelOf(kept.warning, { sender: actorText(actor), identifier: id, reason }, now)
    await keepWarning(tx, now, { id, lane, source: BY_HAND, warning, raw: '' })
    const zones = await endZones(tx, now, [kept.id])
    await audit(tx, now, actor, {
      district: EVERYWHERE,
      lane,
      act: 'warning.end',
      subject: kept.id,
      detail: { reason, identifier: kept.warning.identifier, by: id },
    })
    await askAll(tx, lane, [...new Set(zones.map((z) => z.district))], 'require', now)
    await ask(tx, lane, EVERYWHERE, 'warn', now)
    return ended
  })
}
