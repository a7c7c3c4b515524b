import { MINUTE } from '../../base/clock.ts'
import type { Position } from '../../base/geometry.ts'
import { isUuid } from '../../base/ids.ts'
import { isZone, offsetMsAt, zoneOfOffset } from '../../base/zones.ts'
import type { Tx } from '../../db/connect.ts'
import type { Area, Place } from './model.ts'

const AREA = ['code', 'parent', 'district', 'level', 'kind', 'name', 'names', 'path']

export async function areaByCode(tx: Tx, code: string): Promise<Area | null> {
  const [row] = await tx<Area[]>`select ${tx(AREA)} from area where code = ${code}`
  return row ?? null
}

/** These areas, by code: for their names. */
export async function areasByCodes(tx: Tx, codes: string[]): Promise<Map<string, Area>> {
  const rows = await tx<Area[]>`select ${tx(AREA)} from area where code = any(${codes}::text[])`
  return new Map(rows.map((a) => [a.code, a]))
}

/** The areas just below one, or the roots, by code (index area_by_parent); all of them, or one page after a code. */
export async function areasBelow(
  tx: Tx,
  parent: string | null,
  page: { after: string; limit: number | null } = { after: '', limit: null },
): Promise<Area[]> {
  return tx<Area[]>`
    select ${tx(AREA)} from area
    where ${parent === null ? tx`parent is null` : tx`parent = ${parent}`} and code > ${page.after}
    order by code limit ${page.limit}`
}

/** The IANA zone or fixed offset by which the people of an area read a clock: its own, else that of the nearest above that
 * has one; null: none is set, and nobody may guess it. */
export async function zoneOf(tx: Tx, area: string): Promise<string | null> {
  const [nearest] = await zonesAbove(tx, area)
  return nearest?.zone ?? null
}

/** The zone of each of these districts that has one. */
export async function zonesOf(tx: Tx, districts: readonly string[]): Promise<Map<string, string>> {
  const found = await tx<{ district: string; zone: string }[]>`
    select distinct on (d.code) d.code as district, a.props ->> 'zone' as zone
    from area d join area a on a.code = any(d.path)
    where d.code = any(${districts as string[]}::text[]) and a.props ? 'zone' order by d.code, a.level desc`
  return new Map(found.filter(({ zone }) => isZone(zone)).map(({ district, zone }) => [district, zone]))
}

/** The zone of the whole register: that of every district that has none below it; null where they have several, or one has none. */
export async function zoneOfAll(tx: Tx): Promise<string | null> {
  const lowest = await tx<{ code: string }[]>`
    select code from area where code = district
    except select parent from area where code = district and parent is not null`
  const zones = await zonesOf(
    tx,
    lowest.map(({ code }) => code),
  )
  const [zone, ...others] = new Set(zones.values())
  return zone !== undefined && others.length === 0 && zones.size === lowest.length ? zone : null
}

/** Sets the zone of an area and of all below it that have none of their own; null takes it away. False: no such area. */
export async function setZone(tx: Tx, area: string, zone: string | null): Promise<boolean> {
  const props = JSON.stringify(zone === null ? {} : { zone })
  const [row] = await tx<{ code: string }[]>`
    update area set props = (props - 'zone') || ${props}::text::jsonb where code = ${area} returning code`
  return row !== undefined
}

/** Adds to the areas that took an area's place; returns all of them. */
export async function recode(tx: Tx, area: string, successors: readonly string[]): Promise<string[]> {
  const [row] = await tx<{ successors: string[] }[]>`
    update area set successors = array(select distinct unnest(successors || ${successors as string[]}::text[]) order by 1)
    where code = ${area} returning successors`
  return row?.successors ?? []
}

/**
 * The zone by whose clocks a district's shifts change: that of the nearest area above that names one (`props.zone`), or its fixed
 * `props.utcOffset`; `+08:00` where neither is named.
 */
export async function clocksOf(tx: Tx, district: string): Promise<string> {
  const [nearest] = await zonesAbove(tx, district, true)
  return nearest?.zone ?? zoneOfOffset(nearest?.minutes ?? 480)
}

/** Minutes east of Greenwich by which a district's people read a clock at a moment, summer time included. */
export async function utcOffsetOf(tx: Tx, district: string, at: Date): Promise<number> {
  return offsetMsAt(at.getTime(), await clocksOf(tx, district)) / MINUTE
}

