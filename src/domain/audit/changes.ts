import type { Tx } from '../../db/connect.ts'
import type { Topic } from './topics.ts'

/** That something changed: `xid` is the transaction's id, which grows with the order in which transactions began to write. */
export interface Change {
  xid: bigint
  lane: string
  district: string
  topic: Topic
}

/** What was found since the last look, and where to begin the next. */
export interface Look {
  changes: Change[]
  /** The oldest transaction that still ran: whatever is not seen yet has this id or a later one. */
  from: bigint
}

/**
 * Notes, in the transaction of an act, that something changed for those who look at these districts. Told again in the
 * same transaction it is the same row; no two transactions ever touch the same one.
 */
export async function noteChange(tx: Tx, lane: string, districts: readonly string[], topic: Topic): Promise<void> {
  await tx`
    insert into change (lane, district, topic)
    select ${lane}, district, ${topic} from unnest(${[...new Set(districts)]}::text[]) as t (district)
    on conflict do nothing`
}

/**
 * The changes that are visible now, from a transaction on (primary key). Some were seen at the look before: those of
 * transactions younger than the oldest that was still running then. The upper bound leaves out rows that were brought
 * here with a backup of another server, whose ids mean nothing yet.
 */
export async function changesFrom(tx: Tx, from: bigint): Promise<Look> {
  const rows = await tx<{ xid: string | null; lane: string; district: string; topic: Topic; from: string }[]>`
    select c.xid::text as xid, c.lane, c.district, c.topic, pg_snapshot_xmin(s.now)::text as from
    from (select pg_current_snapshot() as now) s
      left join change c on c.xid >= ${String(from)}::text::xid8 and c.xid < pg_snapshot_xmax(s.now)
    order by c.xid`
  const changes = rows.flatMap(({ xid, lane, district, topic }) =>
    xid === null ? [] : [{ xid: BigInt(xid), lane, district, topic }],
  )
  return { changes, from: BigInt(rows[0]?.from ?? from) }
}

/** From which transaction on a look finds the newest `count` rows (primary key); 0 where there are no more than that. */
export async function changesLast(tx: Tx, count: number): Promise<bigint> {
  const [row] = await tx<{ xid: string }[]>`
    select xid::text as xid from change order by xid desc, lane desc, district desc, topic desc offset ${count} limit 1`
  return row ? BigInt(row.xid) + 1n : 0n
}

/** Forgets changes of before a transaction; rows that another process is forgetting at the same time are left to it. */
export async function forgetChanges(tx: Tx, before: bigint): Promise<void> {
  await tx`
    delete from change where ctid = any(array(
      select ctid from change where xid < ${String(before)}::text::xid8 for update skip locked))`
}
