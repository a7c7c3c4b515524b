import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { xOf, yOf } from '../../../domain/board/map/mercator.ts'
import { type View, WORLD_PX } from '../map/view.ts'

/** One tile of the map, read. */
export interface Tile {
  z: number
  x: number
  y: number
  layers: VectorTile['layers']
}

/** A tile as it lies on the drawing: its upper left corner and its side in pixels. */
export interface Placed {
  layers: Tile['layers']
  left: number
  top: number
  side: number
}

/** As many tiles as a window is ever made of, and more than which nobody should wait for here. */
const MOST = 24

/** Which tiles a view of so many pixels is made of: the same that the map will ask for. */
export function tilesIn({ zoom, lon, lat }: View, width: number, height: number): Omit<Tile, 'layers'>[] {
  const z = Math.floor(zoom)
  const [middleX, middleY] = [xOf(lon) * 2 ** z, yOf(lat) * 2 ** z]
  const side = WORLD_PX * 2 ** (zoom - z)
  const from = (middle: number, px: number) => Math.max(0, Math.floor(middle - px / side / 2))
  const to = (middle: number, px: number) => Math.min(2 ** z - 1, Math.floor(middle + px / side / 2))
  const found: Omit<Tile, 'layers'>[] = []
  for (let y = from(middleY, height); y <= to(middleY, height); y++)
    for (let x = from(middleX, width); x <= to(middleX, width); x++) found.push({ z, x, y })
  return found.length > MOST ? [] : found
}

/** Fetches a tile; null: there is nothing in it, or it did not come, which whoever draws the map will find out and say. */
export async function fetchTile(address: string, { z, x, y }: Omit<Tile, 'layers'>): Promise<Tile | null> {
  const answer = await fetch(address.replace('{z}/{x}/{y}', `${z}/${x}/${y}`))
  if (answer.status !== 200) return null
  return { z, x, y, layers: new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer()))).layers }
}

/** Where a tile lies when a view is shown on so many pixels. */
export function placed({ z, x, y, layers }: Tile, { zoom, lon, lat }: View, width: number, height: number): Placed {
  const side = WORLD_PX * 2 ** (zoom - z)
  const [left, top] = [width / 2 + (x - xOf(lon) * 2 ** z) * side, height / 2 + (y - yOf(lat) * 2 ** z) * side]
  return { layers, left, top, side }
}

/** What is in a layer of a tile. */
export function featuresOf({ layers }: Placed, layer: string): VectorTileFeature[] {
  const found = layers[layer]
  return found ? Array.from({ length: found.length }, (_, i) => found.feature(i)) : []
}

/** The corners of a feature in pixels of the drawing, line by line or ring by ring. */
export function cornersOf(feature: VectorTileFeature, { left, top, side }: Placed): [number, number][][] {
  const scale = side / feature.extent
  return feature.loadGeometry().map((part) => part.map(({ x, y }) => [left + x * scale, top + y * scale]))
}
