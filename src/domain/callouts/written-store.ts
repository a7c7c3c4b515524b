import type { Tx } from '../../db/connect.ts'
import { type Actor, actorText } from '../audit/model.ts'
import type { AnswerKind } from './model.ts'

/** One act of writing down. */
interface WrittenAct {
  act: string
  district: string
  callout: string
  lane: string
  kind: AnswerKind
  reason: string | null
  at: Date
  actor: Actor
}

/**
 * Keeps how the summonses of these people stand, and of those who were handed to one of them, whose ladders a yes makes stand still
 * (primary key of summons, index summons_handed).
 */
export async function keepBefore(tx: Tx, now: Date, w: WrittenAct, people: string[]): Promise<void> {
  const yes = w.kind === 'accepted' || w.kind === 'arrived'
  await tx`
    insert into written_answer (district, id, callout, person, lane, kind, reason, said_at, written_at, written_by,
      was_heard, heard_told, was_yes, yes_told, was_no, no_told, was_reason, was_there, there_told, was_next)
    select ${w.district}, ${w.act}, s.callout, s.person, ${w.lane},
      case when s.person = any(${people}::uuid[]) then ${w.kind} else 'relieved' end, ${w.reason}, ${w.at}, ${now},
      ${actorText(w.actor)}, s.acknowledged_at, s.acknowledged_told, s.accepted_at, s.accepted_told, s.declined_at,
      s.declined_told, s.decline_reason, s.arrived_at, s.arrived_told, s.next_at
    from summons s
    where s.district = ${w.district} and s.callout = ${w.callout} and (s.person = any(${people}::uuid[])
      or ${yes} and s.handed_to = any(${people}::uuid[]) and s.next_at < 'infinity')`
}

/** Notes what the act made of them, by which a later answer is told from its own. */
export async function noteAfter(tx: Tx, { district, act }: Pick<WrittenAct, 'district' | 'act'>): Promise<void> {
  await tx`
    update written_answer w set is_heard = s.acknowledged_at, is_yes = s.accepted_at, is_no = s.declined_at,
      is_there = s.arrived_at
    from summons s
    where w.district = ${district} and w.id = ${act} and s.district = ${district} and s.callout = w.callout
      and s.person = w.person`
}

export interface WrittenRow {
  callout: string
  person: string
  lane: string
  kind: AnswerKind | 'relieved'
  writtenAt: Date
  takenBackAt: Date | null
}

/** What one act wrote down, to be read or held until the transaction ends (primary key of written_answer). */
export async function writtenIn(tx: Tx, district: string, act: string, hold = false): Promise<WrittenRow[]> {
  return tx<WrittenRow[]>`
    select callout, person, lane, kind, written_at as "writtenAt", taken_back_at as "takenBackAt" from written_answer
    where district = ${district} and id = ${act} order by person ${hold ? tx`for update` : tx``}`
}

export interface RestoredAnswer {
  person: string
  kind: string
  duties: string[]
  /** Its ladder goes on. */
  rings: boolean
  /** A yes, a no or a being there is gone, or is there again. */
  turned: boolean
}

/**
 * Puts the summonses of an act back to how they stood, where nothing was said since and nobody was stood down (primary keys). A
 * ladder goes on from where it was.
 */
export async function restoreBefore(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, act }: { district: string; act: string },
): Promise<RestoredAnswer[]> {
  return tx<RestoredAnswer[]>`
    with restored as (
      update summons s set acknowledged_at = w.was_heard, acknowledged_told = w.heard_told, accepted_at = w.was_yes,
        accepted_told = w.yes_told, declined_at = w.was_no, declined_told = w.no_told, decline_reason = w.was_reason,
        arrived_at = w.was_there, arrived_told = w.there_told, next_at = w.was_next
      from written_answer w
      where s.district = ${district} and w.district = ${district} and w.id = ${act} and w.taken_back_at is null
        and s.callout = w.callout and s.person = w.person and s.stood_down_at is null
        and s.acknowledged_at is not distinct from w.is_heard and s.accepted_at is not distinct from w.is_yes
        and s.declined_at is not distinct from w.is_no and s.arrived_at is not distinct from w.is_there
      returning s.person, w.kind, s.duties, s.next_at < 'infinity' as rings,
        (w.was_no is distinct from w.is_no or w.was_yes is distinct from w.is_yes or w.was_there is distinct from w.is_there) as turned
    ), noted as (
      update written_answer set taken_back_at = ${now}, taken_back_by = ${actorText(actor)}
      where district = ${district} and id = ${act} and person in (select person from restored)
    )
    select person, kind, duties, rings, turned from restored`
}
