import type { Tx } from '../../db/connect.ts'
import { instants } from '../../db/lists.ts'
import type { Receipt, RecordInput } from './model.ts'

/**
 * Keeps records, set by set. One that came before with the same content is answered as kept before; the same id with
 * other content is refused, since a record never changes: a correction is a record of its own.
 */
export async function insertRecords(
  tx: Tx, now: Date, district: string, lane: string, records: RecordInput[],
): Promise<Receipt[]> {
  return tx<Receipt[]>`
    with r as (
      select distinct on (id) id, kind, subject, told_by, occurred_at, body::jsonb as body, corrects,
        case when lon is not null then st_setsrid(st_point(lon, lat), 4326) end as at
      from unnest(${records.map((r) => r.id)}::uuid[], ${records.map((r) => r.kind)}::text[],
        ${records.map((r) => r.subject)}::uuid[], ${records.map((r) => r.toldBy)}::uuid[],
        ${instants(records.map((r) => r.occurredAt))}::timestamptz[], ${records.map((r) => JSON.stringify(r.body))}::text[],
        ${records.map((r) => r.corrects ?? null)}::uuid[], ${records.map((r) => r.at?.[0] ?? null)}::float8[],
        ${records.map((r) => r.at?.[1] ?? null)}::float8[])
        as t (id, kind, subject, told_by, occurred_at, body, corrects, lon, lat)
      order by id
    ), kept as (
      insert into record (district, id, lane, kind, subject, told_by, occurred_at, received_at, at, body, corrects)
      select ${district}, id, ${lane}, kind, subject, told_by, occurred_at, ${now}, at, body, corrects from r
      on conflict (district, id) do nothing
      returning id
    )
    select r.id, case when k.id is not null then 'new'
      when (o.lane, o.kind, o.subject, o.told_by, o.occurred_at, o.body) = (${lane}, r.kind, r.subject, r.told_by, r.occurred_at, r.body)
        then 'before' else 'refused' end as kept
    from r left join kept k on k.id = r.id left join record o on o.district = ${district} and o.id = r.id`
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
      r.received_at as "receivedAt", r.body
    from record r left join place p on p.district = r.district and p.id = r.subject
    where r.district = ${district} and r.subject = ${subject} and r.lane = ${lane} and r.received_at <= ${at}
      and (${after?.id ?? null}::uuid is null
        or (r.occurred_at, r.id) < (${after?.occurredAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by r.occurred_at desc, r.id desc limit ${limit}`
}
