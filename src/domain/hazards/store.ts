import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { FoldedHazard } from './fold.ts'
import type { Hazard, HazardRecord } from './model.ts'

/** A row of `hazard_state`: what was known of a hazard from one moment to another. */
export type DatedHazard = Hazard & { since: Date; until: Date | null }

const HAZARD = (tx: Tx) => tx`
  h.id, h.lane, h.subject, h.told_by as "toldBy", h.found_at as "foundAt", h.known_at as "knownAt", h.kind, h.muddy,
  h.chainage_m as "chainageM", st_asgeojson(h.at)::jsonb -> 'coordinates' as at, h.gravity::int as gravity, h.state,
  h.state_at as "stateAt", h.state_by as "stateBy", h.last_record as "lastRecord", h.reason`

/**
 * These hazards as they stand, held until the transaction ends, so that of two who tell of one the second sees what the first
 * told. Held in the order of their ids (primary key).
 */
export async function holdHazards(tx: Tx, district: string, ids: readonly string[]): Promise<Map<string, Hazard>> {
  const found = await tx<Hazard[]>`
    select ${HAZARD(tx)} from hazard h where h.district = ${district} and h.id = any(${ids as string[]}::uuid[])
    order by h.id for update`
  return new Map(found.map((h) => [h.id, h]))
}

/**
 * The records that these hazards follow from, in no order: the first of each (primary key), those that name it
 * (record_of_hazard), those that correct the first (record_hazard_corrected).
 */
export async function recordsOfHazards(tx: Tx, district: string, ids: readonly string[]): Promise<HazardRecord[]> {
  const columns = tx`r.id, r.lane, r.kind, r.subject, r.told_by as "toldBy", r.occurred_at as "occurredAt",
    r.received_at as "receivedAt", st_asgeojson(r.at)::jsonb -> 'coordinates' as at, r.body, r.corrects`
  const found = await tx<HazardRecord[]>`
    with k as materialized (select distinct id from unnest(${ids as string[]}::uuid[]) as t (id))
    select ${columns} from k join record r on r.district = ${district} and r.id = k.id
    union all
    select ${columns} from k join record r on r.district = ${district} and lower(r.body ->> 'of') = k.id::text
      and r.kind in ('hazard', 'hazard-state', 'hazard-ruling', 'treated')
    union all
    select ${columns} from k join record r on r.district = ${district} and r.corrects = k.id and r.kind = 'hazard'
      and r.corrects is not null and not r.body ? 'of'`
  return [...new Map(found.map((r) => [r.id, r])).values()]
}

const VIEW = {
  id: 'uuid',
  kind: 'text',
  muddy: 'boolean',
  chainageM: 'float8',
  at: 'geometry',
  gravity: 'int',
  state: 'text',
  stateAt: 'timestamptz',
  stateBy: 'uuid',
  lastRecord: 'uuid',
  reason: 'text',
} as const
const WHOLE = {
  ...VIEW,
  lane: 'text',
  subject: 'uuid',
  toldBy: 'uuid',
  foundAt: 'timestamptz',
  knownAt: 'timestamptz',
} as const

const pointed = <T extends Hazard>(list: readonly T[]) =>
  list.map((h) => ({ ...h, at: h.at && { type: 'Point', coordinates: h.at } }))

/** Writes hazards as they stand now, new ones and those that changed (primary key). */
export async function saveHazards(tx: Tx, district: string, hazards: readonly Hazard[]): Promise<void> {
  if (hazards.length === 0) return
  await tx`
    insert into hazard (district, id, lane, subject, told_by, found_at, known_at, kind, muddy, chainage_m, at, gravity, state,
      state_at, state_by, last_record, reason)
    select ${district}, id, lane, subject, "toldBy", "foundAt", "knownAt", kind, muddy, "chainageM", at, gravity, state,
      "stateAt", "stateBy", "lastRecord", reason
    from ${rows(tx, pointed(hazards), WHOLE)}
    on conflict (district, id) do update set kind = excluded.kind, muddy = excluded.muddy, chainage_m = excluded.chainage_m,
      at = excluded.at, gravity = excluded.gravity, state = excluded.state, state_at = excluded.state_at,
      state_by = excluded.state_by, last_record = excluded.last_record, reason = excluded.reason`
}

/** Writes what is known of hazards from a moment on: what was known until then ends (primary key of hazard_state). */
export async function saveKnown(tx: Tx, district: string, hazards: readonly Hazard[], since: Date): Promise<void> {
  if (hazards.length === 0) return
  const ids = hazards.map((h) => h.id)
  await tx`
    delete from hazard_state where district = ${district} and hazard = any(${ids}::uuid[]) and since >= ${since}`
  await tx`
    update hazard_state set until = ${since}
    where district = ${district} and hazard = any(${ids}::uuid[]) and until > ${since}`
  await insertKnown(
    tx,
    district,
    hazards.map((h) => ({ ...h, since, until: null })),
  )
}

/** Writes dated rows as they are given. */
export async function insertKnown(tx: Tx, district: string, known: readonly DatedHazard[]): Promise<void> {
  await tx`
    insert into hazard_state (district, hazard, since, until, kind, muddy, chainage_m, at, gravity, state, state_at, state_by,
      last_record, reason)
    select ${district}, id, since, coalesce(until, 'infinity'), kind, muddy, "chainageM", at, gravity, state, "stateAt",
      "stateBy", "lastRecord", reason
    from ${rows(tx, pointed(known), { ...VIEW, since: 'timestamptz', until: 'timestamptz' })}`
}

/** Whether two readings of a hazard tell the same. */
export function sameHazard(a: Hazard | undefined, b: FoldedHazard['hazard']): boolean {
  return a !== undefined && JSON.stringify(viewOf(a)) === JSON.stringify(viewOf(b))
}

const viewOf = (h: Hazard) => [
  h.kind,
  h.muddy,
  h.chainageM,
  h.at,
  h.state,
  h.stateAt,
  h.stateBy,
  h.lastRecord,
  h.reason,
]

/** The lane of a hazard (primary key); HAZARD_UNKNOWN. */
export async function laneOfHazard(tx: Tx, district: string, id: string): Promise<string> {
  const [row] = await tx<{ lane: string }[]>`select lane from hazard where district = ${district} and id = ${id}`
  if (!row) throw new MusterError('HAZARD_UNKNOWN', { hazard: id })
  return row.lane
}
