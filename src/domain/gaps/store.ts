import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { Delta, OpenCampaign } from './model.ts'
import { bits, holders, nextCheck, since } from './standing.ts'

/**
 * Works out anew how the chosen requirements of a campaign stand and returns what changed in the counts. `which` picks
 * the rows: those of some subjects after an act (primary key), or those that are due (index requirement_due).
 */
export async function restate(tx: Tx, now: Date, campaign: OpenCampaign, which: Fragment): Promise<Delta[]> {
  const { district, id } = campaign
  return tx<Delta[]>`
    with chosen as materialized (
      select ctid as row, subject, starts, ends, role, needed, area, unit, rule, due, counted, gap_since from requirement
      where district = ${district} and campaign = ${id} and ${which}
      for update
    ), found as (
      select row, area, unit, rule, counted as was, held, ${bits(tx, now)} as stands,
        ${since(tx, now, tx`gap_since`)} as gap_since, ${nextCheck(tx, now)} as check_at
      from (
        select * from chosen c,
          ${holders(tx, campaign, { subject: tx`c.subject`, role: tx`c.role`, at: tx`greatest(c.starts, ${now})` })}
      ) n
    ), written as (
      update requirement q set held = f.held, counted = f.stands, gap_since = f.gap_since, check_at = f.check_at
      from found f
      where q.ctid = f.row and q.district = ${district}
        and (q.held, q.counted, q.check_at) is distinct from (f.held, f.stands::smallint, f.check_at)
      returning f.area, f.unit, f.rule, f.was, f.stands
    ), stamped as (
      update campaign c set gap_stamp = gap_stamp + 1, required_stamp = required_stamp + moved.required
      from (select count(*) as n, max((was & 1) # (stands & 1)) as required from written where was <> stands) moved
      where c.district = ${district} and c.id = ${id} and moved.n > 0
    )
    select area, unit, rule, sum((stands & 1) - (was & 1))::int as required,
      sum((stands >> 1 & 1) - (was >> 1 & 1))::int as unheld, sum((stands >> 2 & 1) - (was >> 2 & 1))::int as late
    from written where was <> stands
    group by area, unit, rule`
}

/** Rows of these subjects that are in force or still counted. */
export const ofSubjects = (tx: Tx, now: Date, subjects: string[]) =>
  tx`subject = any(${subjects}::uuid[]) and (ends > greatest(starts, ${now}) or counted <> 0)`

/** Of the rows of these subjects, those that such evidence can change: it is asked of them, and they have begun. */
export const awaiting = (tx: Tx, now: Date, heard: { subject: string; kind: string }[]) => tx`
  ${ofSubjects(
    tx,
    now,
    heard.map((h) => h.subject),
  )} and evidence = any(${[...new Set(heard.map((h) => h.kind))]}::text[]) and starts <= ${now}`

/** Rows that time alone may have changed. */
export const dueBy = (tx: Tx, now: Date) => tx`check_at <= ${now}`

/** When time alone next changes a requirement of the campaign (index requirement_due); null: never. */
export async function nextCheckOf(tx: Tx, campaign: OpenCampaign): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(check_at) as at from requirement
    where district = ${campaign.district} and campaign = ${campaign.id} and check_at < 'infinity'`
  return row?.at ?? null
}

/**
 * What records say of the evidence that requirements wait for: asked again and again, the next falls due `every` after
 * the last; asked once, it is there. A record from before the requirement began does not answer it. (Primary key, twice: a
 * moment and an interval are added up in a query of its own beside the update, which the offset keeps apart. A distributed
 * update refuses in its `case` a sum in which the session's time zone has a say.)
 */
export async function takeEvidence(
  tx: Tx,
  campaign: OpenCampaign,
  heard: { subject: string; kind: string; occurredAt: Date }[],
): Promise<void> {
  await tx`
    update requirement q set due = case when n.every is null then 'infinity' else greatest(n.due, n.next) end
    from (
      select r.subject, r.rule, r.starts, r.needed, r.due, r.every, h.at + r.every as next
      from (
        select subject, kind, max("occurredAt") as at
        from ${rows(tx, heard, { subject: 'uuid', kind: 'text', occurredAt: 'timestamptz' })} group by subject, kind
      ) h join requirement r on r.district = ${campaign.district} and r.subject = h.subject and r.campaign = ${campaign.id}
        and r.evidence = h.kind and h.at >= r.starts and h.at < r.ends
      where r.subject = any(${heard.map((h) => h.subject)}::uuid[])
      offset 0
    ) n
    where q.district = ${campaign.district} and q.campaign = ${campaign.id}
      and (q.subject, q.rule, q.starts, q.needed) = (n.subject, n.rule, n.starts, n.needed)`
}
