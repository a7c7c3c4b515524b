import type { Fragment, Tx } from '../../db/connect.ts'
import { movedCounts } from './count-columns.ts'
import type { Delta, OpenCampaign } from './model.ts'
import { away, bitsOfRow, declined, holders, nextCheck, since } from './standing.ts'

/** Evidence that came in: what of, and when. */
export interface Heard {
  subject: string
  kind: string
  occurredAt: Date
}

/** Requirements of a campaign that this transaction has locked, by where they lie; nobody else moves them until it ends. */
export type LockedRows = readonly string[]

/** Which requirements of a campaign an act can change: of what subjects, a query of (subject), and what is true of them. */
export interface WhichRequirements {
  subjects: Fragment
  are: Fragment
}

/**
 * Locks requirements of some subjects, in the order of their key. A statement of its own before `restate`: one that waits for a
 * lock counts the duties of before it waited, and of two acts on one place the second would not see the first's.
 *
 * They are looked for subject by subject (primary key), and the campaign is named as no index knows it: by one that has campaigns,
 * a planner that knows nothing of the table would read all of the campaign's.
 */
export async function lockRequirements(
  tx: Tx,
  { district, id }: OpenCampaign,
  { subjects, are }: WhichRequirements,
): Promise<LockedRows> {
  const rows = await tx<{ row: string }[]>`
    select r.row from (select distinct subject from (${subjects}) s order by subject) s, lateral (
      select ctid::text as row from requirement
      where district = ${district} and subject = s.subject and campaign::text || '' = ${id}::text and ${are}
      order by rule, starts, needed for update) r`
  return rows.map((r) => r.row)
}

/** The same for those that time alone may have changed, at most so many (index requirement_due). */
export async function lockDue(tx: Tx, now: Date, { district, id }: OpenCampaign, most: number): Promise<LockedRows> {
  const rows = await tx<{ row: string }[]>`
    select ctid::text as row from requirement where district = ${district} and campaign = ${id} and check_at <= ${now}
      and check_at < 'infinity'
    order by subject, rule, starts, needed limit ${most} for update`
  return rows.map((r) => r.row)
}

/**
 * Works out anew how requirements that are locked stand, given what was heard of them, and returns what changed in the counts; of
 * those that more or fewer hold and that count as before, counts of 0.
 *
 * Nothing in it is joined: rows are found one by one by where they lie, holders by an index for each, what was heard by a key in an object,
 * and what changed is written as rows that are there already (primary key). So no plan of it can be a bad one, whatever the
 * planner believes of tables that were filled a moment ago.
 */
export async function restate(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  locked: LockedRows,
  heard: readonly Heard[] = [],
): Promise<Delta[]> {
  const { district, lane, id } = campaign
  if (locked.length === 0) return []
  const where = `{${locked.map((row) => `"${row}"`).join()}}`
  return tx<Delta[]>`
    with ${declined(tx, campaign)}, ${away(tx, district, now)}, chosen as materialized (
      select subject, rule, starts, needed, ends, area, unit, role, risk, evidence, every, first_due, counted,
        held as was_held, gap_since as was_since, check_at as was_check, due as was_due,
        ${heard.length > 0 ? dueAfter(tx, heard) : tx`due`} as due
      from unnest(${where}::text::tid[]) w (row),
        lateral (select * from requirement where district = ${district} and ctid = w.row offset 0) r
    ), found as materialized (
      select n.*, ${bitsOfRow(tx, now)} as stands, ${since(tx, now, tx`was_since`)} as gap_since, ${nextCheck(tx, now)} as check_at
      from (
        select c.*, h.held, h.agreed, h.arrived, h.until from chosen c,
          ${holders(tx, campaign, { subject: tx`c.subject`, role: tx`c.role`, at: tx`greatest(c.starts, ${now})` })}
      ) n
    ), written as (
      insert into requirement (district, subject, campaign, rule, starts, ends, area, unit, role, needed, risk, held, evidence,
        every, due, first_due, counted, gap_since, check_at)
      select ${district}, subject, ${id}, rule, starts, ends, area, unit, role, needed, risk, held, evidence, every, due,
        first_due, stands, gap_since, check_at
      from found
      where (was_held, counted, was_check, was_due) is distinct from (held, stands::smallint, check_at, due)
      on conflict (district, subject, campaign, rule, starts, needed) do update set held = excluded.held, due = excluded.due,
        counted = excluded.counted, gap_since = excluded.gap_since, check_at = excluded.check_at
    ), stamped as (
      insert into stamp_delta (district, lane, campaign, required, gaps)
      select ${district}, ${lane}, ${id}, max((counted & 1) # (stands & 1)), 1 from found where counted <> stands
      having count(*) > 0
    )
    select area, unit, rule, ${movedCounts(tx)}
    from found where counted <> stands or was_held <> held
    group by area, unit, rule`
}

/**
 * When evidence falls due after what was heard: asked again and again, the next is due `every` after the last; asked once, it
 * is there. A record from before the requirement began does not answer it, nor one from after its end. The text becomes an object
 * in a query of its own, once: a plan that does not know it yet would read it anew for each row.
 */
function dueAfter(tx: Tx, heard: readonly Heard[]): Fragment {
  const instants: Record<string, string[]> = {}
  for (const { subject, kind, occurredAt } of heard) {
    const key = `${subject} ${kind}`
    instants[key] = [...(instants[key] ?? []), occurredAt.toISOString()]
  }
  return tx`(
    select case when max(t.at) is null then due when every is null then 'infinity' else greatest(due, max(t.at) + every) end
    from (select h::timestamptz as at
      from jsonb_array_elements_text((select ${JSON.stringify(instants)}::text::jsonb) -> (subject || ' ' || evidence)) h) t
    where t.at >= starts and t.at < ends)`
}

/** Rows of these subjects that are in force or still counted. */
export const ofSubjects = (tx: Tx, now: Date, subjects: string[]): WhichRequirements => ({
  subjects: tx`select unnest(${subjects}::uuid[]) as subject`,
  are: tx`(ends > greatest(starts, ${now}) or counted <> 0)`,
})

/** Of the rows of these subjects, those that such evidence can change: it is asked of them, and they had begun and not ended. */
export function awaitingEvidence(tx: Tx, now: Date, heard: readonly Heard[]): WhichRequirements {
  const oldest = new Date(heard.reduce((least, h) => Math.min(least, h.occurredAt.getTime()), now.getTime()))
  return {
    subjects: tx`select unnest(${heard.map((h) => h.subject)}::uuid[]) as subject`,
    are: tx`evidence = any(${[...new Set(heard.map((h) => h.kind))]}::text[]) and starts <= ${now} and ends > ${oldest}`,
  }
}

/** Rows marked to be worked out anew in one transaction. */
const MARKED = 5_000

/** Marks rows of a campaign that are due later to be worked out anew now, as many as one transaction should; whether there may be more. */
export async function checkAgain(tx: Tx, now: Date, { district, id }: OpenCampaign): Promise<boolean> {
  const marked = await tx`
    update requirement set check_at = ${now} where district = ${district} and campaign = ${id} and ctid = any(array(
      select ctid from requirement where district = ${district} and campaign = ${id} and check_at > ${now} limit ${MARKED}))`
  return marked.count === MARKED
}

/** When time alone next changes a requirement of the campaign (index requirement_due); null: never. */
export async function nextCheckOf(tx: Tx, campaign: OpenCampaign): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(check_at) as at from requirement
    where district = ${campaign.district} and campaign = ${campaign.id} and check_at < 'infinity'`
  return row?.at ?? null
}
