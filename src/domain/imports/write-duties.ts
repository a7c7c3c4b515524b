import type { Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { afterDuties } from '../gaps/actions.ts'
import { afterDutiesEnded, type EndedDuty } from '../gaps/after-ended.ts'
import { type DutyToWrite, dutiesKnown, endKnown, insertDuties } from './store-duties.ts'

/** What became of each duty, by its `n`. */
export type DutyOutcome = 'added' | 'changed' | 'same' | 'taken' | 'past'

/**
 * Writes duties that the register does not have, gives known ones their new end, and lets the gaps and the called follow. A duty that
 * was ended stays ended, and one that another holder stands in the way of is left out.
 */
export async function writeDuties(
  tx: Tx,
  now: Date,
  actor: Actor,
  duties: readonly DutyToWrite[],
): Promise<Map<number, DutyOutcome>> {
  const outcomes = new Map<number, DutyOutcome>()
  const byN = new Map(duties.map((duty) => [duty.n, duty]))
  const ending: (EndedDuty & { ends: string | null })[] = []
  for (const { n, id, district, state } of await dutiesKnown(tx, now, duties)) {
    outcomes.set(n, state === 'end' ? 'changed' : state)
    const duty = byN.get(n)
    if (state === 'end' && duty) ending.push({ ...duty, id, district, lane: ACTUAL })
  }
  if (ending.length > 0) await endKnown(tx, now, ending)
  const fresh = duties.filter((duty) => !outcomes.has(duty.n))
  const added = await insertDuties(tx, now, actor, fresh)
  for (const duty of fresh) outcomes.set(duty.n, added.has(duty.n) ? 'added' : 'taken')

  const given = fresh.filter((duty) => added.has(duty.n))
  for (const [district, theirs] of Map.groupBy(given, (duty) => duty.district)) {
    await afterDuties(tx, now, district, [...new Set(theirs.map((duty) => duty.subject))])
  }
  await afterDutiesEnded(tx, now, actor, ending)
  return outcomes
}
