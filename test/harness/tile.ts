import { VectorTile } from '@mapbox/vector-tile'
import type { FastifyInstance } from 'fastify'
import { PbfReader } from 'pbf'
import type { Position } from '../../src/base/geometry.ts'
import { type Tile, xOf, yOf } from '../../src/domain/board/map/mercator.ts'

/** A feature of a tile as a map sees it: its properties, and where its first corner lies. */
export interface Seen {
  [property: string]: string | number | boolean | Position
  where: Position
}

export interface SeenTile {
  status: number
  bytes: number
  etag: string | undefined
  layers: Record<string, Seen[]>
}

/** Asks a server for a tile and reads it. */
export async function lookAt(
  app: FastifyInstance,
  { z, x, y }: Tile,
  query = '',
  headers: Record<string, string> = {},
): Promise<SeenTile> {
  const answer = await app.inject({ url: `/api/v1/tiles/${z}/${x}/${y}${query}`, headers })
  const bytes = answer.rawPayload
  const layers: SeenTile['layers'] = {}
  if (answer.statusCode === 200) {
    const tile = new VectorTile(new PbfReader(bytes))
    for (const [name, layer] of Object.entries(tile.layers)) {
      layers[name] = Array.from({ length: layer.length }, (_, i) => {
        const feature = layer.feature(i)
        const shape = feature.toGeoJSON(x, y, z).geometry as { coordinates: unknown }
        let first = shape.coordinates
        while (Array.isArray(first) && Array.isArray(first[0])) first = first[0]
        return { ...feature.properties, where: first as Position }
      })
    }
  }
  return { status: answer.statusCode, bytes: bytes.length, etag: answer.headers.etag as string | undefined, layers }
}

/** The tile of a zoom in which a position lies. */
export function tileAt(z: number, [lon, lat]: Position): Tile {
  return { z, x: Math.floor(xOf(lon) * 2 ** z), y: Math.floor(yOf(lat) * 2 ** z) }
}
