import type { MapGeoJSONFeature, Map as MapLibreMap, Point } from 'maplibre-gl'
import type { Position } from '../../../base/geometry.ts'
import type { HazardState } from '../../../domain/hazards/model.ts'
import type { State } from '../ui/state-order.ts'
import type { Lang } from '../words/table.ts'
import { type Tally, tallyOf } from './in-sight.ts'
import { HAZARDS } from './style-hazards.ts'
import { type Box, boxRound } from './view.ts'

/** A warned area that something lies in. */
export interface Zone {
  campaign: string
  playbook: string
  level: string
}

/** What can be pointed at on the map. */
export type Thing =
  | {
      kind: 'place'
      id: string
      name: string
      placeKind: string
      state: State
      layer: 'sections' | 'places'
      stretch: Stretch | null
    }
  | { kind: 'run'; stretch: Stretch; state: State; n: number; box: Box }
  | { kind: 'cluster'; n: number; tally: Tally; where: Position }
  | { kind: 'hazard'; id: string; title: string; place: string; state: HazardState }
  | { kind: 'person'; id: string; name: string; at: Date }
  | { kind: 'crowd'; n: number; where: Position }
  | {
      kind: 'area'
      code: string
      name: string
      counts: { required: number; unheld: number; nobody: number; late: number }
      share: number | null
      zones: Zone[]
    }

/** A part of a dam; `line` is null where it has no name of its own. */
export interface Stretch {
  line: string | null
  fromM: number
  toM: number
}

/** Layers that answer to the pointer, whichever is meant first: the small before the large. */
const ORDER = ['hazards', 'people', 'plates', 'signs', 'dots', 'clusters', 'dam-touch', 'area-labels', 'areas'] as const

/** What lies at a point of the map, within `reach` pixels; null: nothing that has a name. */
export function thingAt(map: MapLibreMap, point: Point, reach: number, lang: Lang): Thing | null {
  const { x, y } = point
  const layers = [...ORDER, 'zones'].filter((id) => map.getLayer(id))
  const near = map.queryRenderedFeatures(
    [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ],
    { layers: layers.filter((id) => id !== 'areas' && id !== 'zones') },
  )
  const first = ORDER.flatMap((id) => near.filter((f) => f.layer.id === id)).find((f) => thingOf(f, [], lang))
  if (first && first.layer.id !== 'area-labels') return thingOf(first, [], lang)
  const under = map.queryRenderedFeatures(point, { layers: layers.filter((id) => id === 'areas' || id === 'zones') })
  const zones = under.filter((f) => f.layer.id === 'zones').map((f) => zoneOf(f.properties))
  // Areas lie in one another: the deepest is meant. One without a border has its name alone.
  const area =
    first ?? under.filter((f) => f.layer.id === 'areas').sort((a, b) => a.properties.depth - b.properties.depth)[0]
  return area ? thingOf(area, zones, lang) : null
}

function thingOf(feature: MapGeoJSONFeature, zones: Zone[], lang: Lang): Thing | null {
  const p = feature.properties
  const layer = feature.sourceLayer
  if (feature.source === HAZARDS) return { kind: 'hazard', id: p.id, title: p.title, place: p.place, state: p.state }
  if (layer === 'people' && p.n !== undefined) return { kind: 'crowd', n: p.n, where: middleOf(feature) }
  if (layer === 'people') return { kind: 'person', id: p.id, name: p.name, at: new Date(p.at) }
  if (layer === 'places' && p.n !== undefined)
    return { kind: 'cluster', n: p.n, tally: tallyOf(p), where: middleOf(feature) }
  if (layer === 'places' || layer === 'sections') {
    const stretch = layer === 'sections' ? { line: p.line ?? null, fromM: p.from_m, toM: p.to_m } : null
    if (p.id) return { kind: 'place', id: p.id, name: p.name, placeKind: p.kind, state: p.state, layer, stretch }
    return stretch && { kind: 'run', stretch, state: p.state, n: p.n, box: boxOf(feature) }
  }
  const { required, unheld, nobody = 0, late, share = null } = p
  const name = p[`name_${lang}`] ?? p.name
  return { kind: 'area', code: p.code, name, counts: { required, unheld, nobody, late }, share, zones }
}

const zoneOf = ({ campaign, playbook, level }: Record<string, string>): Zone => ({
  campaign: campaign ?? '',
  playbook: playbook ?? '',
  level: level ?? '',
})

/** The corners of a shape, in order; a cluster's is its middle. */
export function cornersOf({ geometry }: Pick<MapGeoJSONFeature, 'geometry'>): Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates as Position]
  if (geometry.type === 'LineString') return geometry.coordinates as Position[]
  if (geometry.type === 'MultiLineString') return geometry.coordinates.flat() as Position[]
  return []
}

const middleOf = (feature: MapGeoJSONFeature): Position => cornersOf(feature)[0] ?? [0, 0]

const boxOf = (feature: MapGeoJSONFeature): Box =>
  boxRound(cornersOf(feature).map(([lon, lat]) => [lon, lat, lon, lat])) ?? [0, 0, 0, 0]
