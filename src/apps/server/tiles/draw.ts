import { type GeoJSONVTFeature, geoJSONToTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Feature, Geometry } from 'geojson'
import type { Position } from '../../../base/geometry.ts'
import { type AreaShown, areasIn, deepestShown, labelledIn } from '../../../domain/board/map/areas-shown.ts'
import { markEvery, marksOn, runsOf, sectionsIn } from '../../../domain/board/map/dams.ts'
import { idOf } from '../../../domain/board/map/ids.ts'
import { meet, type Span, spanOf, type Tile } from '../../../domain/board/map/mercator.ts'
import { GONE, type Ground, type MapArea, STATES, UNHELD } from '../../../domain/board/map/model.ts'
import { type Cluster, countIn, MOST_SINGLE, placesIn, SINGLE_FROM } from '../../../domain/board/map/places-in-tile.ts'
import type { SummedCounts } from '../../../domain/board/model.ts'
import { shareOf } from '../../../domain/board/model.ts'
import { chainage } from '../../../domain/places/model.ts'
import type { District } from './keeper.ts'

const EXTENT = 4096
/** Units of the tile by which lines and borders reach over its edge, so that none is seen to end there. */
const BUFFER = 64
/** Deeper than any tile: at its deepest zoom the library leaves every corner in. */
const BEYOND = 24
/** Sections drawn one by one: more are as many as a tile has pixels for. */
const MOST_SECTIONS = 800
const SECTIONS_FROM = 10
/** People drawn one by one. */
const MOST_PEOPLE = 300

type Tags = Record<string, string | number | null>
type Shape = { tags: Tags; geometry: Geometry }
export type Layers = Record<string, { features: GeoJSONVTFeature[] }>

/** An encoded tile of these layers (Mapbox Vector Tile 2.1), or null where there is nothing in any. */
export function encode(layers: Layers): Uint8Array | null {
  const full = Object.entries(layers).filter(([, layer]) => layer.features.length > 0)
  if (full.length === 0) return null
  return fromGeojsonVt(Object.fromEntries(full) as Parameters<typeof fromGeojsonVt>[0], { version: 2, extent: EXTENT })
}

/** Everything that is drawn of districts seen from near: `counts` of the areas above them comes beside. */
export function drawNear(
  tile: Tile,
  districts: readonly District[],
  upper: readonly MapArea[],
  counts: ReadonlyMap<string, SummedCounts>,
): Layers {
  const span = spanOf(tile, BUFFER / EXTENT)
  const deepest = districts.map(({ ground }) => deepestShown(ground.areas, tile.z))
  const shown = districts.flatMap(({ ground }, i) => areasIn(ground.areas, deepest[i] ?? -1, span))
  const above = Math.max(-1, ...deepest.map((d) => d ?? -1))
  const drawn = new Set(districts.map(({ ground }) => ground.district))
  const outer = areasIn(upper, Math.max(above, deepestShown(upper, tile.z) ?? -1), span).filter(
    (a) => !drawn.has(a.area.code),
  )
  const all = new Map([...counts, ...districts.flatMap(({ picture }) => [...picture.counts])])
  const shapes = new Map([...upper, ...districts.flatMap(({ ground }) => ground.areas)].map((a) => [a.code, a.shape]))
  return {
    ...areaLayers(tile, [...outer, ...shown], all),
    zones: cut(
      tile,
      districts.flatMap((d) => zonesOf(d, shapes)),
    ),
    ...damLayers(tile, districts, span),
    places: { features: placesOf(tile, districts) },
    people: { features: peopleIn(tile, districts) },
  }
}

/** The areas of a view that holds too many places to be told apart: the counts of its districts stand for them. */
export function areasFromAfar(tile: Tile, upper: readonly MapArea[]): AreaShown[] {
  const topmost = upper.reduce((top, a) => Math.min(top, a.level), Number.POSITIVE_INFINITY)
  return areasIn(upper, deepestShown(upper, tile.z) ?? topmost, spanOf(tile, BUFFER / EXTENT))
}

export function areaLayers(tile: Tile, shown: readonly AreaShown[], counts: ReadonlyMap<string, SummedCounts>): Layers {
  const tagsOf = ({ area, depth }: AreaShown): Tags => {
    const c = counts.get(area.code)
    const share = c ? shareOf(c) : null
    return {
      code: area.code,
      name: area.name,
      name_zh: area.names.zh ?? (/\p{Script=Han}/u.test(area.name) ? area.name : null),
      name_en: area.names.en ?? null,
      level: area.level,
      depth,
      required: c?.required ?? 0,
      unheld: c?.unheld ?? 0,
      nobody: c?.nobody ?? 0,
      late: c?.late ?? 0,
      share: share === null ? null : Math.floor(share * 1000) / 1000,
    }
  }
  const bordered = shown.filter(({ area }) => area.shape !== null)
  // Without a border an area is only a name, and it is written only where nothing smaller is.
  const named = shown.filter(({ area, depth }) => (area.shape !== null || depth === 0) && labelledIn(area, tile))
  return {
    areas: cut(
      tile,
      bordered.map((a) => ({ tags: tagsOf(a), geometry: polygons(a.area.shape ?? []) })),
    ),
    'area-labels': { features: named.map((a) => point(tile, a.area.label as Position, tagsOf(a))) },
  }
}

function zonesOf({ around }: District, shapes: ReadonlyMap<string, Position[][][] | null>): Shape[] {
  return around.zones.flatMap(({ id, campaign, playbook, level, warning, codes, shape }) => {
    const all = [...(shape ?? []), ...codes.flatMap((code) => shapes.get(code) ?? [])]
    if (all.length === 0) return []
    return [{ tags: { id, campaign, playbook, level, warning }, geometry: polygons(all) }]
  })
}

