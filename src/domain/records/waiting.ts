import type { Tx } from '../../db/connect.ts'
import { type Actor, actorText, ENGINE } from '../audit/model.ts'
import type { RecordInput } from './model.ts'
import { insertRecords } from './store.ts'

type Waiting = Omit<RecordInput, 'at' | 'corrects'> & { at: [number, number] | null; corrects: string | null }

/**
 * Takes in the records that waited aside only for these hazards to be known (index record_aside_of_hazard), in the transaction in
 * which they come to be. Returns them.
 */
export async function takeWaiting(
  tx: Tx,
  { now, district, lane }: { now: Date; district: string; lane: string },
  hazards: readonly string[],
  by: Actor = ENGINE,
): Promise<RecordInput[]> {
  const found = await tx<Waiting[]>`
    update record_aside a set settled_at = ${now}, settled_by = ${actorText(by)}, settled_as = 'tied'
    from unnest(${hazards as string[]}::uuid[]) as k (id)
    where a.district = ${district} and a.lane = ${lane} and a.settled_at is null and a.why = '{HAZARD_UNKNOWN}'
      and coalesce(lower(a.body ->> 'of'), a.corrects::text) = k.id::text
    returning a.id, a.kind, a.subject, a.told_by as "toldBy", a.occurred_at as "occurredAt",
      st_asgeojson(a.at)::jsonb -> 'coordinates' as at, a.body, a.corrects`
  const records = found.map(({ at, corrects, ...r }) => ({
    ...r,
    at: at ?? undefined,
    corrects: corrects ?? undefined,
  }))
  await insertRecords(tx, now, district, lane, records)
  return records
}
