import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { MusterError } from '../../../base/errors.ts'
import { ACTUAL, type Viewer } from '../../../domain/audit/model.ts'
import { areasIn, deepestShown } from '../../../domain/board/map/areas-shown.ts'
import { isTile, meet, type Span, spanOf, type Tile, xOf, yOf } from '../../../domain/board/map/mercator.ts'
import type { DistrictGround } from '../../../domain/board/map/store.ts'
import { type Drawing, type Inside, within } from '../../../domain/board/map/within.ts'
import type { Context } from '../context.ts'
import { areaLayers, areasFromAfar, drawNear, encode } from './draw.ts'
import { type Keeper, type Look, makeKeeper, type Stamped } from './keeper.ts'
import { makeKept } from './kept.ts'

/** A tile as it is sent: compressed, with the tag by which a browser asks whether it is still the same. */
export interface SentTile {
  etag: string
  gzip: Buffer
}

export interface Tiles {
  /** A tile; null where there is nothing in it. TILE_UNKNOWN. */
  tile(viewer: Viewer, tile: Tile, wanted: Look): Promise<SentTile | null>
  /** What of a district's places lies in a drawing. DISTRICT_UNKNOWN. */
  within(
    viewer: Viewer,
    district: string,
    drawing: Drawing,
    wanted: Look,
    page: { after: string | null; limit: number },
  ): Promise<Inside>
  /** Reads what will be asked for first, while nobody waits for it: all places, if they are not too many. */
  warm(): Promise<void>
}

/** A view with more places or districts than this is drawn from the counts of its areas. */
const NEAR_PLACES = 600_000
const NEAR_DISTRICTS = 12
/** Bytes of tiles that are kept. */
const KEPT_BYTES = 64_000_000

const zip = promisify(gzip)

/** Draws tiles from what is kept in memory; none of the many who look at the same one costs more than a comparison. */
export function makeTiles(context: Pick<Context, 'db' | 'clock' | 'feed' | 'shared'>): Tiles {
  const keeper = makeKeeper(context)
  const tiles = makeKept<SentTile | null>(KEPT_BYTES, (t) => (t?.gzip.length ?? 0) + 200)

  return {
    async tile(_viewer, tile, wanted) {
      if (!isTile(tile)) throw new MusterError('TILE_UNKNOWN', { ...tile })
      const look = await keeper.lookAt(wanted)
      const { districts, stamp } = await keeper.districts()
      const here = districts.filter((d) => d.box !== null && meet(onMap(d.box), spanOf(tile)))
      if (here.length === 0) return null
      const key = `${tile.z}/${tile.x}/${tile.y} ${look.lane} ${look.at?.getTime() ?? ''} ${look.people}`
      const near = isNear(here)
      const upper = await keeper.upper(stamp)
      if (!near) return fromAfar(keeper, tile, look, upper)
      const placed = here.filter((d) => d.places > 0)
      const outer = upper.filter((a) => !placed.some((d) => d.district === a.code))
      const above = areasIn(outer, deepestShown(outer, tile.z) ?? -1, spanOf(tile)).map((a) => a.area)
      const [stamped, counts] = await Promise.all([keeper.stamped(placed, look), keeper.counts(above, look)])
      const all = [stamp, ...stamped.flatMap((d) => [d.states, d.around]), JSON.stringify([...counts])]
      return tiles.at(key, all.join('\n'), async () => {
        const drawn = []
        for (const d of stamped) drawn.push(await keeper.district(d, look))
        return sent(encode(drawNear(tile, drawn, outer, counts)))
      })
    },

    async within(_viewer, district, drawing, wanted, page) {
      const look = await keeper.lookAt(wanted)
      const found = (await keeper.districts()).districts.find((d) => d.district === district)
      if (!found) throw new MusterError('DISTRICT_UNKNOWN', { district })
      const [stamped] = await keeper.stamped([found], look)
      const { ground, picture } = await keeper.district(stamped as Stamped, look)
      return within(ground, picture.states, drawing, page)
    },

    async warm() {
      const { districts, stamp } = await keeper.districts()
      await keeper.upper(stamp)
      const placed = districts.filter((d) => d.places > 0)
      if (!isNear(placed)) return
      const look = { lane: ACTUAL, at: null, people: false }
      for (const d of await keeper.stamped(placed, look)) await keeper.district(d, look)
    },
  }
}

async function fromAfar(
  keeper: Keeper,
  tile: Tile,
  look: Look,
  upper: Awaited<ReturnType<Keeper['upper']>>,
): Promise<SentTile | null> {
  const shown = areasFromAfar(tile, upper)
  const counts = await keeper.counts(
    shown.map((a) => a.area),
    look,
  )
  return sent(encode(areaLayers(tile, shown, counts)))
}

function isNear(districts: readonly DistrictGround[]): boolean {
  const placed = districts.filter((d) => d.places > 0)
  return placed.length <= NEAR_DISTRICTS && placed.reduce((sum, d) => sum + d.places, 0) <= NEAR_PLACES
}

const onMap = ([west, south, east, north]: [number, number, number, number]): Span => [
  xOf(west),
  yOf(north),
  xOf(east),
  yOf(south),
]

/** The tag is of what is in it: a tile that was drawn again and came out the same is not sent again. */
async function sent(bytes: Uint8Array | null): Promise<SentTile | null> {
  if (bytes === null) return null
  const etag = `"${createHash('sha1').update(bytes).digest('base64url')}"`
  return { etag, gzip: await zip(bytes) }
}
