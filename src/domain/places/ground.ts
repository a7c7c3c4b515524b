import { type Geometry, positionsOf } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** West, south, east, north in degrees. */
export type Box = [west: number, south: number, east: number, north: number]

/** A box round something in an area. */
export interface AreaBox {
  area: string
  box: Box
}

/** The box round each area's shapes. */
export function boxesOf(shapes: readonly { area: string; geom: Geometry }[]): AreaBox[] {
  const boxes = new Map<string, Box>()
  for (const { area, geom } of shapes) {
    const box = boxes.get(area) ?? [Infinity, Infinity, -Infinity, -Infinity]
    for (const [lon, lat] of positionsOf(geom)) {
      box[0] = Math.min(box[0], lon)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lon)
      box[3] = Math.max(box[3], lat)
    }
    boxes.set(area, box)
  }
  return [...boxes].map(([area, box]) => ({ area, box }))
}

/**
 * What follows when places were written, in their transaction: their districts' stamps move, so that every server draws
 * them, and the extents of their areas and of all above grow where they must. `written` has a row for each place that
 * was added or changed, or that left the district.
 */
export async function notePlaces(
  tx: Tx,
  written: readonly { district: string; added: boolean }[],
  boxes: readonly AreaBox[],
): Promise<void> {
  if (written.length === 0) return
  const added = new Map<string, number>()
  for (const w of written) added.set(w.district, (added.get(w.district) ?? 0) + (w.added ? 1 : 0))
  const counts = [...added].map(([district, n]) => ({ district, n }))
  await tx`
    insert into ground (district, places, places_stamp)
    select district, n, 1 from ${rows(tx, counts, { district: 'text', n: 'int' })}
    order by district
    on conflict (district) do update set
      places = ground.places + excluded.places, places_stamp = ground.places_stamp + 1`
  await growExtents(tx, boxes)
}

/** The same for areas: a shape that is new or another is a new extent, and the map of the district is another. */
export async function noteAreas(tx: Tx, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return
  await tx`
    insert into ground (district, areas_stamp)
    select distinct district, 1 from area where code = any(${codes as string[]}::text[]) order by district
    on conflict (district) do update set areas_stamp = ground.areas_stamp + 1`
  const shapes = await tx<{ area: string; west: number; south: number; east: number; north: number }[]>`
    select code as area, st_xmin(shape) as west, st_ymin(shape) as south, st_xmax(shape) as east, st_ymax(shape) as north
    from area where code = any(${codes as string[]}::text[]) and shape is not null`
  await growExtents(
    tx,
    shapes.map(({ area, west, south, east, north }) => ({ area, box: [west, south, east, north] })),
  )
}

/** Only rows that grow are touched, in order of their key: two imports into one province seldom meet, and never wait in a ring. */
async function growExtents(tx: Tx, boxes: readonly AreaBox[]): Promise<void> {
  if (boxes.length === 0) return
  const flat = boxes.map(({ area, box: [west, south, east, north] }) => ({ area, west, south, east, north }))
  const columns = { area: 'text', west: 'float8', south: 'float8', east: 'float8', north: 'float8' } as const
  await tx`
    insert into area_extent (area, west, south, east, north)
    select n.area, n.west, n.south, n.east, n.north from (
      select up as area, min(west) as west, min(south) as south, max(east) as east, max(north) as north
      from ${rows(tx, flat, columns)} join area leaf on leaf.code = t.area, unnest(leaf.path) up group by up
    ) n left join area_extent e on e.area = n.area
    where e.area is null or n.west < e.west or n.south < e.south or n.east > e.east or n.north > e.north
    order by n.area
    on conflict (area) do update set
      west = least(area_extent.west, excluded.west), south = least(area_extent.south, excluded.south),
      east = greatest(area_extent.east, excluded.east), north = greatest(area_extent.north, excluded.north)`
}

/** The box round areas and all in them (primary key of area_extent); null: nothing of them is on the map yet. */
export async function extentOf(tx: Tx, areas: readonly string[]): Promise<Box | null> {
  const [row] = await tx<{ west: number | null; south: number; east: number; north: number }[]>`
    select min(west) as west, min(south) as south, max(east) as east, max(north) as north
    from area_extent where area = any(${areas as string[]}::text[])`
  return row && row.west !== null ? [row.west, row.south, row.east, row.north] : null
}
