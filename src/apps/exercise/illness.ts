import type { Db, Tx } from '../../db/connect.ts'
import { audit } from '../../domain/audit/store.ts'
import { saveAndFollow } from '../../domain/callouts/actions.ts'
import { afterDecline } from '../../domain/gaps/actions.ts'
import { PLAYER } from './control.ts'

/** Where an exercise is played. */
interface Played {
  lane: string
  district: string
}

/** What somebody left open who fell ill: places under one role. */
export interface LeftPlaces {
  callout: string
  role: string
  places: string[]
}

/** Of those who said yes, so many that were given the most are looked through. */
const LOOKED_AT = 20

/**
 * Whoever holds the most places and said yes rings up: they can go on no more. It is an answer like any other, kept in the
 * exercise, and open at once; who it was stays with the call-out's desk. Null where nobody has said yes yet.
 */
export async function fallIll(db: Db, { lane, district }: Played, now: Date): Promise<LeftPlaces | null> {
  return db.write(now, async (tx) => {
    const helper = await busiestHelper(tx, { lane, district }, now)
    if (!helper) return null
    const { person, area, ...left } = helper
    const answer = { callout: left.callout, person, kind: 'declined', at: now } as const
    await saveAndFollow(tx, { now, actor: PLAYER, district }, [answer], afterDecline)
    const detail = { callout: left.callout, role: left.role, places: left.places.length, area, kind: helper.kind }
    await audit(tx, now, PLAYER, { district, lane, act: 'exercise.ill', subject: lane, detail })
    return left
  })
}

interface Helper extends LeftPlaces {
  person: string
  /** Of the first place: where it lies, and what kind of place they are. */
  area: string
  kind: string
}

/** Of those who said yes (summons_accepted), who holds the most in one role (primary key of duty). */
async function busiestHelper(tx: Tx, { lane, district }: Played, now: Date): Promise<Helper | null> {
  const [row] = await tx<Helper[]>`
    with open as materialized (
      select id from campaign where district = ${district} and lane = ${lane} and ends = 'infinity'
    ), said as materialized (
      select s.callout, s.person, s.duties from open o, lateral (
        select * from summons where district = ${district} and campaign = o.id and accepted_at is not null
          and declined_at is null and stood_down_at is null offset 0) s
      order by cardinality(s.duties) desc, s.person limit ${LOOKED_AT}
    ), held as materialized (
      select s.callout, s.person, d.role, array_agg(d.subject::text order by d.subject) as places from said s, lateral (
        select * from duty where district = ${district} and id = any(s.duties) and subject_kind = 'place'
          and starts <= ${now} and ends > ${now} offset 0) d
      group by s.callout, s.person, d.role order by count(*) desc, s.person limit 1
    )
    select h.*, p.area, p.kind from held h join place p on p.district = ${district} and p.id = h.places[1]::uuid`
  return row ?? null
}

/** Whether any of what was left open is still (primary key of requirement). */
export async function stillLeft(
  tx: Tx,
  { lane, district }: Played,
  now: Date,
  { role, places }: LeftPlaces,
): Promise<boolean> {
  const [open] = await tx`
    select from requirement r
    where r.district = ${district} and r.subject = any(${places}::uuid[]) and r.role = ${role}
      and r.campaign in (select id from campaign where district = ${district} and lane = ${lane} and ends = 'infinity')
      and r.starts <= ${now} and r.ends > ${now} and r.held < r.needed limit 1`
  return open !== undefined
}