/** What an area and those above it say of their clocks, the nearest first. */
async function zonesAbove(
  tx: Tx,
  area: string,
  offsets = false,
): Promise<{ zone: string | null; minutes: number | null }[]> {
  const found = await tx<{ zone: string | null; minutes: number | null }[]>`
    select a.props ->> 'zone' as zone, (a.props ->> 'utcOffset')::int as minutes
    from area d join area a on a.code = any(d.path)
    where d.code = ${area} and (a.props ? 'zone' or ${offsets} and a.props ? 'utcOffset') order by a.level desc`
  return found
    .map(({ zone, minutes }) => ({ zone: zone !== null && isZone(zone) ? zone : null, minutes }))
    .filter(({ zone, minutes }) => zone !== null || (offsets && minutes !== null))
}

/** The areas that took these areas' places when they were recoded or divided, and theirs in turn, by the code that they
 * took; what was not recoded is not in the answer. */
export async function successorsOf(tx: Tx, codes: readonly string[]): Promise<Map<string, string[]>> {
  const found = await tx<{ code: string; successors: string[] }[]>`
    with recursive took (code, successor, depth) as (
      select a.code, s.code, 1 from area a, unnest(a.successors) s (code) where a.code = any(${codes as string[]}::text[])
      union
      select t.code, s.code, t.depth + 1 from took t join area a on a.code = t.successor, unnest(a.successors) s (code)
      where t.depth < 8 and s.code <> t.code
    )
    select code, array_agg(distinct successor order by successor) as successors from took group by code order by code`
  return new Map(found.map(({ code, successors }) => [code, successors]))
}

/** The areas whose places these took when they were recoded or divided, as `successorsOf` the other way round. */
export async function predecessorsOf(tx: Tx, codes: readonly string[]): Promise<Map<string, string[]>> {
  const found = await tx<{ code: string; predecessors: string[] }[]>`
    with recursive took (code, before, depth) as (
      select s.code, a.code, 1 from area a, unnest(a.successors) s (code)
      where a.successors && ${codes as string[]}::text[] and s.code = any(${codes as string[]}::text[])
      union
      select t.code, a.code, t.depth + 1 from took t join area a on a.successors @> array[t.before]
      where t.depth < 8 and a.code <> t.code
    )
    select code, array_agg(distinct before order by before) as predecessors from took group by code order by code`
  return new Map(found.map(({ code, predecessors }) => [code, predecessors]))
}

const PLACE = (tx: Tx) => tx`district, id, kind, code, name, area, line, from_m as "fromM", to_m as "toM", people, risk`

/** A place by its id, or by its code where that is one place's alone of those still there (index place_anywhere). */
export async function placeById(tx: Tx, key: string): Promise<Place | null> {
  const rows = await tx<Place[]>`
    select ${PLACE(tx)} from place where ${isUuid(key) ? tx`id = ${key}` : tx`code = ${key} and closed = 'infinity'`}
    order by district, kind limit 2`
  return rows.length === 1 || isUuid(key) ? (rows[0] ?? null) : null
}

/** How many places of each kind a district has. */
export async function countPlaces(tx: Tx, district: string): Promise<{ kind: string; n: number }[]> {
  return tx`select kind, count(*)::int as n from place where district = ${district} group by kind order by kind`
}

/** The section of a dam at a chainage, and one who is on it now in a lane. */
export async function sectionAt(
  tx: Tx,
  district: string,
  line: string,
  m: number,
  { lane, now }: { lane: string; now: Date },
): Promise<{ id: string; holder: string | null } | null> {
  const [row] = await tx<{ id: string; holder: string | null }[]>`
    select p.id, (select holder from duty d where d.district = p.district and d.subject = p.id and d.starts <= ${now}
      and d.ends > ${now} and d.lane in ('actual', ${lane}) and d.holder_kind = 'person' order by d.role, d.holder limit 1) as holder
    from place p where p.district = ${district} and p.kind = 'dam-section' and p.line = ${line}
      and p.from_m <= ${m} and p.to_m > ${m} limit 1`
  return row ?? null
}

/** The rivers of a district: what of each is registered there, stretch by stretch, as lines (index place_by_code). */
export async function riversAt(tx: Tx, district: string, now: Date): Promise<Position[][][]> {
  const rivers = await tx<{ stretches: Position[][] }[]>`
    select json_agg(st_asgeojson(s.geom, 6)::json -> 'coordinates') as stretches
    from place p cross join lateral st_dump(p.geom) s
    where p.district = ${district} and p.kind = 'river-reach' and p.opened <= ${now} and p.closed > ${now}
      and st_dimension(p.geom) = 1
    group by coalesce(p.line, p.code) order by coalesce(p.line, p.code)`
  return rivers.map((river) => river.stretches)
}
