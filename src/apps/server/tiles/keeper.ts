import { MINUTE, SECOND } from '../../../base/clock.ts'
import type { Tx } from '../../../db/connect.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { type GroundPage, makeGround } from '../../../domain/board/map/ground.ts'
import type { Around, Ground, MapArea, Picture, Standing } from '../../../domain/board/map/model.ts'
import { addUp, requiredAt, statesAt } from '../../../domain/board/map/picture.ts'
import {
  areasOfDistrict,
  type DistrictGround,
  districtGrounds,
  groundPage,
  upperAreas,
} from '../../../domain/board/map/store.ts'
import {
  gapsNowPacked,
  peopleOnDuty,
  requiredNow,
  standingThen,
  stateStamps,
  zonesAt,
} from '../../../domain/board/map/store-states.ts'
import type { SummedCounts } from '../../../domain/board/model.ts'
import { countsBelow } from '../../../domain/board/store.ts'
import type { Context } from '../context.ts'
import { makeKept } from './kept.ts'

/**
 * A district as it is looked at: in a lane, now (`at` null) or as of a moment past. `people`: with those on duty, whom every
 * report moves; whoever does not look at them need not wait for them.
 */
export interface Look {
  lane: string
  at: Date | null
  people: boolean
}

/** Everything of a district that is drawn, and a word that stays the same for as long as all of it does. */
export interface District {
  ground: Ground
  picture: Picture
  around: Around
}

/** The register as the map needs it, kept in memory and read anew when a stamp has moved. */
export interface Keeper {
  /** Every district with its extent, and a stamp of the nation's map. */
  districts(): Promise<{ districts: DistrictGround[]; stamp: string }>
  /** The districts and the areas above them, with borders as from afar. */
  upper(stamp: string): Promise<MapArea[]>
  /** How areas stand, of whatever districts. */
  counts(areas: readonly MapArea[], look: Look): Promise<Map<string, SummedCounts>>
  /** A moment that is still to come in the lane is now. */
  lookAt(look: Look): Promise<Look>
  /** What these districts' parts depend on, before any of them is read. */
  stamped(districts: readonly DistrictGround[], look: Look): Promise<Stamped[]>
  district(stamped: Stamped, look: Look): Promise<District>
}

/** A district with the stamps of what is kept of it. */
export interface Stamped extends DistrictGround {
  required: string
  states: string
  around: string
}

/** Places, all districts together: some 90 bytes each with their names. */
const MOST_PLACES = 3_000_000
/** States of places, all lanes and moments together: 25 bytes each. */
const MOST_STATES = 8_000_000
/** Nobody is shown longer than this after a duty that ends by itself. */
const PEOPLE_MS = 30 * SECOND
/** What is past so long can have no transaction under way that still belongs to it. */
const SETTLED_MS = 2 * MINUTE
const ZERO_ID = '00000000-0000-0000-0000-000000000000'

