import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { MultiPolygon, Position } from '../../base/geometry.ts'
import { type Borders, borders } from './borders.ts'
import { LAKES, SEATS } from './ground.ts'
import type { Area, AreaLevel, Lake } from './model.ts'
import { gap, type Km, toGlobe, toPlane } from './plane.ts'
import { drawStreams, type Stream } from './rivers.ts'
import { type Kind, placeSites, type Site } from './sites.ts'
import { shareOut } from './townships.ts'
import { voronoi } from './voronoi.ts'

const TABLE = new URL('../../../demo/areas.csv', import.meta.url)
const LEVELS: Record<number, AreaLevel> = {
  2: 'province',
  4: 'prefecture',
  6: 'county',
  9: 'township',
  12: 'village',
}

/** The county on the drawing board: everything that is placed later is placed against this. */
export interface Drawing {
  seed: number
  streams: Stream[]
  sites: Site[]
  borders: Borders
  /** Every cell of land. */
  land: Set<number>
  /** The cell of each village, by its code, in the order of the codes. */
  cellOf: Map<string, number>
}

/** The administrative tree from demo/areas.csv, without borders, parents before children. */
export function readAreas(): Area[] {
  const rows: Record<string, string>[] = parse(readFileSync(TABLE), {
    columns: true,
  })
  return rows.map(({ code = '', parent, name = '', name_en = '' }) => {
    return {
      code,
      parent: parent || null,
      level: LEVELS[code.length] as AreaLevel,
      name,
      nameEn: name_en,
      polygon: null,
    }
  })
}

/** Draws rivers, shores and borders, and gives every village its cell. Same areas and seed, same drawing. */
export function drawCounty(areas: readonly Area[], seed: number): Drawing {
  const streams = drawStreams(seed)
  const villages = areas.filter((area) => area.level === 'village')
  const sites = placeSites(villages.length, streams, seed)
  const points = sites.map((site) => site.at)
  const cells = ofKind(sites, 'land')
  const land = new Set(cells)
  return {
    seed,
    streams,
    sites,
    borders: borders(points, voronoi(points, 12), seed),
    land,
    cellOf: settle(villages, cells, points),
  }
}

/**
 * Each township gets as many neighbouring cells as it has villages; in it the communities, which are its streets,
 * come nearest to the seat and the villages round them.
 */
function settle(villages: readonly Area[], cells: readonly number[], points: readonly Km[]): Map<string, number> {
  const townships = Map.groupBy(villages, (village) => village.parent as string)
  const codes = [...townships.keys()]
  const seats = codes.map((code) => toPlane(SEATS[code] as [number, number]))
  const wanted = codes.map((code) => townships.get(code)?.length ?? 0)
  const at = (cell: number) => points[cell] as Km
  const share = shareOut(cells.map(at), seats, wanted)
  const cellOf = new Map<string, number>()
  codes.forEach((code, t) => {
    const seat = seats[t] as Km
    const own = cells.filter((_, i) => share[i] === t).sort((a, b) => gap(at(a), seat) - gap(at(b), seat))
    const streets = (village: Area) => (village.nameEn.endsWith('Community') ? 0 : 1)
    const order = (townships.get(code) ?? []).toSorted((a, b) => streets(a) - streets(b))
    order.forEach((village, i) => void cellOf.set(village.code, own[i] as number))
  })
  return new Map(villages.map(({ code }) => [code, cellOf.get(code) as number]))
}

/** The same areas with borders: a village is its cell, a township and the county are the union of their villages. */
export function withBorders(areas: readonly Area[], drawing: Drawing): Area[] {
  return areas.map((area) => {
    if (area.level === 'province' || area.level === 'prefecture') return area
    const cells = new Set<number>()
    for (const [code, cell] of drawing.cellOf) if (code.startsWith(area.code)) cells.add(cell)
    return { ...area, polygon: multiPolygon(drawing, cells) }
  })
}

export function lakesOf(drawing: Drawing): Lake[] {
  return LAKES.map(({ code, name, nameEn }, i) => {
    return {
      code,
      name,
      nameEn,
      polygon: multiPolygon(drawing, new Set(ofKind(drawing.sites, i))),
    }
  })
}

function multiPolygon(drawing: Drawing, cells: ReadonlySet<number>): MultiPolygon {
  const polygons = drawing.borders.polygons(cells)
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((rings) => rings.map(written)),
  }
}

/** A ring in degrees, without the corners that rounding has made one with the corner before. */
function written(ring: readonly Km[]): Position[] {
  const corners = ring.map(toGlobe)
  return corners.filter((at, i) => i === 0 || at[0] !== corners[i - 1]?.[0] || at[1] !== corners[i - 1]?.[1])
}

function ofKind(sites: readonly Site[], kind: Kind): number[] {
  return [...sites.keys()].filter((i) => sites[i]?.kind === kind)
}
