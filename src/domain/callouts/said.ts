import type { Fragment, Tx } from '../../db/connect.ts'
import type { CalloutCounts } from './model.ts'

/**
 * What somebody who was called has said, by a moment: one rule for every figure, row and filter of answers. What they said and
 * whether they were stood down are two things: who said no and was stood down since is counted among those who said no.
 *
 * The fragments are about a summons `s`, at a moment or, null, now. A fact counts from when it came in (`…_told`), where that was
 * later than the moment that was told: nobody knew of it before.
 */

/** Facts of a summons that a person tells; the column beside each says when it came in. */
type Told = 'acknowledged_at' | 'accepted_at' | 'declined_at' | 'arrived_at'
type Fact = Told | 'stood_down_at'

/** That a fact was known at a moment. */
export const isKnown = (tx: Tx, fact: Fact, at: Date | null): Fragment => {
  if (at === null) return tx`s.${tx(fact)} is not null`
  if (fact === 'stood_down_at') return tx`coalesce(s.stood_down_at <= ${at}, false)`
  return tx`(s.${tx(fact)} is not null and greatest(s.${tx(fact)}, s.${tx(fact.replace('_at', '_told'))}) <= ${at})`
}

/** A fact's moment, if it was known by then. */
export const known = (tx: Tx, fact: Fact, at: Date | null): Fragment =>
  tx`case when ${isKnown(tx, fact, at)} then s.${tx(fact)} end`

/** That the last word is no: who accepts after declining has accepted. */
export const saysNo = (tx: Tx, at: Date | null): Fragment => tx`
  (${isKnown(tx, 'declined_at', at)} and not (${isKnown(tx, 'accepted_at', at)} and s.accepted_at >= s.declined_at))`

/** That it is known, and that it holds: who declines is not coming, and when they are there is there no more. */
export const holds = (tx: Tx, fact: 'accepted_at' | 'arrived_at', at: Date | null): Fragment => tx`
  (${isKnown(tx, fact, at)} and not ${saysNo(tx, at)})`

/** The furthest that they had come by what they said, as one of ANSWER_STATES but for `stood-down`. */
export const saidState = (tx: Tx, at: Date | null): Fragment => tx`
  case when ${saysNo(tx, at)} then 'declined'
    when ${isKnown(tx, 'arrived_at', at)} then 'arrived'
    when ${isKnown(tx, 'accepted_at', at)} then 'accepted'
    when ${isKnown(tx, 'acknowledged_at', at)} then 'acknowledged'
    when ${at === null ? tx`s.untold_at is not null` : tx`s.untold_at <= ${at}`} then 'untold' when s.passed_over = 'away' then 'away-not-called'
    when s.passed_over is not null then s.passed_over else 'called' end`

/** What they said, and after it `stood-down` where they were. */
export const statesOf = (tx: Tx, at: Date | null): Fragment => tx`
  array_remove(array[${saidState(tx, at)}, case when ${isKnown(tx, 'stood_down_at', at)} then 'stood-down' end], null)`

/** That a summons is found under one of these states. */
export const hasState = (tx: Tx, states: readonly string[], at: Date | null): Fragment => {
  const said = states.filter((state) => state !== 'stood-down')
  const parts = [
    said.length > 0 && tx`${saidState(tx, at)} = any(${said}::text[])`,
    said.length < states.length && isKnown(tx, 'stood_down_at', at),
  ].filter((part) => part !== false)
  return parts.length === 2 ? tx`(${parts[0] as Fragment} or ${parts[1] as Fragment})` : (parts[0] ?? tx`false`)
}

/** When it came to what is told last of it. */
export const lastKnown = (tx: Tx, at: Date | null): Fragment => tx`
  greatest(s.called_at, ${known(tx, 'acknowledged_at', at)}, ${known(tx, 'accepted_at', at)},
    ${known(tx, 'declined_at', at)}, ${known(tx, 'arrived_at', at)}, ${known(tx, 'stood_down_at', at)})`

/** The figures of a call-out as columns of an aggregate over its summonses, those called by the moment. */
export const answerCounts = (tx: Tx, at: Date | null): Fragment => {
  const heard = isKnown(tx, 'acknowledged_at', at)
  return tx`
    count(*)::int as called, count(*) filter (where ${heard})::int as acknowledged,
    count(*) filter (where ${holds(tx, 'accepted_at', at)})::int as accepted,
    count(*) filter (where ${saysNo(tx, at)})::int as declined,
    count(*) filter (where ${holds(tx, 'arrived_at', at)})::int as arrived,
    count(*) filter (where ${isKnown(tx, 'stood_down_at', at)})::int as "stoodDown",
    count(*) filter (where ${heard} and s.acknowledged_at <= s.called_at + interval '5 min')::int as m5,
    count(*) filter (where ${heard} and s.acknowledged_at <= s.called_at + interval '15 min')::int as m15,
    count(*) filter (where ${heard} and s.acknowledged_at <= s.called_at + interval '30 min')::int as m30`
}

/** A row of `answerCounts`. */
export type CountedRow = Omit<CalloutCounts, 'answeredWithin'> & { m5: number; m15: number; m30: number }

export function countsFrom({ m5, m15, m30, ...counts }: CountedRow): CalloutCounts {
  return { ...counts, answeredWithin: { '5': m5, '15': m15, '30': m30 } }
}
