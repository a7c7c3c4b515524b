import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { AsideReason, RecordInput, Taken } from './model.ts'

const RECORD = {
  ord: 'int',
  id: 'uuid',
  kind: 'text',
  subject: 'uuid',
  toldBy: 'uuid',
  occurredAt: 'timestamptz',
  body: 'jsonb',
  corrects: 'uuid',
  at: 'geometry',
  why: 'text[]',
} as const

/**
 * Keeps records, set by set. One that came before with the same content is answered as kept before; the same id with
 * other content is refused, since a record never changes: a correction is a record of its own. One receipt a record, in
 * their order, the same id twice in one batch included.
 */
export function insertRecords(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  records: readonly RecordInput[],
): Promise<Taken[]> {
  return keepIn(tx, 'record', { now, district, lane }, records)
}

/** The same for records kept aside: `why` tells what was not known of each. */
export function insertAside(
  tx: Tx,
  at: { now: Date; district: string; lane: string },
  records: readonly (RecordInput & { why: readonly AsideReason[] })[],
): Promise<Taken[]> {
  return keepIn(tx, 'record_aside', at, records)
}

/** Keeps records in either table, whose columns have the same names. */
async function keepIn(
  tx: Tx,
  table: 'record' | 'record_aside',
  { now, district, lane }: { now: Date; district: string; lane: string },
  records: readonly (RecordInput & { why?: readonly AsideReason[] })[],
): Promise<Taken[]> {
  if (records.length === 0) return []
  const told = records.map((r, ord) => ({
    ...r,
    ord,
    corrects: r.corrects ?? null,
    at: r.at ? { type: 'Point', coordinates: r.at } : null,
    why: r.why ?? [],
  }))
  const aside = table === 'record_aside' ? tx`, why` : tx``
  const kept = await tx<{ kept: Taken }[]>`
    with r as (
      select ord, id, kind, subject, "toldBy" as told_by, "occurredAt" as occurred_at, body, corrects, at, why
      from ${rows(tx, told, RECORD)}
    ), kept as (
      insert into ${tx(table)} (district, id, lane, kind, subject, told_by, occurred_at, received_at, at, body, corrects ${aside})
      select distinct on (id) ${district}, id, ${lane}, kind, subject, told_by, occurred_at, ${now}, at, body, corrects ${aside}
      from r order by id, ord
      on conflict (district, id) do nothing
      returning id
    ), first as (
      select distinct on (r.id) r.*, ${lane} as lane, k.id is not null as fresh from r left join kept k using (id) order by id, ord
    )
    select case when f.fresh and f.ord = r.ord then 'new' when exists (
        (select o.lane, o.kind, o.subject, o.told_by, o.occurred_at, o.body, o.corrects, st_astext(o.at)
          from ${tx(table)} o where o.district = ${district} and o.id = r.id
        union all
        select f.lane, f.kind, f.subject, f.told_by, f.occurred_at, f.body, f.corrects, st_astext(f.at) where f.fresh)
        intersect
        select ${lane}, r.kind, r.subject, r.told_by, r.occurred_at, r.body, r.corrects, st_astext(r.at)
      ) then 'before' else 'refused' end as kept
    from r join first f on f.id = r.id order by r.ord`
  return kept.map((k) => k.kept)
}

/** Which of these ids are records of the district (primary key). */
export async function knownAmong(tx: Tx, district: string, ids: readonly string[]): Promise<Set<string>> {
  const found = await tx<{ id: string }[]>`
    select id from record where district = ${district} and id = any(${ids as string[]}::uuid[])`
  return new Set(found.map((r) => r.id))
}

export interface RecordRow {
  id: string
  kind: string
  subject: string
  place: string
  toldBy: string
  occurredAt: Date
  receivedAt: Date
  body: Record<string, unknown>
  /** The record that this one corrects; what it said stays to be read. */
  corrects: string | null
}

/** What happened at a subject in a lane, as known at a moment, newest first, one page (index record_by_subject). */
export async function recordsOf(
  tx: Tx,
  district: string,
  subject: string,
  lane: string,
  at: Date,
  limit: number,
  after: { occurredAt: Date; id: string } | null = null,
): Promise<RecordRow[]> {
  return tx<RecordRow[]>`
    select r.id, r.kind, r.subject, p.name as place, r.told_by as "toldBy", r.occurred_at as "occurredAt",
      r.received_at as "receivedAt", r.body, r.corrects
    from record r left join place p on p.district = r.district and p.id = r.subject
    where r.district = ${district} and r.subject = ${subject} and r.lane = ${lane} and r.received_at <= ${at}
      and (${after?.id ?? null}::uuid is null
        or (r.occurred_at, r.id) < (${after?.occurredAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by r.occurred_at desc, r.id desc limit ${limit}`
}
