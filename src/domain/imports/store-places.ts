import type { Geometry } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** A place with the area that it lies in and that area's district. */
export interface PlacedRow {
  id: string
  district: string
  /** When it began to be there; null when that is not known. */
  opened: Date | null
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
type Located = { n: number; area: string }

/**
 * The area of each shape: the deepest that it touches; of several at that depth, the one with most of the shape in it
 * (its length for a line), then the first by code. A shape that touches none is not in the answer.
 */
export async function locate(tx: Tx, shapes: readonly Shape[]): Promise<Map<number, string>> {
  const { points = [], others = [] } = Object.groupBy(shapes, ({ geom }) =>
    geom.type === 'Point' ? 'points' : 'others',
  )
  const found = [...(await indexed(tx, points, locatePoints)), ...(await indexed(tx, others, locateOthers))]
  return new Map(found.map((row) => [row.n, row.area]))
}

/**
 * Puts shapes into a table `shape_sent` with an index of its own for `find`. So each area is taken once and asked for the
 * shapes in it, some seven times as fast as asking for the areas of each shape (index area_by_shape), which goes down the tree
 * and unpacks the areas' shapes anew for every one. Where areas are the larger set, the planner still does the latter.
 */
async function indexed(
  tx: Tx,
  shapes: readonly Shape[],
  find: (tx: Tx) => Promise<Located[]>,
): Promise<readonly Located[]> {
  if (shapes.length === 0) return []
  await tx`create temporary table shape_sent (n int, geom geometry) on commit drop`
  await tx`insert into shape_sent select n, ${sound(tx)} from ${rows(tx, shapes, { n: 'int', geom: 'geometry' })}`
  await tx`create index on shape_sent using gist (geom)`
  const found = await find(tx)
  await tx`drop table shape_sent`
  return found
}

/** Most places are points, of which no part can lie elsewhere: half the work of the general case. */
async function locatePoints(tx: Tx): Promise<Located[]> {
  return tx<Located[]>`
    select distinct on (s.n) s.n, a.code as area
    from shape_sent s join area a on st_intersects(a.shape, s.geom)
    order by s.n, a.level desc, a.code`
}

async function locateOthers(tx: Tx): Promise<Located[]> {
  return tx<Located[]>`
    with touched as (
      select s.n, s.geom, a.code, a.shape, rank() over (partition by s.n order by a.level desc) as depth
      from shape_sent s join area a on st_intersects(a.shape, s.geom)
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

/** Degrees, some 200 m: two surveys of one house differ by less, and two houses of one number lie further apart. */
const SAME_SPOT = 0.002

/**
 * Of these places, those that the register has in another district instead: the same kind and code, on the same spot. A
 * border was moved or set right. Codes are the districts' own, so that what bears the same one further away is something
 * else. Index place_anywhere. `n` is the place's number in the list.
 */
export async function heldElsewhere(
  tx: Tx,
  places: readonly PlacedRow[],
): Promise<{ n: number; district: string; id: string }[]> {
  // Most registers are one county's, and then there is nothing to be asked.
  const [span] = await tx<{ first: string | null; last: string | null }[]>`
    select min(district) as first, max(district) as last from place`
  if (places.every(({ district }) => district === span?.first && district === span.last)) return []
  const numbered = places.map(({ district, kind, code, geom }, n) => ({ n, district, kind, code, geom }))
  const found = await tx<{ n: number; district: string; id: string }[]>`
    select distinct on (t.n) t.n, p.district, p.id
    from ${rows(tx, numbered, { n: 'int', district: 'text', kind: 'text', code: 'text', geom: 'geometry' })}
      join place p on p.code = t.code and p.kind = t.kind and p.district <> t.district and p.closed = 'infinity'
        and st_dwithin(p.geom, t.geom, ${SAME_SPOT})
    order by t.n, st_distance(p.geom, t.geom), p.district`
  if (found.length === 0) return found
  // Asked of few: most of what bears a code that is known elsewhere is not on the same spot.
  const asked = found.map(({ n }) => numbered[n] as (typeof numbered)[number])
  const here = await tx<{ n: number }[]>`
    select t.n from ${rows(tx, asked, { n: 'int', district: 'text', kind: 'text', code: 'text' })}
      join place q on q.district = t.district and q.kind = t.kind and q.code = t.code and q.closed = 'infinity'`
  const known = new Set(here.map(({ n }) => n))
  return found.filter(({ n }) => !known.has(n))
}

/** Closes places of a district: from `now` on they are not there. */
export async function closePlaces(tx: Tx, now: Date, district: string, ids: readonly string[]): Promise<void> {
  await tx`update place set closed = ${now} where district = ${district} and id = any(${ids as string[]}::uuid[])`
}

const PLACE = {
  id: 'uuid',
  district: 'text',
  opened: 'timestamptz',
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
): Promise<{ district: string; kind: string; code: string; added: boolean }[]> {
  return tx<{ district: string; kind: string; code: string; added: boolean }[]>`
    insert into place (district, id, kind, code, name, area, geom, line, from_m, to_m, people, props, opened)
    select district, id, kind, code, name, area,
      ${sound(tx)}, line, "fromM", "toM", people, props, coalesce(opened, '-infinity')
    from ${rows(tx, places, PLACE)}
    on conflict (district, kind, code, closed) do update set
      name = excluded.name, area = excluded.area, geom = excluded.geom, line = excluded.line, from_m = excluded.from_m,
      to_m = excluded.to_m, people = coalesce(excluded.people, place.people), props = place.props || excluded.props
    where (place.name, place.area, place.line, place.from_m, place.to_m, place.people, place.props)
        is distinct from (excluded.name, excluded.area, excluded.line, excluded.from_m, excluded.to_m,
          coalesce(excluded.people, place.people), place.props || excluded.props)
      or not st_orderingequals(place.geom, excluded.geom)
    returning district, kind, code, xmax = 0 as added`
}

/** A place as the register has it, before a file changes it. */
export interface PlaceBefore {
  district: string
  id: string
  kind: string
  code: string
  name: string
  area: string
  line: string | null
  fromM: number | null
  toM: number | null
  people: number | null
  props: Record<string, unknown>
  at: string
}

/** Those of these places that the register has (index place_by_code). */
export async function placesBefore(tx: Tx, places: readonly PlacedRow[]): Promise<PlaceBefore[]> {
  return tx<PlaceBefore[]>`
    select q.district, q.id, q.kind, q.code, q.name, q.area, q.line, q.from_m as "fromM", q.to_m as "toM", q.people, q.props,
      round(st_x(st_centroid(q.geom))::numeric, 5) || ', ' || round(st_y(st_centroid(q.geom))::numeric, 5) as at
    from ${rows(tx, places, { district: 'text', kind: 'text', code: 'text' })}
      join place q on q.district = t.district and q.kind = t.kind and q.code = t.code and q.closed = 'infinity'`
}
