import type { Position } from '../../base/geometry.ts'
import { isUuid } from '../../base/ids.ts'
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

/** Minutes east of Greenwich by which a district's shifts are counted: the nearest area above that names them, or 480. */
export async function utcOffsetOf(tx: Tx, district: string): Promise<number> {
  const [row] = await tx<{ minutes: number }[]>`
    select (a.props ->> 'utcOffset')::int as minutes from area d join area a on a.code = any(d.path)
    where d.code = ${district} and a.props ? 'utcOffset' order by a.level desc limit 1`
  return row?.minutes ?? 480
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

/** The section of a dam at a chainage, and one who is on it now. */
export async function sectionAt(
  tx: Tx,
  district: string,
  line: string,
  m: number,
  now: Date,
): Promise<{ id: string; holder: string | null } | null> {
  const [row] = await tx<{ id: string; holder: string | null }[]>`
    select p.id, (select holder from duty d where d.district = p.district and d.subject = p.id and d.starts <= ${now}
      and d.ends > ${now} and d.holder_kind = 'person' order by d.role, d.holder limit 1) as holder
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
