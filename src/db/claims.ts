import { MINUTE, SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { StepName } from './agenda.ts'
import type { Tx } from './connect.ts'
import { causeOf } from './set-aside.ts'
import { SQLSTATE } from './sqlstate.ts'

/** A step in a district that an engine has claimed. */
export interface Due {
  lane: string
  district: string
  step: StepName
}

/** `askedAt`: since when it is asked for. */
export interface Claimed extends Due {
  askedAt: Date
}

/**
 * What is to be claimed, by whom it is judged: steps in the flow's order, and which of them give way to what calls people; `now` is
 * the lane's time, `wall` that by which leases run out.
 */
export interface Look {
  lane: string
  steps: readonly StepName[]
  givingWay?: readonly StepName[]
  now: Date
  wall: Date
}

/** A lease on a step, held while its engine does what the step left to be done outside its transaction. */
export interface Lease extends Due {
  id: string
  /** The ask that would make the step due again. */
  ask: string
}

/** How long an engine that holds a lease and was not heard of is believed to live. */
export const LEASE_MS = 30 * SECOND
/**
 * A step that fails is tried again after a minute, then after two, four, eight, and from then on every ten; one that fails by the
 * state of the database each minute.
 */
const LONGEST_WAIT_MS = 10 * MINUTE
/** And the first time that it met with others in each other's way. */
const RACE_WAIT_MS = 2 * SECOND

/** For how long steps that give way do so: after that they have their turn as all others, lest they never come to it. */
const GIVES_WAY_MS = 5 * SECOND

/** Due steps that are looked at together: enough to pass over those that other engines have, few enough to look each one up. */
const LOOKED_AT = 25

/**
 * Claims the due step whose turn it is: locks its row in step_run until the transaction ends, passing over those that
 * other engines hold, and takes away the asks for it that are visible now. An act that commits later leaves its ask for the
 * next run. Of asks for later moments the earliest is kept. Returns null when nothing is due, 'unknown' when a due step has
 * no row yet (see `makeKnown`), 'taken' when another engine did it in the moment before.
 */
export async function claim(tx: Tx, look: Look): Promise<Claimed | null | 'unknown' | 'taken'> {
  for (let from = 0; ; from += LOOKED_AT) {
    const due = await dueFrom(tx, look, from)
    if (due.some((d) => !d.known)) return 'unknown'
    const free = due.filter((d) => d.free)
    const claimed = free.length > 0 ? await lockFirst(tx, look, free) : null
    if (claimed) {
      const askedAt = await takeAsks(tx, claimed, look.now)
      return askedAt ? { ...claimed, askedAt } : 'taken'
    }
    if (due.length < LOOKED_AT) return null
  }
}

type Seen = Pick<Due, 'district' | 'step'> & { known: boolean; free: boolean }

/**
 * Due steps in the order of their turns (index agenda_due), and whether each may be claimed (primary key of step_run). The first of
 * the flow comes first, which takes in what everything else follows from. Then districts take turns, by what was asked for first: a
 * step that is done in pieces asks for itself anew, and so goes behind all districts that wait. In a district they go by the flow,
 * each no earlier than those before it: who is to be stood down is not called again in the moment before.
 */
function dueFrom(tx: Tx, { lane, steps, givingWay = [], now, wall }: Look, from: number): Promise<Seen[]> {
  const names = steps as StepName[]
  const waiting = new Date(now.getTime() - GIVES_WAY_MS)
  return tx<Seen[]>`
    with asked as (
      select district, step, min(at) as at, array_position(${names}::text[], step) as place from agenda
      where lane = ${lane} and at <= ${now} and step = any(${names}) group by district, step
    ), ranked as (
      select *, case when place = 1 then 0 when step = any(${givingWay as StepName[]}) and at > ${waiting} then 2 else 1 end as rank
      from asked
    ), due as materialized (
      select district, step, rank, place, max(at) over (partition by district, rank order by place) as turn from ranked
      order by rank, turn, place, district limit ${LOOKED_AT} offset ${from}
    )
    select due.district, due.step, r.put_off_until is not null as known,
      r.put_off_until <= ${now} and (r.leased_until is null or r.leased_until <= ${wall}) as free
    from due left join lateral (
      select put_off_until, leased_until from step_run r
      where r.district = due.district and r.step = due.step and r.lane = ${lane} limit 1) r on true
    order by due.rank, due.turn, due.place, due.district`
}

/**
 * Locks the first of these that no other engine has, and that is still free: the lock is got after they were looked at. Keys are
 * compared with a list and not joined with one: how a join is planned would hang on what is known of a table that has just grown.
 */
async function lockFirst(tx: Tx, { lane, now, wall }: Look, free: readonly Seen[]): Promise<Due | null> {
  const keys = free.map(({ district, step }) => `${district} ${step}`)
  const districts = free.map((f) => f.district)
  const [locked] = await tx<Due[]>`
    select lane, district, step from step_run
    where district = any(${districts}::text[]) and lane = ${lane} and district || ' ' || step = any(${keys}::text[])
      and put_off_until <= ${now} and (leased_until is null or leased_until <= ${wall})
    order by array_position(${keys}::text[], district || ' ' || step) limit 1 for update skip locked`
  return locked ?? null
}

/** Takes away the asks that are due, and of those for later all but the earliest (index agenda_by_step); null if none was due, else the first of them. */
async function takeAsks(tx: Tx, { lane, district, step }: Due, now: Date): Promise<Date | null> {
  const [asks] = await tx<{ first: Date | null }[]>`
    with gone as (
      delete from agenda
      where lane = ${lane} and district = ${district} and step = ${step} and (at <= ${now} or id <> coalesce((
        select id from agenda
        where lane = ${lane} and district = ${district} and step = ${step} and at > ${now}
        order by at, id limit 1), id))
      returning at
    ) select min(at) as first from gone where at <= ${now}`
  return asks?.first ?? null
}

/** Makes a row in step_run for each due step that has none: in a transaction of its own, so that others do not wait. */
export async function makeKnown(tx: Tx, lane: string, now: Date): Promise<void> {
  await tx`
    insert into step_run (lane, district, step)
    select distinct lane, district, step from agenda where lane = ${lane} and at <= ${now} order by district, step
    on conflict do nothing`
}

/** Notes in the claim's own transaction that the step is done. */
export async function noteDone(tx: Tx, { lane, district, step }: Due, now: Date): Promise<void> {
  await tx`
    update step_run set began_at = ${now}, last_ok_at = ${now}, ${SOUND(tx)}
    where lane = ${lane} and district = ${district} and step = ${step}`
}

/** Lets go of everything that a failure or a lease has set. */
const SOUND = (tx: Tx) => tx`
  fails = 0, failing_since = null, fault_code = null, fault_reason = null, put_off_until = '-infinity',
  lease = null, leased_until = null`

/**
 * Takes a lease in the claim's transaction, for what the step does after it. The step is asked for anew in the same
 * transaction, from when it was asked for: if this engine dies, another does it once the lease has run out, and if it fails it is
 * seen since when.
 */
export async function takeLease(tx: Tx, due: Claimed, now: Date, wall: Date): Promise<Lease> {
  const { lane, district, step, askedAt } = due
  const id = newId(wall)
  const [asked] = await tx<{ id: string }[]>`
    insert into agenda (lane, district, step, at) values (${lane}, ${district}, ${step}, ${askedAt}) returning id::text`
  const ask = asked?.id ?? '0'
  await tx`
    update step_run set began_at = ${now}, lease = ${id}, leased_until = ${leaseEnd(wall)}
    where lane = ${lane} and district = ${district} and step = ${step}`
  return { lane, district, step, id, ask }
}

/** Prolongs a lease; false when it ran out and another engine has the step. */
export async function renewLease(tx: Tx, { lane, district, step, id }: Lease, wall: Date): Promise<boolean> {
  const renewed = await tx`
    update step_run set leased_until = ${leaseEnd(wall)}
    where lane = ${lane} and district = ${district} and step = ${step} and lease = ${id}`
  return renewed.count > 0
}

/** What was done under the lease is done: takes back the ask that was made for the case of a death. */
export async function endLease(tx: Tx, { lane, district, step, id, ask }: Lease, now: Date): Promise<void> {
  const ended = await tx`
    update step_run set last_ok_at = ${now}, ${SOUND(tx)}
    where lane = ${lane} and district = ${district} and step = ${step} and lease = ${id}`
  if (ended.count > 0) await tx`delete from agenda where id = ${ask}`
}

/** Lets go of a lease whose work was given up before its end: the ask that was made for the case of a death makes it due. */
export async function dropLease(tx: Tx, { lane, district, step, id }: Lease): Promise<void> {
  await tx`
    update step_run set lease = null, leased_until = null
    where lane = ${lane} and district = ${district} and step = ${step} and lease = ${id}`
}

const leaseEnd = (wall: Date) => new Date(wall.getTime() + LEASE_MS)

/** A failure of a step: in its transaction, or of what it did under a lease. */
export interface Failure {
  due: Due | Lease
  now: Date
  wall: Date
  error: unknown
}

/**
 * Counts a failure and puts the step off, longer each time; its asks stay. A row that another engine has claimed meanwhile is
 * left to it: nothing waits here.
 */
export async function putOff(tx: Tx, { due, now, wall, error }: Failure): Promise<void> {
  const { lane, district, step } = due
  const [row] = await tx<{ fails: number }[]>`
    select fails from step_run
    where lane = ${lane} and district = ${district} and step = ${step}
      and (leased_until is null or leased_until <= ${wall} or lease = ${'id' in due ? due.id : null})
    for update skip locked`
  if (!row) return
  // What only the database's state refuses, such as a full disk, may go the moment that is mended.
  const longest = isItsState(error) || isRace(error) ? MINUTE : LONGEST_WAIT_MS
  const wait = Math.min(longest, (isRace(error) ? RACE_WAIT_MS : MINUTE) * 2 ** Math.min(row.fails, 10))
  const { code, reason } = causeOf(error)
  await tx`
    update step_run set began_at = ${now}, fails = fails + 1, failing_since = coalesce(failing_since, ${now}),
      fault_code = ${code}, fault_reason = ${reason}, put_off_until = ${new Date(now.getTime() + wait)},
      lease = null, leased_until = null
    where lane = ${lane} and district = ${district} and step = ${step}`
}

/** Whether an error tells of the state of the database, and of nothing that a step did. */
function isItsState(error: unknown): boolean {
  return error instanceof MusterError && error.code.startsWith('DB_')
}

/** Whether a step only came in the way of others, who came in its way: it may be done in a moment. */
function isRace(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return code === SQLSTATE.deadlock || code === SQLSTATE.serializationFailure || code === SQLSTATE.lockTimeout
}

/** Lets a step that was put off run at once, unless it runs just now. */
export async function putOffNoMore(tx: Tx, { lane, district, step }: Due): Promise<void> {
  await tx`
    update step_run r set put_off_until = '-infinity' from (
      select lane, district, step from step_run
      where lane = ${lane} and district = ${district} and step = ${step} for update skip locked) free
    where r.lane = free.lane and r.district = free.district and r.step = free.step`
}

/** The steps that were done in a lane since a moment, as `district step`. */
export async function doneSince(tx: Tx, lane: string, since: Date): Promise<Set<string>> {
  const done = await tx<{ key: string }[]>`
    select district || ' ' || step as key from step_run where lane = ${lane} and last_ok_at >= ${since}`
  return new Set(done.map((row) => row.key))
}

/** Whether a step of a lane was done, or put off, at a time after this one. */
export async function runsAhead(tx: Tx, lane: string, at: Date): Promise<boolean> {
  const [found] =
    await tx`select true from step_run where lane = ${lane} and greatest(began_at, last_ok_at) > ${at} limit 1`
  return found !== undefined
}

/** Takes back what steps of a lane noted by a clock that was ahead: when they were done, until when they are put off or leased. */
export async function runsBackTo(tx: Tx, lane: string, now: Date, wall: Date): Promise<void> {
  await tx`
    update step_run set began_at = least(began_at, ${now}), last_ok_at = least(last_ok_at, ${now}),
      failing_since = least(failing_since, ${now}),
      put_off_until = case when put_off_until > ${new Date(now.getTime() + LONGEST_WAIT_MS)} then ${now} else put_off_until end,
      leased_until = case when leased_until > ${leaseEnd(wall)} then ${wall} else leased_until end
    where lane = ${lane}`
}

/** Ends all leases: where no other process can have the data, those that stand are of one that died. */
export async function endLeases(tx: Tx): Promise<void> {
  await tx`update step_run set lease = null, leased_until = null where lease is not null`
}
