import { z } from 'zod'
import { line } from '../../base/input.ts'
import { STATES } from '../../domain/board/map/model.ts'
import { After, AskedInstant, Key, Lane, Slug } from './wire.ts'

/** The map as it is asked for and told over HTTP. Tiles themselves are Mapbox Vector Tiles: see docs/map.md. */

const At = AskedInstant.optional().describe('As it stood at a moment past; left out: now')
const whole = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 22)

export const TilePath = z.strictObject({ z: whole.max(22), x: whole, y: whole })
export const TileQuery = z.strictObject({
  lane: Lane,
  at: At,
  people: z.stringbool().default(false).describe('Also those on duty, where they were last heard of'),
  v: line(80).optional().describe('The stamp of the change that the asker knows of: a new address for it'),
})

export const ExtentQuery = z.strictObject({
  tree: z.enum(['area', 'unit']).default('area'),
  node: Key.optional().describe("An area's code, or a unit's id or code; left out: where one begins"),
})

export const ExtentShape = z
  .object({
    bbox: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .nullable()
      .describe('West, south, east, north in degrees; null: nothing of it is on the map'),
  })
  .meta({ id: 'Extent' })

export const MapShape = z
  .object({
    basemap: z.boolean().describe('Whether there is a base map at /api/v1/base.pmtiles'),
    deepest: z.number().int().describe('The deepest zoom that tiles are drawn for'),
    layers: z.array(z.string()).describe('The layers that a tile may have'),
    states: z.array(z.enum(STATES)).describe('The states in which a place is drawn'),
  })
  .meta({ id: 'Map' })

export const LAYERS = ['areas', 'area-labels', 'zones', 'lines', 'sections', 'marks', 'places', 'people'] as const

const Corner = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
/** Corners of a drawing, all its rings together: many times what a hand draws, and tested against every place within a second. */
const CORNERS = 2_000
const Ring = z.array(Corner).min(4).max(CORNERS)

export const WithinBody = z.strictObject({
  polygon: z
    .strictObject({
      type: z.literal('Polygon'),
      coordinates: z
        .array(Ring)
        .min(1)
        .max(20)
        .refine((rings) => rings.reduce((n, ring) => n + ring.length, 0) <= CORNERS, {
          error: `must have ${CORNERS} corners at most`,
        }),
    })
    .describe('GeoJSON, 2,000 corners at most; its sides are straight on the map'),
  kinds: z.array(Slug).max(50).optional().describe('Left out: places of every kind'),
  lane: Lane,
  at: At,
  limit: z.number().int().min(1).max(200).default(200).describe('Places at most'),
  after: After,
})

const count = z.number().int()
const eachState = Object.fromEntries(STATES.map((state) => [state, count])) as Record<
  (typeof STATES)[number],
  typeof count
>
export const WithinShape = z
  .object({
    counts: z.record(z.string(), z.object({ n: count, ...eachState })).describe('All places inside, by kind'),
    items: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.string(), state: z.enum(STATES) })),
    next: z.string().nullable().describe('Hand it back as `after`; null at the end'),
  })
  .meta({ id: 'Within' })
