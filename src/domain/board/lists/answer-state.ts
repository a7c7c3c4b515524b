import type { Fragment, Tx } from '../../../db/connect.ts'

/**
 * The furthest that a summons `s` had come by a moment, as one of ANSWER_STATES. Who accepts after declining has accepted, and
 * who declines when they are there is there no more; what was told after the moment was not known then.
 */
export const answerState = (tx: Tx, at: Date): Fragment => tx`
  case when s.stood_down_at <= ${at} then 'stood-down'
    when s.declined_at <= ${at} and (s.accepted_at is null or s.accepted_at > ${at} or s.accepted_at < s.declined_at) then 'declined'
    when s.arrived_at <= ${at} then 'arrived'
    when s.accepted_at <= ${at} then 'accepted'
    when s.acknowledged_at <= ${at} then 'acknowledged'
    when s.untold_at <= ${at} then 'untold' when s.passed_over = 'away' then 'away-not-called'
    when s.passed_over is not null then s.passed_over else 'called' end`

/** When it came to that. */
export const answerAt = (tx: Tx, at: Date): Fragment => tx`
  greatest(s.called_at, ${known(tx, 'acknowledged_at', at)}, ${known(tx, 'accepted_at', at)},
    ${known(tx, 'declined_at', at)}, ${known(tx, 'arrived_at', at)}, ${known(tx, 'stood_down_at', at)})`

/** A moment of a summons, if it had come by then. */
export const known = (tx: Tx, column: string, at: Date): Fragment =>
  tx`case when s.${tx(column)} <= ${at} then s.${tx(column)} end`
