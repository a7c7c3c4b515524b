import type { Polygon, Position } from '../../../base/geometry.ts'
import { xOf, yOf } from '../../../domain/board/map/mercator.ts'

/** What of the map is seen: the middle of it and how near. */
export interface View {
  zoom: number
  lat: number
  lon: number
}

/** What can be shown on the map and left out of it. People are there on demand only. */
export const LAYERS = ['dams', 'places', 'sites', 'zones', 'people'] as const
export type Layer = (typeof LAYERS)[number]
const ON_DEMAND: ReadonlySet<Layer> = new Set(['people'])
const TABLE = 'table'

/** The map's part of an address. `view` null: whatever shows all of the node that is looked at. */
export interface MapAddress {
  view: View | null
  shown: ReadonlySet<Layer>
  table: boolean
}

export const PLAIN: MapAddress = { view: null, shown: new Set(LAYERS.filter((l) => !ON_DEMAND.has(l))), table: false }

/**
 * Reads `zoom/latitude/longitude/wishes`, of which the first three or the last may be missing: `9.4/29.01/116.68/people`.
 * A wish is a layer that is there on demand, `-` and one that is left out, or `table`. What cannot be read is as if it
 * were not there.
 */
export function parseMap(text: string | undefined): MapAddress {
  const parts = (text ?? '').split('/')
  const wishes = new Set((parts.length === 1 || parts.length === 4 ? (parts.at(-1) ?? '') : '').split(','))
  const shown = LAYERS.filter((l) => (ON_DEMAND.has(l) ? wishes.has(l) : !wishes.has(`-${l}`)))
  return { view: parts.length >= 3 ? viewOf(parts) : null, shown: new Set(shown), table: wishes.has(TABLE) }
}

/** The same back as text; undefined where everything is as it is by itself. */
export function writeMap({ view, shown, table }: MapAddress): string | undefined {
  const wishes: string[] = LAYERS.flatMap((l) => {
    if (ON_DEMAND.has(l)) return shown.has(l) ? [l] : []
    return shown.has(l) ? [] : [`-${l}`]
  })
  if (table) wishes.push(TABLE)
  const parts = [...(view ? [writeView(view)] : []), ...(wishes.length > 0 ? [wishes.join(',')] : [])]
  return parts.length === 0 ? undefined : parts.join('/')
}

/** A view to the metre, and no more: an address is read by people too. */
export function writeView({ zoom, lat, lon }: View): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`
}

function viewOf(parts: readonly string[]): View | null {
  const [zoom, lat, lon] = parts.map((p) => (p.trim() === '' ? Number.NaN : Number(p)))
  if (zoom === undefined || lat === undefined || lon === undefined) return null
  const fits = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85.1 && Math.abs(lon) <= 180
  return fits ? { zoom, lat, lon } : null
}

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Pixels of the whole map at zoom 0, in Web Mercator. */
export const WORLD_PX = 512

/** The box that a view shows on so many pixels. */
export function boxOfView({ zoom, lat, lon }: View, width: number, height: number): Box {
  const side = WORLD_PX * 2 ** zoom
  const middle = Math.asinh(Math.tan((lat * Math.PI) / 180))
  const latAt = (px: number) => (Math.atan(Math.sinh(middle + (2 * Math.PI * px) / side)) * 180) / Math.PI
  const across = (360 * width) / side / 2
  return [lon - across, latAt(-height / 2), lon + across, latAt(height / 2)]
}

/** So near that a single place is seen with what is around it, and no nearer. */
export const NEAREST = 15.5

/** Room for the legend on the left and the tools on the right, where the map is wide enough to spare it. */
const [WIDE, LEGEND_PX, TOOLS_PX] = [760, 260, 52]

/** Pixels that are left free round a box that is shown whole; `tools`: there is a legend, and there are tools. */
export function marginOf(width: number, height: number, tools = true) {
  const edge = Math.max(12, Math.min(40, Math.min(width, height) * 0.06))
  const [left, right] = tools && width >= WIDE ? [LEGEND_PX + edge, TOOLS_PX + edge] : [edge, edge]
  return { top: edge, bottom: edge, left, right }
}

/** The view that shows all of a box on so many pixels. */
export function viewOfBox([west, south, east, north]: Box, width: number, height: number, tools = true): View {
  const { top, bottom, left, right } = marginOf(width, height, tools)
  const [x0, x1, y0, y1] = [xOf(west), xOf(east), yOf(north), yOf(south)]
  const nearest = Math.min((width - left - right) / (x1 - x0), (height - top - bottom) / (y1 - y0)) / WORLD_PX
  const zoom = Math.max(0, Math.min(NEAREST, Math.log2(Math.max(nearest, 1))))
  const side = WORLD_PX * 2 ** zoom
  const x = (x0 + x1) / 2 - (left - right) / 2 / side
  const y = (y0 + y1) / 2 - (top - bottom) / 2 / side
  return { zoom, lon: x * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI }
}

/** A box as the polygon that places are asked for by, within the bounds of the map. */
export function polygonOf([west, south, east, north]: Box): Polygon {
  const [w, e] = [Math.max(-180, west), Math.min(180, east)]
  const [s, n] = [Math.max(-85, south), Math.min(85, north)]
  const ring: Position[] = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}

/** The box round several; null where there is none. */
export function boxRound(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map((b) => b[0])),
    Math.min(...boxes.map((b) => b[1])),
    Math.max(...boxes.map((b) => b[2])),
    Math.max(...boxes.map((b) => b[3])),
  ]
}
