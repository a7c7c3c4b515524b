import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { AskedAs } from './model.ts'

/** One summons: who is asked in which call-out. */
export interface SummonsKey {
  callout: string
  person: string
}

const KEY = { callout: 'uuid', person: 'uuid' } as const

/** Stands down everyone in a campaign who is still asked, and of whose duties `required` (a query of ids) wants none. */
export async function standDown(
  tx: Tx,
  now: Date,
  district: string,
  campaign: string,
  required: Fragment,
): Promise<SummonsKey[]> {
  return tx<SummonsKey[]>`
    with asked as (
      select callout, person, unnest(duties) as id from summons
      where district = ${district} and campaign = ${campaign} and stood_down_at is null and asked_as = 'holder'
    ), free as (
      select callout, person from (
        select callout, person, bool_or(wanted) over (partition by id) as wanted from (
          select callout, person, id, false as wanted from asked union all select null, null, id, true from (${required}) r
        ) x
      ) y where callout is not null group by callout, person having not bool_or(wanted)
    )
    update summons s set stood_down_at = ${now}, next_at = 'infinity' from free f
    where s.district = ${district} and s.callout = f.callout and s.person = f.person
    returning s.callout, s.person`
}

/**
 * Stands down deputies and superiors of call-outs in which nobody is left at whose door they are wanted. Those call-outs
 * are found once (index summons_handed), and not for each helper.
 */
export async function standDownHelpers(tx: Tx, now: Date, district: string, campaign: string): Promise<SummonsKey[]> {
  return tx<SummonsKey[]>`
    update summons s set stood_down_at = ${now}, next_at = 'infinity'
    where s.district = ${district} and s.campaign = ${campaign} and s.stood_down_at is null and s.asked_as <> 'holder'
      and s.callout not in (select h.callout from summons h where h.district = ${district}
        and h.asked_as = 'holder' and h.handed_to is not null and h.stood_down_at is null)
    returning s.callout, s.person`
}

/** A holder's summons that still stands, with what it asks. */
export interface AskedSummons extends SummonsKey {
  campaign: string
  lane: string
  duties: string[]
}

/**
 * What these people are still asked as holders, in every lane; whoever has said no is on no way from which to be called back.
 * Locked, so that of two acts that take the last two duties of
 * one summons the second sees what the first did (index summons_by_person).
 */
export async function askedOfPeople(tx: Tx, district: string, people: readonly string[]): Promise<AskedSummons[]> {
  return tx<AskedSummons[]>`
    select callout, person, campaign, lane, duties from summons
    where district = ${district} and person = any(${people as string[]}::uuid[]) and stood_down_at is null
      and asked_as = 'holder' and (declined_at is null or accepted_at > declined_at)
    order by person, callout for update`
}

/** Stands these summonses down; those that are already are left alone (primary key). */
export async function standDownThese(
  tx: Tx,
  now: Date,
  district: string,
  free: readonly SummonsKey[],
): Promise<SummonsKey[]> {
  return tx<SummonsKey[]>`
    update summons s set stood_down_at = ${now}, next_at = 'infinity' from ${rows(tx, free, KEY)}
    where s.district = ${district} and s.callout = t.callout and s.person = t.person and s.stood_down_at is null
    returning s.callout, s.person`
}

/** Who was handed to whom in a call-out, and who is asked there for others. */
export interface Handed extends SummonsKey {
  askedAs: AskedAs
  handedTo: string | null
  stoodDown: boolean
}

/** The summonses of these call-outs that were handed on or are asked for others (primary key). */
export async function handedIn(tx: Tx, district: string, callouts: readonly string[]): Promise<Handed[]> {
  return tx<Handed[]>`
    select callout, person, asked_as as "askedAs", handed_to as "handedTo", stood_down_at is not null as "stoodDown"
    from summons
    where district = ${district} and callout = any(${callouts as string[]}::uuid[])
      and (handed_to is not null or asked_as <> 'holder')`
}
