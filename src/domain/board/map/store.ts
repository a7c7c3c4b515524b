import type { Position } from '../../../base/geometry.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Box } from '../../places/ground.ts'
import type { GroundPage } from './ground.ts'
import { spanRound } from './ground.ts'
import { onSquare } from './mercator.ts'
import type { MapArea } from './model.ts'

/** A district with what tells whether its ground is still the same; an area above the districts is one with few places. */
export interface DistrictGround {
  district: string
  places: number
  stamp: string
  box: Box | null
}

/** All districts, and a stamp of what the map of the nation is made of: one row a district, 3,400 of them for the largest. */
export async function districtGrounds(tx: Tx): Promise<{ districts: DistrictGround[]; stamp: string }> {
  const rows = await tx<
    (Omit<DistrictGround, 'stamp' | 'box'> & { placesStamp: number; areasStamp: number; box: Box | null })[]
  >`
    select g.district, g.places, g.places_stamp as "placesStamp", g.areas_stamp as "areasStamp",
      case when e.area is not null then json_build_array(e.west, e.south, e.east, e.north) end as box
    from ground g left join area_extent e on e.area = g.district order by g.district`
  const stamp = rows.reduce((sum, r) => sum + r.areasStamp, 0)
  return {
    stamp: `${rows.length}.${stamp}`,
    districts: rows.map(({ placesStamp, areasStamp, ...r }) => ({ ...r, stamp: `${placesStamp}.${areasStamp}` })),
  }
}

/** Places in one page: large enough that a county is read in a second, small enough to keep nobody waiting. */
const PAGE = 20_000

interface PageRow {
  n: number
  last: string
  ids: Buffer
  at: Buffer
  kinds: string[]
  names: string[]
  spells: GroundPage['spells'] | null
  lines: GroundPage['lines'] | null
}

/**
 * A page of a district's places by id (primary key of place), packed into one row: as rows of their own it takes eight
 * times as long to get them here. A place with an area is drawn where it is sure to lie in it.
 */
export async function groundPage(
  tx: Tx,
  district: string,
  after: string,
): Promise<{ page: GroundPage; next: string | null }> {
  const [row] = await tx<PageRow[]>`
    with p as (
      select id, kind, name, line, from_m, to_m, opened, closed, (row_number() over (order by id) - 1)::int as row,
        case when st_dimension(geom) = 1 then geom end as path,
        case st_dimension(geom) when 0 then geom when 2 then st_pointonsurface(geom) end as point
      from place where district = ${district} and id > ${after} order by id limit ${PAGE}
    )
    select count(*)::int as n, (max(id::text)) as last,
      string_agg(uuid_send(id), ''::bytea order by id) as ids,
      string_agg(float8send(coalesce(st_x(point), 'NaN')) || float8send(coalesce(st_y(point), 'NaN')), ''::bytea order by id) as at,
      json_agg(kind order by id) as kinds, json_agg(name order by id) as names,
      json_agg(json_build_array(row, extract(epoch from nullif(opened, '-infinity')) * 1000,
        extract(epoch from nullif(closed, 'infinity')) * 1000))
        filter (where opened > '-infinity' or closed < 'infinity') as spells,
      json_agg(json_build_object('row', row, 'line', line, 'fromM', from_m, 'toM', to_m, 'geom', st_asgeojson(path, 7)::json))
        filter (where path is not null) as lines
    from p`
  const { n, last, ids, at, kinds, names, spells, lines } = row as PageRow
  if (n === 0)
    return { page: { ids: Buffer.of(), at: Buffer.of(), kinds: [], names: [], spells: [], lines: [] }, next: null }
  return { page: { ids, at, kinds, names, spells: spells ?? [], lines: lines ?? [] }, next: n === PAGE ? last : null }
}

interface AreaRow {
  code: string
  district: string
  level: number
  name: string
  names: Record<string, string>
  shape: { coordinates: Position[][][] } | null
  lon: number | null
  lat: number | null
  box: Box | null
}

/** A district's own areas, itself among them (index area_by_district). */
export async function areasOfDistrict(tx: Tx, district: string): Promise<MapArea[]> {
  const rows = await tx<AreaRow[]>`
    select a.code, a.district, a.level, a.name, a.names, st_asgeojson(a.shape, 7)::json as shape,
      st_x(l.label) as lon, st_y(l.label) as lat,
      case when e.area is not null then json_build_array(e.west, e.south, e.east, e.north) end as box
    from area a left join area_extent e on e.area = a.code, lateral (select st_pointonsurface(a.shape) as label) l
    where a.district = ${district} order by a.level, a.code`
  return rows.map(drawnArea)
}

/** Degrees within which borders are kept for the map of the nation: nobody sees 300 m there. */
const COARSE = 0.003

/** The districts and the areas above them (index area_districts), with borders as from afar. */
export async function upperAreas(tx: Tx): Promise<MapArea[]> {
  const rows = await tx<AreaRow[]>`
    select a.code, a.district, a.level, a.name, a.names,
      st_asgeojson(st_multi(st_simplifypreservetopology(a.shape, ${COARSE})), 5)::json as shape,
      st_x(l.label) as lon, st_y(l.label) as lat,
      case when e.area is not null then json_build_array(e.west, e.south, e.east, e.north) end as box
    from area a left join area_extent e on e.area = a.code, lateral (select st_pointonsurface(a.shape) as label) l
    where a.code = a.district order by a.level, a.code`
  return rows.map(drawnArea)
}

/** An area whose border is not known is written in the middle of what lies in it. */
function drawnArea({ shape, lon, lat, box, ...area }: AreaRow): MapArea {
  const rings = shape?.coordinates.map((polygon) => polygon.map((ring) => ring.map(onSquare))) ?? null
  const corners: Position[] = box ? [onSquare([box[0], box[3]]), onSquare([box[2], box[1]])] : []
  const span = rings ? spanRound(rings.flat(2)) : box ? spanRound(corners) : null
  const middle: Position | null = span && [(span[0] + span[2]) / 2, (span[1] + span[3]) / 2]
  return { ...area, shape: rings, span, label: lon === null || lat === null ? middle : onSquare([lon, lat]) }
}
