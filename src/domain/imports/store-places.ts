import type { Geometry } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** A place with the area that it lies in and that area's district. */
export interface PlacedRow {
  id: string
  district: string
  area: string
  kind: string
  code: string
  name: string
  geom: Geometry
  line: string | null
  fromM: number | null
  toM: number | null
  people: number | null
  props: Record<string, unknown>
}

/**
 * Overlays are worked out on a grid of about a millimetre: without one, GEOS may meet two edges that it cannot order,
 * and starts anew by way of a C++ exception, which the embedded engine does not survive.
 */
const GRID = 1e-8

/** A shape as the register keeps it. Only a polygon can cross itself, and few do: asking is cheaper than mending. */
const sound = (tx: Tx) => tx`
  case when st_dimension(geom) < 2 or st_isvalid(geom) then geom else st_makevalid(geom, 'method=structure') end`

type Shape = { n: number; geom: Geometry }

/**
 * The area of each shape: the deepest that it touches; of several at that depth, the one with most of the shape in it
 * (its length for a line), then the first by code. A shape that touches none is not in the answer. Index area_by_shape.
 */
export async function locate(tx: Tx, shapes: readonly Shape[]): Promise<Map<number, string>> {
  const { points = [], others = [] } = Object.groupBy(shapes, ({ geom }) =>
    geom.type === 'Point' ? 'points' : 'others',
  )
  const found = [...(await locatePoints(tx, points)), ...(await locateOthers(tx, others))]
  return new Map(found.map((row) => [row.n, row.area]))
}

type Located = { n: number; area: string }

/** Most places are points, of which no part can lie elsewhere: half the work of the general case. */
async function locatePoints(tx: Tx, points: readonly Shape[]): Promise<Located[]> {
  if (points.length === 0) return []
  return tx<Located[]>`
    select distinct on (t.n) t.n, a.code as area
    from ${rows(tx, points, { n: 'int', geom: 'geometry' })} join area a on st_intersects(a.shape, t.geom)
    order by t.n, a.level desc, a.code`
}

async function locateOthers(tx: Tx, shapes: readonly Shape[]): Promise<Located[]> {
  if (shapes.length === 0) return []
  return tx<Located[]>`
    with shape as materialized (select n, ${sound(tx)} as geom from ${rows(tx, shapes, { n: 'int', geom: 'geometry' })}),
    touched as (
      select s.n, s.geom, a.code, a.shape, rank() over (partition by s.n order by a.level desc) as depth
      from shape s join area a on st_intersects(a.shape, s.geom)
    ),
    deepest as (select n, geom, code, shape, count(*) over (partition by n) as among from touched where depth = 1)
    select distinct on (n) n, code as area from deepest
    order by n, case when among > 1 and st_dimension(geom) = 2 then st_area(st_intersection(shape, geom, ${GRID}))
        when among > 1 and st_dimension(geom) = 1 then st_length(st_intersection(shape, geom, ${GRID})) end desc, code`
}

/** The district of each of these areas that the register has. */
export async function districtsOf(tx: Tx, areas: readonly string[]): Promise<Map<string, string>> {
  const found = await tx<{ code: string; district: string }[]>`
    select code, district from area where code = any(${areas as string[]}::text[])`
  return new Map(found.map((area) => [area.code, area.district]))
}

const PLACE = {
  id: 'uuid',
  district: 'text',
  area: 'text',
  kind: 'text',
  code: 'text',
  name: 'text',
  geom: 'geometry',
  line: 'text',
  fromM: 'float8',
  toM: 'float8',
  people: 'int',
  props: 'jsonb',
} as const

/**
 * Adds places and brings known ones (the same kind and code in the district) up to date; they keep their ids, and with
 * them their duties and records. Returns a row for each that was added or changed. Index place_by_code.
 */
export async function upsertPlaces(
  tx: Tx,
  places: readonly PlacedRow[],
): Promise<{ district: string; added: boolean }[]> {
  return tx<{ district: string; added: boolean }[]>`
    insert into place (district, id, kind, code, name, area, geom, line, from_m, to_m, people, props)
    select district, id, kind, code, name, area,
      ${sound(tx)}, line, "fromM", "toM", people, props
    from ${rows(tx, places, PLACE)}
    on conflict (district, kind, code) do update set
      name = excluded.name, area = excluded.area, geom = excluded.geom, line = excluded.line, from_m = excluded.from_m,
      to_m = excluded.to_m, people = coalesce(excluded.people, place.people), props = place.props || excluded.props
    where (place.name, place.area, place.line, place.from_m, place.to_m, place.people, place.props)
        is distinct from (excluded.name, excluded.area, excluded.line, excluded.from_m, excluded.to_m,
          coalesce(excluded.people, place.people), place.props || excluded.props)
      or not st_orderingequals(place.geom, excluded.geom)
    returning district, xmax = 0 as added`
}
