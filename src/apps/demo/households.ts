import { normal, type Random, seeded } from '../../base/random.ts'
import type { Drawing } from './areas.ts'
import type { Area, Households } from './model.ts'
import { insideRing, type Km, nearestOnSegment, toGlobe } from './plane.ts'

/** How many of a hundred households have 1, 2, … 7 people; the mean is 3.3. */
const SIZES = [10, 20, 27, 22, 13, 6, 2]
const SIZE_OF = Uint8Array.from(SIZES.flatMap((share, i) => new Array<number>(share).fill(i + 1)))

/**
 * `count` households in the villages, in hamlets round each village's middle (standard deviation about 400 m in all),
 * each on its own village's dry land. A community of the towns has about twice a village's households; nobody keeps
 * house in a prison.
 */
export function makeHouseholds(villages: readonly Area[], drawing: Drawing, count: number): Households {
  const random = seeded(drawing.seed + 31)
  const weights = villages.map(({ nameEn }) => {
    if (nameEn.includes('Prison')) return 0
    return Math.exp(normal(random, 0, 0.35)) * (nameEn.endsWith('Community') ? 2 : 1)
  })
  const shares = divide(count, weights)
  const made: Households = {
    count,
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    people: new Uint8Array(count),
    village: new Int32Array(count),
    first: new Int32Array(villages.length + 1),
  }
  let row = 0
  villages.forEach(({ code }, v) => {
    made.first[v] = row
    const draw = houses(random, drawing, drawing.cellOf.get(code) as number)
    for (let n = shares[v] as number; n > 0; n--, row++) {
      const [lon, lat] = toGlobe(draw())
      made.lon[row] = lon
      made.lat[row] = lat
      made.people[row] = SIZE_OF[Math.floor(random() * SIZE_OF.length)] as number
      made.village[row] = v
    }
  })
  made.first[villages.length] = row
  return made
}

/** The code of a household: its village's and a number in it, such as 361128100201-0001. */
export function householdCode(village: string, number: number): string {
  return `${village}-${String(number).padStart(4, '0')}`
}

/** Whole numbers in proportion to the weights that add up to `total`: the largest remainders are rounded up. */
export function divide(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((w) => (sum > 0 ? (total * w) / sum : 0))
  const shares = exact.map(Math.floor)
  const rest = total - shares.reduce((a, b) => a + b, 0)
  const byRemainder = [...exact.keys()].sort((a, b) => rem(exact[b] as number) - rem(exact[a] as number) || a - b)
  for (const i of byRemainder.slice(0, rest)) shares[i] = (shares[i] as number) + 1
  return shares
}

function rem(x: number): number {
  return x - Math.floor(x)
}

/** A source of house sites in one village. */
function houses(random: Random, drawing: Drawing, cell: number): () => Km {
  const middle = drawing.sites[cell]?.at as Km
  const dry = dryLand(drawing, cell, middle)
  const near = (at: Km, sd: number, tries: number): Km => {
    for (let i = 0; i < tries; i++) {
      const p: Km = [normal(random, at[0], sd), normal(random, at[1], sd)]
      if (dry(p)) return p
    }
    return at
  }
  const hamlets = Array.from({ length: 3 + Math.floor(random() * 5) }, () => near(middle, 0.36, 20))
  return () => near(hamlets[Math.floor(random() * hamlets.length)] as Km, 0.16, 12)
}

/** A test for points on the land of a cell and at least 100 m from the rivers' banks. */
function dryLand(drawing: Drawing, cell: number, middle: Km): (p: Km) => boolean {
  const ring = drawing.borders.polygons(new Set([cell]))[0]?.[0] as Km[]
  // Well inside this circle no ring need be asked: most houses are, and there are 300,000 of them.
  const free = Math.min(...ring.slice(1).map((p, i) => nearestOnSegment(middle, ring[i] as Km, p).off))
  const banks = drawing.streams.flatMap(({ course, widthKm }) =>
    course.points.slice(1).flatMap((to, i) => {
      const from = course.points[i] as Km
      return nearestOnSegment(middle, from, to).off < 4 ? [{ from, to, off: widthKm / 2 + 0.1 }] : []
    }),
  )
  return (p) =>
    (Math.hypot(p[0] - middle[0], p[1] - middle[1]) < free || insideRing(p, ring)) &&
    banks.every(({ from, to, off }) => nearestOnSegment(p, from, to).off > off)
}
