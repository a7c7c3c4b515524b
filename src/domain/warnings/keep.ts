import { createHash } from 'node:crypto'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { predecessorsOf, successorsOf } from '../places/store.ts'
import { ewkbOf } from './ewkb.ts'
import { meanings } from './geocodes.ts'
import { keyOf, type Warning } from './model.ts'

/** A message to be kept, in which lane. */
export interface Incoming {
  lane: string
  warning: Warning
}

/**
 * Keeps messages that came in one text, each once, as four statements however many they are; returns the ids of those that
 * were not kept before, by lane and key. The text is kept once, shapes where they can be searched and not in `parsed`.
 */
export async function keepWarnings(
  tx: Tx,
  now: Date,
  from: { source: string; raw: string },
  messages: readonly Incoming[],
): Promise<Map<string, string>> {
  const hash = createHash('sha256').update(from.raw).digest('hex')
  await tx`insert into warning_text (hash, text) values (${hash}, ${from.raw}) on conflict do nothing`
  // One message twice in a feed is one row; of a conflict within a statement PostgreSQL says that it cannot touch a row twice.
  const once = new Map(messages.map((m) => [laneKey(m), { ...m, id: newId(now) }]))
  const meant = new Map(messages.flatMap((m) => m.warning.areas).map((area) => [area, meanings(area.geocodes)]))
  const known = await codesKnown(tx, [...meant.values()])
  const list = [...once.values()].map((m) => {
    return { ...m, codes: m.warning.areas.map((area) => codesOf(meant.get(area) ?? [], known)) }
  })
  const kept = await tx<{ id: string }[]>`
    insert into warning (id, lane, sender, identifier, sent, received_at, source, state, status, msg_type, scope, expires, clear,
      refs, codes, parsed, text_hash)
    select id, lane, sender, identifier, sent, ${now}, ${from.source}, 'received', status, msg_type, scope,
      coalesce(expires, 'infinity'), clear, refs, codes, parsed, ${hash}
    from ${rows(tx, list.map(rowOf), {
      id: 'uuid',
      lane: 'text',
      sender: 'text',
      identifier: 'text',
      sent: 'timestamptz',
      status: 'text',
      msg_type: 'text',
      scope: 'text',
      expires: 'timestamptz',
      clear: 'boolean',
      refs: 'jsonb',
      codes: 'text[]',
      parsed: 'jsonb',
    })}
    on conflict (lane, sender, identifier, sent) do nothing returning id`
  const fresh = new Set(kept.map((row) => row.id))
  const taken = list.filter((m) => fresh.has(m.id))
  await keepAreas(tx, taken)
  return new Map(taken.map((m) => [laneKey(m), m.id]))
}

/** A message that is kept, with the codes of each of its areas. */
interface Kept extends Incoming {
  id: string
  codes: string[][]
}

/** What tells a message apart among all that are kept. */
export function laneKey({ lane, warning }: Incoming): string {
  return JSON.stringify([lane, keyOf(warning)])
}

function rowOf({ id, lane, warning, codes }: Kept) {
  const { sender, identifier, sent, status, msgType, scope, expires, clear, references } = warning
  const areas = warning.areas.map((area) => ({ ...area, shape: null }))
  const parsed = { ...warning, areas, area: null }
  return {
    id,
    lane,
    sender,
    identifier,
    sent,
    status,
    msg_type: msgType,
    scope,
    expires,
    clear,
    refs: references,
    codes: [...new Set(codes.flat())].sort(),
    parsed,
  }
}

/**
 * Areas with their shapes as one valid MultiPolygon, and the codes of ours that their geocodes mean. Of rings that cross
 * themselves all that they enclose is warned: by the even-odd rule of `linework`, what a line goes round twice is a hole.
 */
async function keepAreas(tx: Tx, messages: readonly Kept[]): Promise<void> {
  const made = messages.flatMap(({ id, warning, codes }) =>
    warning.areas.map(({ shape, mend }, n) => {
      return { warning: id, n, mend, codes: codes[n] ?? [], shape: shape && ewkbOf(shape) }
    }),
  )
  if (made.length === 0) return
  await tx`
    insert into warning_area (warning, n, codes, shape)
    select warning, n, codes, case mend
      when 'none' then shape::geometry(MultiPolygon, 4326)
      else (select st_multi(st_collectionextract(st_union(
          case mend when 'rings' then st_makevalid(ring.geom, 'method=structure') else ring.geom end), 3))
        from st_dump(shape::geometry(MultiPolygon, 4326)) ring) end
    from ${rows(tx, made, { warning: 'uuid', n: 'int', mend: 'text', codes: 'text[]', shape: 'text' })}`
}

/**
 * Of all that the geocodes may mean, what the register has; each with the areas that took its place when it was recoded, and
 * with those whose place it took: its own places may still stand under either code.
 */
async function codesKnown(tx: Tx, meant: readonly string[][][]): Promise<Map<string, string[]>> {
  const asked = [...new Set(meant.flat(2))]
  if (asked.length === 0) return new Map()
  const found = await tx<{ code: string }[]>`select code from area where code = any(${asked}::text[])`
  const codes = found.map(({ code }) => code)
  const [after, before] = [await successorsOf(tx, codes), await predecessorsOf(tx, codes)]
  return new Map(codes.map((code) => [code, [code, ...(after.get(code) ?? []), ...(before.get(code) ?? [])]]))
}

function codesOf(meant: readonly string[][], known: ReadonlyMap<string, string[]>): string[] {
  const found = meant.flatMap((readings) => {
    const first = readings.find((code) => known.has(code))
    return first === undefined ? [] : (known.get(first) ?? [])
  })
  return [...new Set(found)].sort()
}
