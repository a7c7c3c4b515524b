import type { Tx } from '../../db/connect.ts'
import type { AnswerKind, AskedAs, Callout } from './model.ts'

const CALLOUT = (tx: Tx) => tx`district, id, campaign, lane, started_at as "startedAt", ended_at as "endedAt", reason`

export async function calloutById(tx: Tx, district: string, id: string): Promise<Callout | null> {
  const [row] = await tx<Callout[]>`select ${CALLOUT(tx)} from callout where district = ${district} and id = ${id}`
  return row ?? null
}

/** The call-outs of a campaign, newest first, one page (index callout_by_campaign). */
export async function calloutsOf(
  tx: Tx,
  district: string,
  campaign: string,
  after: { startedAt: Date; id: string } | null,
  limit: number,
): Promise<Callout[]> {
  return tx<Callout[]>`
    select ${CALLOUT(tx)} from callout
    where district = ${district} and campaign = ${campaign} and (${after?.id ?? null}::uuid is null
      or (started_at, id) < (${after?.startedAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by started_at desc, id desc limit ${limit}`
}

/** Call-outs that are weighed against each other: those that went on last. */
const WEIGHED = 30

/**
 * The call-outs of a campaign to be watched at a moment: those that went on then, and of them those that had called most;
 * after them those that were over (callout_by_campaign, primary key of summons). A plan that fills the last three gaps
 * calls three people, and must not hide the two thousand who were called an hour before.
 */
export async function calloutsThen(
  tx: Tx,
  district: string,
  campaign: string,
  at: Date,
  limit: number,
): Promise<Callout[]> {
  return tx<Callout[]>`
    select ${CALLOUT(tx)} from (
      select *, coalesce(ended_at > ${at}, true) as goes_on from callout
      where district = ${district} and campaign = ${campaign} and started_at <= ${at}
      order by coalesce(ended_at > ${at}, true) desc, started_at desc, id desc limit ${WEIGHED}
    ) c
    order by c.goes_on desc, (select count(*) from summons s
      where s.district = ${district} and s.callout = c.id and s.called_at <= ${at}) desc, started_at desc, id desc
    limit ${limit}`
}

/** Somebody who was called and has not answered, and how far the ladder has come with them. */
export interface Silent {
  person: string
  name: string
  askedAs: AskedAs
  calledAt: Date
  /** Rung of the ladder, 0 the first, and the calls made on it. */
  step: number
  tries: number
  /** When the ladder moves on; null: it has come to its end. */
  nextAt: Date | null
  /** A channel said that the address is dead. */
  unreachable: boolean
  handedTo: string | null
}

/** Who has not answered a call-out and is still asked, by person (primary key of summons). */
export async function silentOf(
  tx: Tx,
  district: string,
  callout: string,
  after: string | null,
  limit: number,
): Promise<Silent[]> {
  return tx<Silent[]>`
    select s.person, coalesce(p.name, '') as name, s.asked_as as "askedAs", s.called_at as "calledAt", s.step, s.tries,
      nullif(s.next_at, 'infinity') as "nextAt", s.unreachable, s.handed_to as "handedTo"
    from summons s left join person p on p.district = s.district and p.id = s.person
    where s.district = ${district} and s.callout = ${callout} and s.acknowledged_at is null and s.stood_down_at is null
      and (${after}::uuid is null or s.person > ${after}::uuid)
    order by s.person limit ${limit}`
}

/** What somebody who was called has said, as it holds now, and when they last said yes or no. */
export interface SaidInCallout {
  kinds: Set<AnswerKind>
  acceptedAt: Date | null
  declinedAt: Date | null
}

/**
 * What those of these people who were called in a call-out have said in it, as it holds now: who came round after declining has
 * not declined (primary key of summons). Held until the transaction ends.
 */
export async function answeredBy(
  tx: Tx,
  district: string,
  callout: string,
  people: string[],
): Promise<Map<string, SaidInCallout>> {
  const rows = await tx<(Omit<SaidInCallout, 'kinds'> & { person: string; kinds: AnswerKind[] })[]>`
    select person, accepted_at as "acceptedAt", declined_at as "declinedAt", array_remove(array[
      case when acknowledged_at is not null then 'acknowledged' end,
      case when accepted_at is not null and not says_no then 'accepted' end,
      case when says_no then 'declined' end,
      case when arrived_at is not null and not says_no then 'arrived' end], null) as kinds
    from (
      select *, declined_at is not null and (accepted_at is null or declined_at >= accepted_at) as says_no from summons
      where district = ${district} and callout = ${callout} and person = any(${people}::uuid[])
      order by person for update
    ) s`
  return new Map(rows.map(({ person, kinds, ...times }) => [person, { ...times, kinds: new Set(kinds) }]))
}
