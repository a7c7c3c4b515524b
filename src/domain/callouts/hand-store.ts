import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { forgetAside } from './aside.ts'
import type { AskedAs } from './model.ts'

/** How a summons stands, for what people do about it by hand. */
export interface Standing {
  person: string
  askedAs: AskedAs
  step: number
  tries: number
  handedTo: string | null
  acknowledgedAt: Date | null
  /** Accepted, declined or arrived: the matter is settled. */
  settled: boolean
  stoodDownAt: Date | null
  /** A person stopped the call-out while this one was waited for. */
  stopped: boolean
}

/** The summonses of these people in a call-out, locked: a climb that runs beside waits (primary key of summons). */
export async function standingOf(tx: Tx, district: string, callout: string, people: string[]): Promise<Standing[]> {
  return tx<Standing[]>`
    select person, asked_as as "askedAs", step, tries, handed_to as "handedTo", acknowledged_at as "acknowledgedAt",
      coalesce(accepted_at, declined_at, arrived_at) is not null as settled, stood_down_at as "stoodDownAt",
      stopped_at is not null as stopped
    from summons where district = ${district} and callout = ${callout} and person = any(${people}::uuid[])
    order by person for update`
}

/**
 * One more call now, beside the ladder's own; an address that was dead is tried again. Of those for whom the call-out was stopped
 * it is begun again.
 */
export async function ringAgain(tx: Tx, now: Date, district: string, callout: string, people: string[]): Promise<void> {
  await forgetAside(tx, district, callout, people)
  await tx`
    update summons set again_at = ${now}, next_at = ${now}, unreachable = false, untold_at = null,
      stood_down_at = case when stopped_at is null then stood_down_at end, stopped_at = null
    where district = ${district} and callout = ${callout} and person = any(${people}::uuid[])`
}

/** Puts ladders on another rung, which is due now. */
export async function moveTo(
  tx: Tx,
  now: Date,
  district: string,
  callout: string,
  moves: { person: string; step: number }[],
): Promise<void> {
  const people = moves.map((m) => m.person)
  await forgetAside(tx, district, callout, people)
  await tx`
    update summons s set step = t.step, tries = 0, next_at = ${now}, untold_at = null
    from ${rows(tx, moves, { person: 'uuid', step: 'int' })}
    where s.district = ${district} and s.callout = ${callout} and s.person = t.person`
}

/** A call-out in which ladders stand still no longer is not over. */
export async function reopen(tx: Tx, district: string, callout: string): Promise<void> {
  await tx`update callout set ended_at = null where district = ${district} and id = ${callout} and ended_at is not null`
}
