import type { Feature, FeatureCollection } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'
import type { Position } from '../../../base/geometry.ts'
import type { Palette } from '../map/palette.ts'
import { growing } from '../map/style-parts.ts'
import { DRAWN } from '../map/use-map.ts'
import type { Box } from '../map/view.ts'

/** A line of a plan as it is drawn: from the holder's home to the place, and the homes of those who are there without it. */
export interface PlannedWay {
  place: Position
  /** Where the place lies, if it is a section of a dam. */
  path: readonly Position[] | null
  /** The place then has as many as it needs. */
  enough: boolean
  home: Position
  beside: readonly Position[]
  /** Otherwise than in the plan before. */
  changed: boolean | null
}

/** With the plan: what it gives and who is there already. Without it: who is there already. */
export type With = 'with' | 'without'

export const WAYS = `${DRAWN}-ways`

/** The ways as shapes: `given` by the plan or there already, a home at one end and a place at the other. */
export function shapesOf(ways: readonly PlannedWay[], shown: With): FeatureCollection {
  const line = (from: Position, to: Position, given: boolean, changed = false): Feature => ({
    type: 'Feature',
    properties: { given, changed },
    geometry: { type: 'LineString', coordinates: [from, to] },
  })
  const home = (at: Position, given: boolean): Feature => ({
    type: 'Feature',
    properties: { end: 'home', given },
    geometry: { type: 'Point', coordinates: at },
  })
  const place = (at: Position, stands: 'filled' | 'few-then' | 'few' | 'open'): Feature => ({
    type: 'Feature',
    properties: { end: 'place', stands },
    geometry: { type: 'Point', coordinates: at },
  })
  // Over the section as the map draws it now: what would get somebody looks otherwise than what stays open.
  const section = (path: readonly Position[], enough: boolean): Feature => ({
    type: 'Feature',
    properties: { end: 'section', enough },
    geometry: { type: 'LineString', coordinates: path as Position[] },
  })
  return {
    type: 'FeatureCollection',
    features: ways.flatMap((way) => {
      const { path, enough, beside, changed } = way
      const before = beside.flatMap((from) => [line(from, way.place, false), home(from, false)])
      if (shown === 'without') return [...before, place(way.place, beside.length > 0 ? 'few' : 'open')]
      return [
        ...(path ? [section(path, enough)] : []),
        ...before,
        line(way.home, way.place, true, changed === true),
        home(way.home, true),
        place(way.place, enough ? 'filled' : 'few-then'),
      ]
    }),
  }
}

/** What the plan gives is a plain line, what it gives otherwise than the one before a thick one, who is there already a broken one; a home is a ring, a place a full dot. */
export function wayLayers(palette: Palette): LayerSpecification[] {
  const { accent, quiet, land, text, unheld } = palette
  const given = ['==', ['get', 'given'], true]
  const is = (end: string) => ['==', ['get', 'end'], end]
  const section = (enough: boolean) => ['all', is('section'), ['==', ['get', 'enough'], enough]]
  const wide = growing([7, 7], [10, 10], [14, 17])
  const layers = [
    {
      id: `${WAYS}-sections-under`,
      type: 'line',
      filter: is('section'),
      paint: { 'line-color': land, 'line-width': growing([7, 9], [10, 13], [14, 21]) },
    },
    {
      id: `${WAYS}-sections`,
      type: 'line',
      filter: section(true),
      paint: { 'line-color': accent, 'line-width': wide },
    },
    {
      id: `${WAYS}-sections-few`,
      type: 'line',
      filter: section(false),
      paint: { 'line-color': accent, 'line-width': wide, 'line-dasharray': [0.5, 0.35] },
    },
    {
      id: `${WAYS}-beside`,
      type: 'line',
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'given'], false]],
      paint: { 'line-color': quiet, 'line-width': 1.2, 'line-dasharray': [3, 2] },
    },
    {
      id: `${WAYS}-given`,
      type: 'line',
      filter: ['all', ['==', ['geometry-type'], 'LineString'], given],
      paint: { 'line-color': accent, 'line-width': growing([9, 0.7], [13, 1.6]), 'line-opacity': 0.8 },
    },
    {
      id: `${WAYS}-changed`,
      type: 'line',
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'changed'], true]],
      paint: { 'line-color': text, 'line-width': growing([9, 1.6], [13, 3]) },
    },
    {
      id: `${WAYS}-homes`,
      type: 'circle',
      filter: is('home'),
      paint: {
        'circle-radius': growing([9, 1.8], [13, 4]),
        'circle-color': land,
        'circle-stroke-color': ['case', given, accent, quiet],
        'circle-stroke-width': 1.4,
      },
    },
    {
      id: `${WAYS}-places`,
      type: 'circle',
      filter: is('place'),
      paint: {
        'circle-radius': growing([9, 1.8], [13, 4]),
        'circle-color': ['match', ['get', 'stands'], 'filled', accent, 'open', unheld, land],
        'circle-stroke-color': ['match', ['get', 'stands'], 'filled', accent, 'few-then', accent, unheld],
        'circle-stroke-width': 1.4,
      },
    },
  ]
  return layers.map((layer) => ({ ...layer, source: WAYS })) as LayerSpecification[]
}

/** The box round all of the ways; null where there is none. */
export function boxOfWays(ways: readonly PlannedWay[]): Box | null {
  if (ways.length === 0) return null
  const all = ways.flatMap(({ place, home, beside }) => [place, home, ...beside])
  const span = (axis: 0 | 1) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const at of all) {
      least = Math.min(least, at[axis])
      most = Math.max(most, at[axis])
    }
    return [least, most] as const
  }
  const [[west, east], [south, north]] = [span(0), span(1)]
  return [west, south, east, north]
}
