import { gunzipSync } from 'node:zlib'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { cursorOf, keyOf } from '../../../base/paging.ts'
import { DEEPEST } from '../../../domain/board/map/mercator.ts'
import { STATES } from '../../../domain/board/map/model.ts'
import { readExtent } from '../../../domain/board/map/read-extent.ts'
import {
  ExtentQuery,
  ExtentShape,
  LAYERS,
  MapShape,
  TilePath,
  TileQuery,
  WithinBody,
  WithinShape,
} from '../../client/map.ts'
import { DistrictCode } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { hasBaseMap, sendBaseMap } from '../tiles/base-map.ts'
import { makeTiles } from '../tiles/tiles.ts'

const tags = ['map']
const VECTOR_TILE = 'application/vnd.mapbox-vector-tile'
/** A tile is asked for again and answered with 304: nobody is shown an old one because a cache had it. */
const ASK_AGAIN = 'private, no-cache'
const InsideMark = z.tuple([z.uuid()])

/** An answer that is no JSON. */
const fileOf = (type: string) => ({ description: 'Bytes', content: { [type]: { schema: z.any() } } })

export const mapRoutes =
  (context: Context): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, basemap } = context
    const tiles = makeTiles(context)
    // Only a server that listens has anybody waiting: a program that asks it within the process warms nothing.
    app.addHook('onListen', () => {
      tiles.warm().catch((error: unknown) => {
        if (!closing) app.log.warn({ err: error }, 'the map is read when it is first asked for')
      })
    })
    // A server that is stopped while it warms up takes its database away from under it: that is no fault.
    let closing = false
    app.addHook('preClose', async () => {
      closing = true
    })
    app.get(
      '/map',
      { schema: { summary: 'What the map has', tags, response: { 200: MapShape, ...FAULTS } } },
      async () => ({ basemap: await hasBaseMap(basemap), deepest: DEEPEST, layers: [...LAYERS], states: [...STATES] }),
    )
    app.get(
      '/map/extent',
      {
        schema: {
          summary: 'Where a node of either tree lies',
          tags,
          querystring: ExtentQuery,
          response: { 200: ExtentShape, ...FAULTS },
        },
      },
      async (request) => {
        const { tree, node } = request.query
        return { bbox: await db.read((tx) => readExtent(tx, viewerOf(request), clock.now(), tree, node ?? null)) }
      },
    )
    app.get(
      '/tiles/:z/:x/:y',
      {
        schema: {
          summary: 'A square of the map as a vector tile',
          description:
            'A Mapbox Vector Tile, compressed; 204 where there is nothing in it. Its layers and their properties: docs/map.md.',
          tags,
          params: TilePath,
          querystring: TileQuery,
          response: { 200: fileOf(VECTOR_TILE), ...FAULTS },
        },
      },
      async (request, reply) => {
        const { lane, at, people } = request.query
        const tile = await tiles.tile(viewerOf(request), request.params, { lane, at: at ?? null, people })
        reply.header('cache-control', ASK_AGAIN).header('vary', 'accept-encoding')
        if (tile === null) return reply.status(204).send()
        reply.header('etag', tile.etag)
        if (request.headers['if-none-match'] === tile.etag) return reply.status(304).send()
        reply.type(VECTOR_TILE)
        if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(gunzipSync(tile.gzip))
        return reply.header('content-encoding', 'gzip').send(tile.gzip)
      },
    )
    app.post(
      '/districts/:district/places/within',
      {
        schema: {
          summary: 'The places inside a drawing on the map',
          description: 'Counts are of all places inside; the places themselves come page by page, by id.',
          tags,
          params: z.strictObject({ district: DistrictCode }),
          body: WithinBody,
          response: { 200: WithinShape, ...FAULTS },
        },
      },
      async (request) => {
        const { polygon, kinds, lane, at, limit, after } = request.body
        const page = { after: keyOf(after, InsideMark)?.[0] ?? null, limit }
        const { params } = request
        const inside = await tiles.within(
          viewerOf(request),
          params.district,
          { polygon, kinds },
          { lane, at: at ?? null, people: false },
          page,
        )
        return { ...inside, next: inside.next && cursorOf([inside.next]) }
      },
    )
    app.get(
      '/base.pmtiles',
      {
        schema: {
          summary: 'The base map, whole or in ranges, if this server has one',
          tags,
          response: { 200: fileOf('application/vnd.pmtiles'), ...FAULTS },
        },
      },
      (request, reply) => sendBaseMap(basemap, request, reply),
    )
  }
