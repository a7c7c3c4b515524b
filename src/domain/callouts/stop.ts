import { MusterError } from '../../base/errors.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { tryOut } from '../../db/try-out.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { writeOnce } from '../audit/once.ts'
import { audit } from '../audit/store.ts'
import { endCallouts } from './ending.ts'
import { findCallout } from './read.ts'
import { queueStandDown, withdrawMessages } from './tell-stood-down.ts'

export interface StopInput {
  district: string
  callout: string
  /** Null only where it is tried out. */
  reason: string | null
  /** Whether those who were reached are told that they may stay. */
  tell: boolean
  key?: string | undefined
}

/** What a stop does, or would do. */
export interface StoppedCallout {
  /** People who are waited for no longer; a few of them by name. */
  people: number
  names: string[]
  /** Of these, those whose ladder would have gone on. */
  ringing: number
  /** Calls taken back that nobody had sent. */
  withdrawn: number
  /** Messages that tell people that they may stay: one each for those who were reached. */
  told: number
  /** People who said yes, or no, or are there: nothing changes for them. */
  settled: number
}

const NAMED = 5

/**
 * Stops a call-out: the ladders of all who are still waited for stand, calls that nobody has sent are taken back, and those who were
 * reached are told, or not. Deputies and superiors who are asked for others are stopped too, whatever they said, unless they
 * declined. What people answer for stays; the engine does not call them for it again, until somebody does so by hand
 * (`callAgain`). In an exercise as in real life. CALLOUT_UNKNOWN, CALLOUT_OVER where nobody is waited for, KEY_USED.
 */
export async function stopCallout(db: Db, now: Date, actor: Actor, input: StopInput): Promise<StoppedCallout> {
  const { district, callout, reason, tell, key } = input
  const sent = { district, key, act: 'callout.stop', asked: [callout, reason, tell] }
  return writeOnce(db, now, sent, (tx) => stopNow(tx, now, actor, input))
}

/** What `stopCallout` would do at this moment; nothing is kept of it. CALLOUT_UNKNOWN, CALLOUT_OVER. */
export async function tryStop(db: Db, now: Date, actor: Actor, input: StopInput): Promise<StoppedCallout> {
  return tryOut(db, now, (tx) => stopNow(tx, now, actor, input))
}

async function stopNow(tx: Tx, now: Date, actor: Actor, input: StopInput): Promise<StoppedCallout> {
  const { district, callout: id, reason, tell } = input
  const callout = await findCallout(tx, actor, district, id)
  const stopped = await standStill(tx, now, district, id)
  if (stopped.length === 0) throw new MusterError('CALLOUT_OVER', { callout: id })
  const keys = stopped.map(({ person }) => ({ callout: id, person }))
  const withdrawn = await withdrawMessages(tx, now, district, keys, 'the call-out was stopped')
  const told = tell ? await queueStandDown(tx, now, district, callout.lane, keys) : 0
  await tx`
    update callout set stopped_at = ${now}, stop_reason = ${reason}, stopped_by = ${actorText(actor)}
    where district = ${district} and id = ${id}`
  await endCallouts(tx, now, actor, district, tx`id = ${id}`)
  const ringing = stopped.filter((s) => s.ringing).length
  const detail = { reason, people: stopped.length, ringing, withdrawn, told }
  await audit(tx, now, actor, { district, lane: callout.lane, act: 'callout.stop', subject: id, detail })
  if (told > 0) await ask(tx, callout.lane, district, 'send', now)
  const [rest] = await tx<{ n: number }[]>`
    select count(*)::int as n from summons where district = ${district} and callout = ${id} and stood_down_at is null`
  const few = stopped.slice(0, NAMED).map((s) => s.person)
  const names = await tx<{ name: string }[]>`
    select name from person where district = ${district} and id = any(${few}::uuid[]) order by name, id`
  return {
    people: stopped.length,
    names: names.map((n) => n.name),
    ringing,
    withdrawn,
    told,
    settled: rest?.n ?? 0,
  }
}

/** Stands down whoever is still waited for (primary key of summons); a climb that runs beside is waited for. */
async function standStill(
  tx: Tx,
  now: Date,
  district: string,
  callout: string,
): Promise<{ person: string; ringing: boolean }[]> {
  return tx<{ person: string; ringing: boolean }[]>`
    with waited as (
      select person, next_at < 'infinity' as ringing from summons
      where district = ${district} and callout = ${callout} and stood_down_at is null
        and (coalesce(accepted_at, declined_at, arrived_at) is null
          or asked_as <> 'holder' and arrived_at is null and (declined_at is null or accepted_at > declined_at))
      order by person for update
    )
    update summons s set stood_down_at = ${now}, stopped_at = ${now}, next_at = 'infinity' from waited w
    where s.district = ${district} and s.callout = ${callout} and s.person = w.person
    returning s.person, w.ringing`
}