function damLayers(tile: Tile, districts: readonly District[], span: Span): Layers {
  const lines: Shape[] = []
  const sections: Shape[] = []
  const marks: GeoJSONVTFeature[] = []
  const every = markEvery(tile.z)
  for (const { ground, picture } of districts) {
    const near = sectionsIn(ground.dams, span)
    const single = tile.z >= SECTIONS_FROM && near.length <= MOST_SECTIONS
    if (single) {
      for (const { dam, section } of near) {
        const state = picture.states[section.row] as number
        if (state === GONE) continue
        const tags = {
          id: idOf(ground, section.row),
          name: ground.names[section.row] as string,
          kind: ground.kinds[ground.kind[section.row] as number] as string,
        }
        sections.push({
          tags: { ...tags, ...stretch(dam.line, section.fromM, section.toM), state: STATES[state] as string },
          geometry: line(section.path),
        })
      }
    }
    for (const dam of ground.dams) {
      if (!meet(dam.span, span)) continue
      const runs = runsOf(dam, picture.states)
      if (runs.length === 0) continue
      if (!single) {
        for (const run of runs) {
          sections.push({
            tags: { ...stretch(run.line, run.fromM, run.toM), state: STATES[run.state] as string, n: run.sections },
            geometry: line(run.path),
          })
        }
      }
      if (dam.line.startsWith('#')) continue
      lines.push({
        tags: wholeOf(dam.line, runs),
        geometry: { type: 'MultiLineString', coordinates: runs.map((r) => r.path) },
      })
      if (every !== null) {
        for (const mark of marksOn(dam, every, spanOf(tile))) {
          marks.push(point(tile, mark.where, { line: mark.line, km: mark.m / 1000, name: chainage(mark.m) }))
        }
      }
    }
  }
  return { lines: cut(tile, lines), sections: cut(tile, sections), marks: { features: marks } }
}

const stretch = (name: string, from_m: number, to_m: number): Tags => ({
  line: name.startsWith('#') ? null : name,
  from_m,
  to_m,
})

/** A dam as a whole: how many of its sections are in each state, and the worst. */
function wholeOf(name: string, runs: ReturnType<typeof runsOf>): Tags {
  const n = (state: number) => runs.reduce((sum, r) => sum + (r.state === state ? r.sections : 0), 0)
  const states = Object.fromEntries(STATES.map((word, state) => [word, n(state)]))
  const worst = runs.some((r) => r.state === UNHELD) ? UNHELD : Math.max(...runs.map((r) => r.state))
  return { ...stretch(name, runs[0]?.fromM ?? 0, runs.at(-1)?.toM ?? 0), ...states, state: STATES[worst] as string }
}

function placesOf(tile: Tile, districts: readonly District[]): GeoJSONVTFeature[] {
  const few = (count: (ground: Ground) => number) =>
    districts.reduce((sum, { ground }) => sum + count(ground), 0) <= MOST_SINGLE
  const single = few((ground) => (tile.z < SINGLE_FROM ? ground.order.length : countIn(ground, tile)))
  return districts.flatMap((d) => {
    const { ground } = d
    const { rows, clusters } = placesIn(d, tile, single)
    return [
      ...rows.map((row) =>
        point(tile, [ground.x[row] as number, ground.y[row] as number], {
          id: idOf(ground, row),
          kind: ground.kinds[ground.kind[row] as number] as string,
          name: ground.names[row] as string,
          state: STATES[d.picture.states[row] as number] as string,
        }),
      ),
      ...clusters.map((cluster) => point(tile, cluster.where, clusterTags(cluster))),
    ]
  })
}

function clusterTags({ n, states }: Cluster): Tags {
  return { n, ...Object.fromEntries(STATES.map((word, state) => [word, states[state] as number])) }
}

/** People by themselves, or counted in cells of 32 px where they are too many to be told apart. */
function peopleIn(tile: Tile, districts: readonly District[]): GeoJSONVTFeature[] {
  const span = spanOf(tile)
  const here = districts.flatMap((d) => d.around.people).filter(({ where }) => meet([...where, ...where], span))
  if (here.length <= MOST_PEOPLE) {
    return here.map(({ id, name, at, where }) => point(tile, where, { id, name, at: at.toISOString() }))
  }
  const cells = 2 ** (tile.z + 4)
  const byCell = Map.groupBy(here, ({ where }) => `${Math.floor(where[0] * cells)} ${Math.floor(where[1] * cells)}`)
  return [...byCell.values()].map((own) => {
    const middle = (axis: 0 | 1) => own.reduce((sum, p) => sum + p.where[axis], 0) / own.length
    return point(tile, [middle(0), middle(1)], { n: own.length })
  })
}

/** Shapes on the unit square, simplified for the zoom and cut off a little outside the tile. */
function cut({ z, x, y }: Tile, shapes: readonly Shape[]): { features: GeoJSONVTFeature[] } {
  if (shapes.length === 0) return { features: [] }
  const features = shapes.map(({ tags, geometry }): Feature => ({ type: 'Feature', properties: tags, geometry }))
  const options = { coordinates: 'unitSquare', clip: true, extent: EXTENT, buffer: BUFFER, maxZoom: BEYOND } as const
  return { features: geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, options).features }
}

const polygons = (coordinates: Position[][][]): Geometry => ({ type: 'MultiPolygon', coordinates })
const line = (coordinates: Position[]): Geometry => ({ type: 'LineString', coordinates })

function point({ z, x, y }: Tile, where: Position, tags: Tags): GeoJSONVTFeature {
  const side = 2 ** z
  const at = [Math.round((where[0] * side - x) * EXTENT), Math.round((where[1] * side - y) * EXTENT)]
  return { type: 1, geometry: [at as [number, number]], tags }
}
