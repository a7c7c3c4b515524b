import type { FastifyInstance } from 'fastify'
import { DEMO, loadDemo } from '../../src/apps/demo/load.ts'
import { runExercise } from '../../src/apps/exercise/run.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { MINUTE, movableClock } from '../../src/base/clock.ts'
import { seeded } from '../../src/base/random.ts'
import type { Db } from '../../src/db/connect.ts'
import { spanOf, type Tile, xOf, yOf } from '../../src/domain/board/map/mercator.ts'
import { restateAndCount } from '../../src/domain/gaps/actions.ts'
import { ofSubjects } from '../../src/domain/gaps/store.ts'
import { campaignsOpen } from '../../src/domain/playbooks/store.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile, timed, timeEach } from '../harness/timing.ts'
import { analyze, DISTRICT, LONG_AGO } from '../main/county.ts'

const PLACES = DEMO.households
const ZOOMS = Array.from({ length: 17 }, (_, i) => i + 2)
/** Tiles of a zoom: from afar the county lies in one, and the same is drawn again after each change. */
const TILES = 30
const MOST_KB = 200
/** The hours in which most is uncovered: the second warning, and the calls after it. */
const FROM = new Date('2020-07-08T13:00:00+08:00')
const TO = new Date('2020-07-08T16:00:00+08:00')

const figure = (engine: 'embedded' | 'PostgreSQL', aim: number): Figure => ({
  figure: `tile at any zoom over 300,000 places, each ≤ ${MOST_KB} KB, ${engine}, p95`,
  unit: 'ms',
  aim,
  measure: (kit) =>
    engine === 'embedded' ? kit.embedded((db) => measure(kit, db)) : kit.server((db) => measure(kit, db)),
})

/**
 * Tiles of the demo county in the middle of its flood, drawn round places drawn from a seed, every zoom as often as the
 * others; through HTTP, and each drawn anew, since a gap opens or closes before every one. Held against the places of the
 * tile counted by their index. Beside it: the first tile of all, tiles that are kept, and those of a moment past.
 */
export const tilesOfTheCounty: Figure[] = [figure('embedded', 150), figure('PostgreSQL', 60)]

async function measure(kit: Kit, db: Db): Promise<Measured> {
  await loadDemo(db, movableClock(LONG_AGO), kit.tell, { households: kit.sized(PLACES) })
  kit.tell('three hours of its flood')
  const { lane } = await runExercise(db, { from: FROM, to: TO })
  await analyze(db)
  const app = await makeServer({ db, clock: movableClock(TO) })
  const tiles = await drawTiles(db)
  const look = ({ z, x, y }: Tile, at = '') => ask(app, `/api/v1/tiles/${z}/${x}/${y}?lane=${lane}${at}`)
  try {
    kit.tell('the first tile')
    const first = await timed(() => look(tiles[0] as Tile))
    kit.tell('tiles after a change each')
    const flip = flipper(db, lane)
    const [times, sizes]: [number[], number[]] = [[], []]
    for (const tile of tiles) {
      await flip()
      const { ms, done } = await timed(() => look(tile))
      times.push(ms)
      sizes.push(done)
    }
    const largest = Math.max(...sizes) / 1000
    if (largest > MOST_KB) kit.tell(`a tile has ${largest} KB: more than ${MOST_KB}`)
    kit.tell('the same again, and of a moment past')
    const again = await timeEach(tiles, (tile) => look(tile))
    const past = `&at=${encodeURIComponent(new Date(TO.getTime() - 75 * MINUTE).toISOString())}`
    const firstThen = await timed(() => look(tiles[0] as Tile, past))
    const then = await timeEach(tiles, (tile) => look(tile, past))
    const bare = percentile(await timeEach(tiles, (tile) => countPlaces(db, tile)), 0.95)
    // A tile that is too large is none: it counts as never drawn.
    const value = largest > MOST_KB ? Number.POSITIVE_INFINITY : percentile(times, 0.95)
    return {
      value,
      against: {
        what: "count of the tile's places by place_by_geom, p95",
        value: bare,
        unit: 'ms',
        ratio: value / bare,
      },
      sizes: {
        places: kit.sized(PLACES),
        tiles: tiles.length,
        medianMs: rounded(percentile(times, 0.5)),
        largestKb: rounded(largest),
        firstMs: rounded(first.ms),
        keptP95Ms: rounded(percentile(again, 0.95)),
        pastFirstMs: rounded(firstThen.ms),
        pastP95Ms: rounded(percentile(then, 0.95)),
        p95MsByZoom: byZoom(tiles, times),
        kbByZoom: byZoom(
          tiles,
          sizes.map((bytes) => bytes / 1000),
        ),
      },
    }
  } finally {
    await app.close()
  }
}

/** The tile's bytes as they are unpacked: what the aim is about. */
async function ask(app: FastifyInstance, url: string): Promise<number> {
  const answer = await app.inject({ url })
  if (answer.statusCode !== 200) throw new Error(`${url} was answered with ${answer.statusCode}: ${answer.payload}`)
  return answer.rawPayload.length
}

async function drawTiles(db: Db): Promise<Tile[]> {
  const points = await db.read(
    (tx) => tx<{ lon: number; lat: number }[]>`
      select st_x(geom) as lon, st_y(geom) as lat from place where district = ${DISTRICT} and kind = 'household' order by id`,
  )
  const random = seeded(3)
  return ZOOMS.flatMap((z) =>
    Array.from({ length: TILES }, () => {
      const { lon, lat } = points[Math.floor(random() * points.length)] as { lon: number; lat: number }
      return { z, x: Math.floor(xOf(lon) * 2 ** z), y: Math.floor(yOf(lat) * 2 ** z) }
    }),
  )
}

/** Lets go of one duty's hold on its place and takes it up again, in turn, by the function that every act counts with. */
function flipper(db: Db, lane: string): () => Promise<void> {
  let subject: string | null = null
  return () =>
    db.write(TO, async (tx) => {
      const [campaign] = await campaignsOpen(tx, DISTRICT, lane)
      if (!campaign) throw new Error('no campaign is open')
      if (subject === null) {
        const [row] = await tx<{ subject: string }[]>`
          select subject from requirement where campaign = ${campaign.id} and counted = 1 and held > 0 limit 1`
        subject = row?.subject ?? null
        if (subject === null) throw new Error('nothing is held')
      }
      await tx`
        update requirement set needed = case when needed > 50 then needed - 50 else needed + 50 end
        where district = ${DISTRICT} and campaign = ${campaign.id} and subject = ${subject} and counted <> 0`
      await restateAndCount(tx, TO, campaign, ofSubjects(tx, TO, [subject]))
    })
}

async function countPlaces(db: Db, tile: Tile): Promise<unknown> {
  const [minX, minY, maxX, maxY] = spanOf(tile)
  const lat = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
  return db.read(
    (tx) => tx`
      select count(*) from place where district = ${DISTRICT}
        and geom && st_makeenvelope(${minX * 360 - 180}, ${lat(maxY)}, ${maxX * 360 - 180}, ${lat(minY)}, 4326)`,
  )
}

function byZoom(tiles: readonly Tile[], values: readonly number[]): Record<string, number> {
  const groups = Map.groupBy(tiles.keys(), (i) => tiles[i]?.z)
  return Object.fromEntries(
    [...groups].map(([z, own]) => [
      `z${z}`,
      rounded(
        percentile(
          own.map((i) => values[i] as number),
          0.95,
        ),
      ),
    ]),
  )
}

const rounded = (value: number): number => Math.round(value * 10) / 10
