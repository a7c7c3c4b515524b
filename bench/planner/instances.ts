import { normal, type Random, seeded } from '../../src/base/random.ts'
import { nearestHolders } from '../../src/domain/planner/arcs/nearest-holders.ts'
import type { Positions } from '../../src/domain/planner/arcs/points.ts'
import type { Transport } from '../../src/domain/planner/transport/model.ts'

/** What an instance is made by. */
export interface Recipe {
  places: number
  holders: number
  /** Holders that each place can go to. */
  arcs: number
  /** Room of all holders together, by the places. */
  room: number
  /** Households lie in villages of 300; or anywhere. */
  scatter?: 'villages' | 'uniform'
  /** `random`: any holders at any cost up to 10 km; `tied`: metres in steps of 500, so that many cost the same. */
  costs?: 'metres' | 'tied' | 'random'
  seed?: number
}

export interface Ground {
  places: Positions
  holders: Positions
}

/** Households of a village, and how they lie about its middle. */
const VILLAGE = 300
const SD_M = 400
const SIDE_M = 50_000
const UNSERVED = 1_000_000
const METRES_PER_DEGREE = 111_195
/** The south-western corner of the square: about where a county is. */
const CORNER = { lon: 112, lat: 30 }

export function instanceOf(recipe: Recipe): Transport {
  const { costs = 'metres' } = recipe
  const arcs = costs === 'random' ? randomArcs(recipe) : arcsOf(recipe, groundOf(recipe))
  if (costs === 'tied') for (const [i, metres] of arcs.cost.entries()) arcs.cost[i] = Math.round(metres / 500) * 500
  return { ...arcs, ...roomsOf(recipe) }
}

/** What it costs to leave each place over, and how many each holder can carry. */
export function roomsOf({ places, holders, room }: Recipe): Pick<Transport, 'unserved' | 'capacity'> {
  const each = (places * room) / holders
  return {
    unserved: new Int32Array(places).fill(UNSERVED),
    // Whole rooms that add up to the whole: 20.4 each is 20 for three holders of five, and 21 for the others.
    capacity: Int32Array.from({ length: holders }, (_, h) => Math.floor((h + 1) * each) - Math.floor(h * each)),
  }
}

/** Where everybody is: households, and holders who live like them. */
export function groundOf({ places, holders, scatter = 'villages', seed = 1 }: Recipe): Ground {
  const random = seeded(seed)
  if (scatter === 'uniform') return { places: anywhere(random, places), holders: anywhere(random, holders) }
  const villages = anywhere(random, Math.ceil(places / VILLAGE))
  const inVillage = (count: number, village: (i: number) => number): Positions => {
    const [lon, lat] = [new Float64Array(count), new Float64Array(count)]
    for (let i = 0; i < count; i++) {
      const v = village(i)
      lon[i] =
        (villages.lon[v] as number) +
        normal(random, 0, SD_M) / METRES_PER_DEGREE / Math.cos((CORNER.lat * Math.PI) / 180)
      lat[i] = (villages.lat[v] as number) + normal(random, 0, SD_M) / METRES_PER_DEGREE
    }
    return { lon, lat }
  }
  return {
    places: inVillage(places, (i) => Math.floor(i / VILLAGE)),
    holders: inVillage(holders, () => Math.floor(random() * villages.lon.length)),
  }
}

export function arcsOf({ arcs }: Recipe, ground: Ground) {
  return nearestHolders(ground.places, ground.holders, { most: arcs, withinM: null })
}

function anywhere(random: Random, count: number): Positions {
  const side = SIDE_M / METRES_PER_DEGREE
  const wide = side / Math.cos((CORNER.lat * Math.PI) / 180)
  const [lon, lat] = [new Float64Array(count), new Float64Array(count)]
  for (let i = 0; i < count; i++) {
    lon[i] = CORNER.lon + random() * wide
    lat[i] = CORNER.lat + random() * side
  }
  return { lon, lat }
}

function randomArcs({ places, holders, arcs, seed = 1 }: Recipe) {
  const random = seeded(seed)
  const to = new Int32Array(places * arcs)
  const own = new Set<number>()
  for (let i = 0; i < places; i++) {
    own.clear()
    while (own.size < Math.min(arcs, holders)) own.add(Math.floor(random() * holders))
    to.set([...own], i * arcs)
  }
  const cost = Int32Array.from(to, () => Math.floor(random() * 10_000))
  return { start: Int32Array.from({ length: places + 1 }, (_, i) => i * arcs), to, cost }
}
