import { MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { byHalves } from '../../db/set-aside.ts'
import { ACTUAL, type Actor, actorText } from '../audit/model.ts'
import { audit, auditAll } from '../audit/store.ts'
import { cancelOf } from './cancel.ts'
import { endWarnings } from './enter.ts'
import { keepWarnings, laneKey } from './keep.ts'
import type { Warning } from './model.ts'
import { BY_HAND } from './resume.ts'
import { endStanding, type KeptWarning, saveDecision, warningNamed } from './store.ts'

/** By so much clocks differ without anything being wrong. */
const AHEAD_MS = 5 * MINUTE

/** The lane of drills that come in as warnings with `status` Exercise, by the wall's clock. */
export const EXERCISE = 'exercise'

export interface Taken {
  id: string | null
  identifier: string
  /** `received`: kept and to be acted on; `duplicate`: kept before. */
  taken: 'received' | 'duplicate'
}

/**
 * Keeps the warnings of one text, in the transaction that asks the engine to act on them: a feed of a thousand in one pass. One
 * that cannot be kept is `refused`, and does not take the others with it. An exercise goes to the lane of exercises whatever
 * lane was named, unless that is a replay's own: a drill can never reach the lane of real calls.
 */
export async function takeWarnings(
  db: Db,
  now: Date,
  actor: Actor,
  w: { lane: string; source: string; warnings: Warning[]; raw: string },
): Promise<{ taken: Taken[]; refused: MusterError[] }> {
  const messages = w.warnings.map((read) => {
    const warning = notedAhead(read, now)
    return { lane: warning.status !== 'Actual' && w.lane === ACTUAL ? EXERCISE : w.lane, warning }
  })
  return db.write(now, async (tx) => {
    const kept = new Map<string, string>()
    const failed = await byHalves(tx, messages, async (inner, some) => {
      for (const [key, id] of await keepWarnings(inner, now, w, some)) kept.set(key, id)
    })
    const refused = failed.map(({ item, error }) => {
      const reason = error instanceof Error ? error.message.slice(0, 300) : String(error)
      return new MusterError('CAP_NOT_KEPT', { identifier: item.warning.identifier, reason }, { cause: error })
    })
    const [lost, ids] = [new Set(failed.map(({ item }) => item)), new Map(kept)]
    const taken = messages
      .filter((m) => !lost.has(m))
      .map((m): Taken & { lane: string } => {
        const { identifier } = m.warning
        const id = ids.get(laneKey(m)) ?? null
        ids.delete(laneKey(m)) // the second of two in one feed is a duplicate
        return { id, identifier, taken: id ? 'received' : 'duplicate', lane: m.lane }
      })
    for (const lane of new Set(taken.flatMap((t) => (t.id ? [t.lane] : [])))) {
      const own = messages.flatMap((m) => (m.lane === lane && kept.has(laneKey(m)) ? [m] : []))
      await auditAll(tx, now, actor, {
        district: EVERYWHERE,
        lane,
        act: 'warning.take',
        each: [...new Map(own.map((m) => [laneKey(m), m])).values()].map((m) => ({
          subject: kept.get(laneKey(m)) ?? '',
          detail: { sender: m.warning.sender, identifier: m.warning.identifier, source: w.source, lane },
        })),
      })
      await ask(tx, lane, EVERYWHERE, 'warn', now)
    }
    return { taken: taken.map(({ lane: _, ...t }) => t), refused }
  })
}

/** The message, with a note where it was sent later than now. */
function notedAhead(warning: Warning, now: Date): Warning {
  if (warning.sent.getTime() - now.getTime() <= AHEAD_MS) return warning
  const note = `it was sent at ${warning.sent.toISOString()}, which is ahead of the clock here`
  return { ...warning, notes: [...warning.notes, note] }
}

/**
 * What a coordinator says of a warning that is in doubt: put it in force (`ours`), or it is not ours, and then whether what it
 * refers to is over (`ends`) or stays; of one of which only that is asked, `ours` says that it ends what it refers to; or that
 * somebody has seen that it cancels something unknown, or touches no place. `key` as for `endWarning`. WARNING_UNKNOWN;
 * WARNING_DECIDED where nothing is asked of it.
 */
export async function decideWarning(
  db: Db,
  now: Date,
  actor: Actor,
  { key, ours, ends = false }: { key: string; ours: boolean; ends?: boolean | undefined },
): Promise<KeptWarning> {
  return db.write(now, async (tx) => {
    const kept = await warningNamed(tx, key)
    if (!kept) throw new MusterError('WARNING_UNKNOWN', { warning: key })
    const { id, lane } = kept
    const decided = await saveDecision(tx, id, { ours, ends })
    if (!decided) throw new MusterError('WARNING_DECIDED', { warning: key })
    const detail = { ours, ends, asked: kept.asks, identifier: kept.warning.identifier }
    await audit(tx, now, actor, { district: EVERYWHERE, lane, act: 'warning.decide', subject: id, detail })
    await ask(tx, lane, EVERYWHERE, 'warn', now)
    return decided
  })
}

/** How much the end of a warning ends, for the audit. Passed in, since gaps come later. */
export type SizeOfEnding = (tx: Tx, actor: Actor, now: Date, warning: string) => Promise<object>

/**
 * Ends a warning by hand, as a Cancel from its sender would: it is over in this transaction, and the engine then stands its
 * people down. For warnings that name no end and whose sender sends none. `key` is its id, or its identifier where only
 * one that stands has it. WARNING_UNKNOWN; WARNING_OVER for one that is over, or never stood.
 */
export async function endWarning(
  db: Db,
  now: Date,
  actor: Actor,
  key: string,
  reason: string,
  sizeOf: SizeOfEnding = async () => ({}),
): Promise<KeptWarning> {
  return db.write(now, async (tx) => {
    const kept = await warningNamed(tx, key)
    if (!kept) throw new MusterError('WARNING_UNKNOWN', { warning: key })
    const size = await sizeOf(tx, actor, now, kept.id)
    const ended = await endStanding(tx, kept.id, reason)
    if (!ended) throw new MusterError('WARNING_OVER', { warning: key })
    const { lane } = kept
    const id = newId(now)
    const warning = cancelOf(kept.warning, { sender: actorText(actor), identifier: id, reason }, now)
    await keepWarnings(tx, now, { source: BY_HAND, raw: '' }, [{ lane, warning }])
    const districts = await endWarnings(tx, now, [kept.id])
    await audit(tx, now, actor, {
      district: EVERYWHERE,
      lane,
      act: 'warning.end',
      subject: kept.id,
      detail: { ...size, reason, identifier: kept.warning.identifier, by: id },
    })
    await askAll(tx, lane, districts, 'require', now)
    await ask(tx, lane, EVERYWHERE, 'warn', now)
    return ended
  })
}
