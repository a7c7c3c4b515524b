import type { Tx } from '../../db/connect.ts'
import type { Message } from './chains.ts'
import { keyOf, Warning } from './model.ts'

/** A warning as it is kept: what was read, and what became of it. */
export interface KeptWarning {
  id: string
  lane: string
  state: 'received' | 'in-force' | 'over' | 'noted'
  reason: string | null
  source: string
  receivedAt: Date
  playbook: string | null
  level: string | null
  codes: string[]
  warning: Warning
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

type Row = Omit<KeptWarning, 'warning'> & { parsed: unknown }

const KEPT = (tx: Tx) => tx`
  id, lane, state, reason, source, received_at as "receivedAt", playbook, level, codes, parsed`

const kept = ({ parsed, ...row }: Row): KeptWarning => ({ ...row, warning: Warning.parse(parsed) })

/**
 * Keeps a message; null if the same one is kept already. Shapes are made valid and united here, so that what is matched
 * is one MultiPolygon; codes are those of its geocodes that name an area of ours.
 */
export async function keepWarning(
  tx: Tx,
  now: Date,
  k: { id: string; lane: string; source: string; warning: Warning; raw: string },
): Promise<KeptWarning | null> {
  const w = k.warning
  const shape = w.area ? JSON.stringify(w.area) : null
  const [row] = await tx<Row[]>`
    insert into warning (id, lane, sender, identifier, sent, received_at, source, state, status, msg_type, scope, expires,
      codes, shape, parsed, raw)
    select ${k.id}, ${k.lane}, ${w.sender}, ${w.identifier}, ${w.sent}, ${now}, ${k.source}, 'received', ${w.status},
      ${w.msgType}, ${w.scope}, coalesce(${w.expires}::timestamptz, 'infinity'),
      array(select code from area where code = any(${w.geocodes.map((g) => g.value.trim())}::text[]) order by code),
      (select st_multi(st_collectionextract(st_unaryunion(st_collect(st_makevalid(part.geom)), 1e-8), 3))
        from st_dump(st_setsrid(st_geomfromgeojson(${shape}::text), 4326)) part),
      ${JSON.stringify(w)}::text::jsonb, ${k.raw}
    on conflict (lane, sender, identifier, sent) do nothing
    returning ${KEPT(tx)}`
  return row ? kept(row) : null
}

/** The messages that may bear on one another still: those sent lately, all in force, and all not yet decided on. */
export async function messagesSince(
  tx: Tx,
  lane: string,
  since: Date,
): Promise<(Message & { id: string; key: string; state: string })[]> {
  const rows = await tx<Row[]>`
    select ${KEPT(tx)} from warning where lane = ${lane} and (sent > ${since} or state in ('in-force', 'received')) order by sent, id`
  return rows.map(kept).map((k) => ({ ...k.warning, id: k.id, key: keyOf(k.warning), state: k.state }))
}

export async function warningById(tx: Tx, id: string): Promise<KeptWarning | null> {
  const [row] = await tx<Row[]>`select ${KEPT(tx)} from warning where id = ${id}`
  return row ? kept(row) : null
}

/** A warning by its id, or by its identifier: the one that stands where others that had it are over, none if two stand. */
export async function warningNamed(tx: Tx, key: string): Promise<KeptWarning | null> {
  if (UUID.test(key)) return warningById(tx, key)
  const rows = await tx<Row[]>`
    select ${KEPT(tx)} from warning where identifier = ${key}
    order by state in ('received', 'in-force') desc, sent desc limit 2`
  const [first, second] = rows.map(kept)
  return second?.state === 'received' || second?.state === 'in-force' ? null : (first ?? null)
}

export async function warningsByIds(tx: Tx, ids: readonly string[]): Promise<KeptWarning[]> {
  const rows = await tx<Row[]>`select ${KEPT(tx)} from warning where id = any(${[...ids]}::uuid[])`
  return rows.map(kept)
}

/** Warnings of a lane, newest first, from after a key on (index warning_by_time). */
export async function warningsPage(
  tx: Tx,
  lane: string,
  after: { sent: Date; id: string } | null,
  limit: number,
): Promise<KeptWarning[]> {
  const rows = await tx<Row[]>`
    select ${KEPT(tx)} from warning
    where lane = ${lane} and (${after?.sent ?? null}::timestamptz is null
      or (sent, id) < (${after?.sent ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by sent desc, id desc limit ${limit}`
  return rows.map(kept)
}

/** What became of a warning: in force under a playbook and level, over, or noted because it calls nobody. */
export async function saveState(
  tx: Tx,
  ids: string[],
  state: KeptWarning['state'],
  reason: string | null,
  answer?: { playbook: string; level: string },
): Promise<void> {
  await tx`
    update warning set state = ${state}, reason = ${reason},
      playbook = coalesce(${answer?.playbook ?? null}, playbook), level = coalesce(${answer?.level ?? null}, level)
    where id = any(${ids}::uuid[])`
}

/** Ends a warning that stands, or is still to be looked at; null if it does not. Of two who end it at once, one does. */
export async function endStanding(tx: Tx, id: string, reason: string): Promise<KeptWarning | null> {
  const [row] = await tx<Row[]>`
    update warning set state = 'over', reason = ${reason}
    where id = ${id} and state in ('received', 'in-force') returning ${KEPT(tx)}`
  return row ? kept(row) : null
}

/** When the next warning in force is over by its own word (index warning_in_force). */
export async function nextExpiry(tx: Tx, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(expires) as at from warning where lane = ${lane} and state = 'in-force' and expires < 'infinity'`
  return row?.at ?? null
}

/**
 * The districts that a warning in our keeping touches: by overlap of shapes (area_by_shape) or by code. A code inside a
 * district is that district's; below one at or above the districts lie all that it has (area_by_path).
 */
export async function districtsOf(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx<{ district: string }[]>`
    select a.district from warning w join area a on a.shape && w.shape and st_intersects(a.shape, w.shape)
    where w.id = ${id} and not exists (select from area b where b.parent = a.code and b.shape is not null)
    union
    select a.district from warning w join area a on a.code = any(w.codes) where w.id = ${id}
    union
    select a.district from warning w join area named on named.code = any(w.codes) and named.code = named.district
      join area a on a.path @> array[named.code]
    where w.id = ${id}
    order by district`
  return rows.map((r) => r.district)
}
