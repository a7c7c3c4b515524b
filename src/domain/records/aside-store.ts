import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import type { AsideReason } from './model.ts'

/** A record that was kept aside, as it was sent. */
export interface Aside {
  id: string
  lane: string
  kind: string
  subject: string
  toldBy: string
  occurredAt: Date
  receivedAt: Date
  at: [number, number] | null
  body: Record<string, unknown>
  corrects: string | null
  why: AsideReason[]
  /** Null while it waits for somebody. */
  settledAs: 'tied' | 'dropped' | null
}

const ASIDE = (tx: Tx) => tx`
  a.id, a.lane, a.kind, a.subject, a.told_by as "toldBy", a.occurred_at as "occurredAt", a.received_at as "receivedAt",
  st_asgeojson(a.at)::jsonb -> 'coordinates' as at, a.body, a.corrects, a.why, a.settled_as as "settledAs"`

/** Which of these ids were kept aside, with what was not known of each (primary key). */
export async function asidesAmong(
  tx: Tx,
  district: string,
  ids: readonly string[],
): Promise<Map<string, AsideReason[]>> {
  const found = await tx<{ id: string; why: AsideReason[] }[]>`
    select id, why from record_aside where district = ${district} and id = any(${ids as string[]}::uuid[])`
  return new Map(found.map((a) => [a.id, a.why]))
}

/** One, held until the transaction ends, so that of two who settle it the second sees what the first did. */
export async function holdAside(tx: Tx, district: string, id: string): Promise<Aside | null> {
  const [row] = await tx<Aside[]>`
    select ${ASIDE(tx)} from record_aside a where a.district = ${district} and a.id = ${id} for update`
  return row ?? null
}

/** Notes who settled one, and how; `reason` is why it was dropped. */
export async function saveSettled(
  tx: Tx,
  of: { district: string; id: string },
  how: { at: Date; by: string; as: 'tied' | 'dropped'; reason: string | null },
): Promise<void> {
  await tx`
    update record_aside set settled_at = ${how.at}, settled_by = ${how.by}, settled_as = ${how.as}, reason = ${how.reason}
    where district = ${of.district} and id = ${of.id}`
}

/** Those of a lane that wait, the latest first (record_aside_open). */
export async function openAsides(tx: Tx, district: string, lane: string, limit: number): Promise<Aside[]> {
  return tx<Aside[]>`
    select ${ASIDE(tx)} from record_aside a
    where a.district = ${district} and a.lane = ${lane} and a.settled_at is null
    order by a.received_at desc, a.id desc limit ${limit}`
}

/** The lane of a record that was kept aside; ASIDE_UNKNOWN. */
export async function laneOfAside(tx: Tx, district: string, id: string): Promise<string> {
  const [row] = await tx<{ lane: string }[]>`select lane from record_aside where district = ${district} and id = ${id}`
  if (!row) throw new MusterError('ASIDE_UNKNOWN', { record: id })
  return row.lane
}