export function makeKeeper({ db, clock, feed, shared }: Pick<Context, 'db' | 'clock' | 'feed' | 'shared'>): Keeper {
  const grounds = makeKept<Ground>(MOST_PLACES, (g) => g.count)
  const required = makeKept<Uint8Array>(MOST_STATES, (states) => states.length)
  const pictures = makeKept<Picture>(MOST_STATES, (p) => p.states.length)
  const arounds = makeKept<Around>(1_000, () => 1)
  const nation = makeKept<MapArea[]>(1, () => 1)
  const register = { lane: ACTUAL, topics: ['register'] } as const

  /** Page by page, each in a transaction of its own, so that nobody has to wait for all of it. */
  async function readGround(district: string): Promise<Ground> {
    const pages: GroundPage[] = []
    for (let after: string | null = ZERO_ID; after !== null; ) {
      const from: string = after
      const { page, next } = await db.read((tx) => groundPage(tx, district, from))
      pages.push(page)
      after = next
    }
    return makeGround(district, pages, await db.read((tx) => areasOfDistrict(tx, district)))
  }

  async function readPicture(ground: Ground, look: Look, stamp: string): Promise<Picture> {
    const { lane, at } = look
    const key = `${ground.district} ${lane}`
    const base = at
      ? null
      : await required.at(key, stamp, async () =>
          requiredAt(ground, await db.read((tx) => requiredNow(tx, ground.district, lane))),
        )
    const nodes = ground.areas.map((a) => ({ district: a.district, node: a.code }))
    const readStates = async (tx: Tx) =>
      at || !base
        ? statesThen(ground, at ?? clock.now(), await standingThen(tx, ground.district, lane, at ?? clock.now()))
        : statesAt(ground, await laneNow(tx, lane, clock.now()), base, await gapsNowPacked(tx, ground.district, lane))
    // At once, where the engine can: each holds at least what the stamp knows of.
    const [counts, states] = await Promise.all([
      db.read((tx) => countsBelow(tx, { tree: 'area', lane, at }, nodes)),
      db.read(readStates),
    ])
    return { states, sums: addUp(ground, states), counts }
  }

  /** What those on duty depend on: what they told, their duties, and the time, which ends some of these. */
  async function heardIn(lane: string, districts: readonly string[]): Promise<string> {
    const told = await feed.stampOf({ lane, districts, topics: ['records', 'duties', 'register'] })
    return `${told} ${Math.floor(clock.now().getTime() / PEOPLE_MS)}`
  }

  return {
    districts: () =>
      shared(
        'map districts',
        () => feed.stampOf({ ...register, districts: null }),
        () => db.read(districtGrounds),
      ),
    upper: (stamp) => nation.at('', stamp, () => db.read(upperAreas)),
    counts: async (areas, { lane, at }) =>
      areas.length === 0
        ? new Map()
        : shared(
            `map counts ${lane} ${at?.getTime()} ${areas.map((a) => a.code).join(' ')}`,
            () => feed.stampOf({ lane, districts: null, topics: ['gaps', 'warnings', 'register'] }),
            () =>
              db.read((tx) =>
                countsBelow(
                  tx,
                  { tree: 'area', lane, at },
                  areas.map((a) => ({ district: a.district, node: a.code })),
                ),
              ),
          ),
    async lookAt(look) {
      const { lane, at } = look
      if (at === null) return look
      const now = lane === ACTUAL ? clock.now() : await db.read((tx) => laneNow(tx, lane, clock.now()))
      return { ...look, at: at < now ? at : null }
    },
    async stamped(districts, { lane, at, people }) {
      const codes = districts.map((d) => d.district)
      const changed = await feed.stampOf({ lane, districts: codes })
      if (at) {
        // The past stays as it is, but for what an import brings in and what is being written this moment.
        const settled = clock.now().getTime() - at.getTime() > SETTLED_MS
        const then = settled ? await feed.stampOf({ lane, districts: codes, topics: ['register'] }) : changed
        return districts.map((d) => ({ ...d, required: '', states: `${d.stamp} ${then}`, around: then }))
      }
      const stamps = await shared(
        `map stamps ${lane} ${codes.join(' ')}`,
        async () => changed,
        () => db.read((tx) => stateStamps(tx, lane, codes)),
      )
      const heard = people ? await heardIn(lane, codes) : ''
      return districts.map((d) => {
        const s = stamps.get(d.district) ?? { required: '', gaps: '', zones: '' }
        const required = `${d.stamp} ${s.required}`
        return { ...d, required, states: `${required} ${s.gaps}`, around: `${s.zones} ${heard}` }
      })
    },
    async district(d, look) {
      const ground = await grounds.at(d.district, d.stamp, () => readGround(d.district))
      const key = `${d.district} ${look.lane} ${look.at?.getTime() ?? ''}`
      const picture = await pictures.at(key, d.states, () => readPicture(ground, look, d.required))
      const around = await arounds.at(`${key} ${look.people}`, d.around, () =>
        db.read(async (tx) => {
          const at = look.at ?? (await laneNow(tx, look.lane, clock.now()))
          return {
            zones: await zonesAt(tx, d.district, look.lane, at),
            people: look.people ? await peopleOnDuty(tx, d.district, look.lane, at) : [],
          }
        }),
      )
      return { ground, picture, around }
    },
  }
}

/** Several campaigns at one moment: what nobody holds in one is unheld, whatever the others say. */
function statesThen(ground: Ground, at: Date, standings: readonly Standing[]): Uint8Array {
  const none = { required: Buffer.of(), gaps: Buffer.of(), bits: Buffer.of(), known: true }
  return [none, ...standings]
    .map((s) => statesAt(ground, at, requiredAt(ground, s), s))
    .reduce((all, states) => all.map((state, row) => Math.max(state, states[row] as number)))
}
