import type { Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { afterDuties } from '../gaps/actions.ts'
import { afterDutiesEnded, type EndedDuty } from '../gaps/after-ended.ts'
import { type DutyToWrite, dutiesKnown, endKnown, insertDuties } from './store-duties.ts'

/** What became of each duty, by its `n`. */
type DutyOutcome = 'added' | 'changed' | 'same' | 'taken' | 'past'

/** What became of a duty; of a known one its id, and when it would have ended. */
export interface Written {
  outcome: DutyOutcome
  id: string
  ended: Date | null
}

/**
 * Writes duties that the register does not have, gives known ones their new end, and lets the gaps and the called follow. A duty that
 * was ended stays ended, and one that another holder stands in the way of is left out.
 */
export async function writeDuties(
  tx: Tx,
  now: Date,
  actor: Actor,
  duties: readonly DutyToWrite[],
): Promise<Map<number, Written>> {
  const outcomes = new Map<number, DutyOutcome>()
  const known = new Map<number, { id: string; ends: Date | null }>()
  const byN = new Map(duties.map((duty) => [duty.n, duty]))
  const ending: (EndedDuty & { ends: string | null })[] = []
  for (const { n, id, district, state, ends } of await dutiesKnown(tx, now, duties)) {
    known.set(n, { id, ends })
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
  const written = (n: number, outcome: DutyOutcome): Written => ({
    outcome,
    id: known.get(n)?.id ?? byN.get(n)?.id ?? '',
    ended: known.get(n)?.ends ?? null,
  })
  return new Map([...outcomes].map(([n, outcome]) => [n, written(n, outcome)]))
}
