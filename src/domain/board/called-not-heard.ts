import { z } from 'zod'
import { MINUTE } from '../../base/clock.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import type { AskedAs } from '../callouts/model.ts'
import { findCallout } from '../callouts/read.ts'
import type { UnheardKind } from './model.ts'

/** People of one call-out whose places lie in one area. */
export interface UnheardGroup {
  callout: string
  campaign: string
  kind: UnheardKind
  area: string
  areaName: string
  areaNames: Record<string, string>
  n: number
  /** Some of them by name. */
  names: string[]
  since: Date
}

/** One of them, for whoever telephones. */
export interface UnheardPerson {
  person: string
  name: string
  askedAs: AskedAs
  calledAt: Date
  /** How many duties are asked, and the first place. */
  duties: number
  place: string | null
  /** Why not, of who said no. */
  reason: string | null
}

/** Who has not been heard of for so long after the call was not heard of in time. */
const HEARD_WITHIN_MS = 5 * MINUTE
const LOOKED_THROUGH = 2_000
const GROUPS = 20

/** That a summons `s` was called for in vain so far: who was passed over was not called, and who is left untold is told of by call-out. */
const silent = (tx: Tx, now: Date): Fragment => tx`
  s.acknowledged_at is null and s.stood_down_at is null and s.passed_over is null and s.untold_at is null
  and s.called_at <= ${new Date(now.getTime() - HEARD_WITHIN_MS)}`

/** That a summons `s` was declined, and something that it asks for is still open (primary keys of duty and requirement). */
const declined = (tx: Tx, district: string, now: Date): Fragment => tx`
  s.declined_at is not null and (s.accepted_at is null or s.accepted_at < s.declined_at) and s.stood_down_at is null
  and coalesce((
    select true from duty d, lateral (
      select true from requirement r where r.district = ${district} and r.subject = d.subject and r.campaign = s.campaign
        and r.role = d.role and r.held < r.needed and r.gap_since <= ${now} offset 0) r
    where d.district = ${district} and d.id = any(s.duties) and d.ends > ${now} limit 1), false)`

/** The area of what a summons `s` asks for first, or the whole district (primary keys of duty, place and unit). */
const areaOf = (tx: Tx, district: string): Fragment => tx`
  coalesce((select coalesce(
      (select p.area from place p where p.district = ${district} and p.id = d.subject),
      (select u.area from unit u where u.district = ${district} and u.id = d.subject))
    from duty d where d.district = ${district} and d.id = s.duties[1]), ${district})`

/**
 * Who was called and is not heard of, by call-out and area, the longest first (index summons_silent); then who said no and whose
 * places are open still (index summons_declined). Of each 2,000 are looked through at most.
 */
export async function unheardIn(tx: Tx, now: Date, district: string, lane: string): Promise<UnheardGroup[]> {
  const open = await tx<{ id: string }[]>`
    select id from campaign where district = ${district} and lane = ${lane} and ends = 'infinity'`
  if (open.length === 0) return []
  const groups = await grouped(
    tx,
    district,
    'silent',
    tx`s.district = ${district} and s.lane = ${lane} and ${silent(tx, now)} order by s.called_at, s.callout, s.person`,
  )
  const ids = open.map((c) => c.id)
  const said = await grouped(
    tx,
    district,
    'declined',
    tx`s.district = ${district} and s.campaign = any(${ids}::uuid[]) and ${declined(tx, district, now)}`,
  )
  const running = new Set(ids)
  return [...groups, ...said].filter((g) => running.has(g.campaign)).slice(0, GROUPS)
}

async function grouped(tx: Tx, district: string, kind: UnheardKind, which: Fragment): Promise<UnheardGroup[]> {
  return tx<UnheardGroup[]>`
    select g.*, coalesce(a.name, '') as "areaName", coalesce(a.names, '{}') as "areaNames" from (
      select callout, campaign, ${kind} as kind, area, count(*)::int as n, min(at) as since,
        (array_agg(name order by at, name))[1:3] as names
      from (
        select s.*, coalesce((select name from person p where p.district = ${district} and p.id = s.person), '') as name,
          ${areaOf(tx, district)} as area
        from (
          select s.callout, s.campaign, s.person, s.duties,
            ${kind === 'silent' ? tx`s.called_at` : tx`s.declined_at`} as at
          from summons s where ${which} limit ${LOOKED_THROUGH}
        ) s
      ) s group by callout, campaign, area
    ) g left join area a on a.code = g.area
    order by since, callout, area limit ${GROUPS}`
}

/**
 * Those of one group, in the order of their ids, which ranks nobody (primary key of summons). CALLOUT_UNKNOWN, BAD_CURSOR.
 */
export async function readUnheard(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  district: string,
  request: PageRequest & { callout: string; kind: UnheardKind; area?: string | undefined },
): Promise<Page<UnheardPerson>> {
  const { callout, kind, area, limit, after } = request
  const [last] = keyOf(after, z.tuple([z.uuid()])) ?? [null]
  await findCallout(tx, viewer, district, callout)
  const which = kind === 'silent' ? silent(tx, now) : declined(tx, district, now)
  const rows = await tx<UnheardPerson[]>`
    select s.person, coalesce((select name from person p where p.district = ${district} and p.id = s.person), '') as name,
      s.asked_as as "askedAs", s.called_at as "calledAt", cardinality(s.duties) as duties,
      (select p.name from duty d join place p on p.district = ${district} and p.id = d.subject
        where d.district = ${district} and d.id = s.duties[1]) as place, s.decline_reason as reason
    from summons s
    where s.district = ${district} and s.callout = ${callout} and (${last}::uuid is null or s.person > ${last}::uuid)
      and ${which} and ${area === undefined ? tx`true` : tx`${areaOf(tx, district)} = ${area}`}
    order by s.person limit ${limit + 1}`
  return pageOf(rows, limit, (s) => [s.person])
}
