import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { AskedAs } from './model.ts'
import type { SummonsKey } from './stand-down.ts'

/** A summons that was stood down, with what it asked. */
export interface StoodDown extends SummonsKey {
  askedAs: AskedAs
  duties: string[]
}

/** The summonses of a call-out that were stopped at a moment, after one of them, locked (primary key). */
export async function stoppedAt(
  tx: Tx,
  district: string,
  callout: string,
  at: Date,
  after: SummonsKey,
  limit: number,
): Promise<StoodDown[]> {
  return lockStoodDown(
    tx,
    district,
    tx`callout = ${callout} and person > ${after.person} and stopped_at = ${at}`,
    limit,
  )
}

/** The summonses of a campaign that were stood down from a moment on, and not by a stop, after one of them, locked (primary key). */
export async function stoodDownSince(
  tx: Tx,
  district: string,
  campaign: string,
  since: Date,
  after: SummonsKey,
  limit: number,
): Promise<StoodDown[]> {
  const which = tx`(callout, person) > (${after.callout}::uuid, ${after.person}::uuid)
    and campaign = ${campaign} and stood_down_at >= ${since} and stopped_at is null`
  return lockStoodDown(tx, district, which, limit)
}

async function lockStoodDown(tx: Tx, district: string, which: Fragment, limit: number): Promise<StoodDown[]> {
  return tx<StoodDown[]>`
    select callout, person, asked_as as "askedAs", duties from summons
    where district = ${district} and ${which} order by callout, person limit ${limit} for update`
}

/**
 * Makes summonses stand again as they stood, and ask for what was given again too. The ladder goes on for who was never heard of and
 * was not handed on; a call-out that had ended is open again until nobody is waited for.
 */
export async function resumeSummonses(
  tx: Tx,
  now: Date,
  district: string,
  wanted: readonly (SummonsKey & { given: readonly string[] })[],
): Promise<SummonsKey[]> {
  if (wanted.length === 0) return []
  const back = await tx<SummonsKey[]>`
    update summons s set stood_down_at = null, stopped_at = null, duties = s.duties || t.given,
      next_at = case when coalesce(s.acknowledged_at, s.accepted_at, s.declined_at, s.arrived_at) is null
        and s.handed_to is null and s.untold_at is null then ${now}::timestamptz else 'infinity' end
    from ${rows(tx, wanted, { callout: 'uuid', person: 'uuid', given: 'uuid[]' })}
    where s.district = ${district} and s.callout = t.callout and s.person = t.person and s.stood_down_at is not null
    returning s.callout, s.person`
  const callouts = [...new Set(back.map((s) => s.callout))]
  await tx`
    update callout o set ended_at = null
    where o.district = ${district} and o.id = any(${callouts}::uuid[]) and o.ended_at is not null and exists (
      select from summons s where s.district = ${district} and s.callout = o.id and s.next_at < 'infinity')`
  return [...back]
}

/**
 * Makes the summonses of deputies and superiors stand again who were stood down from a moment on: those of call-outs in which somebody at
 * whose door they are wanted stands again. (Primary key.)
 */
export async function resumeHelpers(
  tx: Tx,
  district: string,
  since: Date,
  beside: readonly SummonsKey[],
): Promise<SummonsKey[]> {
  const callouts = [...new Set(beside.map((s) => s.callout))]
  const handed = await tx<{ callout: string }[]>`
    select distinct callout from summons
    where district = ${district} and callout = any(${callouts}::uuid[]) and asked_as = 'holder' and handed_to is not null
      and stood_down_at is null`
  const back = await tx<SummonsKey[]>`
    update summons set stood_down_at = null
    where district = ${district} and callout = any(${handed.map((h) => h.callout)}::uuid[]) and stood_down_at >= ${since}
      and stopped_at is null and asked_as <> 'holder'
    returning callout, person`
  return [...back]
}
