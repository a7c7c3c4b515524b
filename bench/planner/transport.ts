import type { Figure, Measured } from '../harness/figure.ts'
import { rounded } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile } from '../harness/timing.ts'
import { highs } from './highs.ts'
import { instanceOf, type Recipe } from './instances.ts'
import { lemon } from './lemon.ts'
import { inWorker, type Solved } from './ours.ts'

/** Slack of the holders' room above the places: as a county has it, and when hardly anybody is to spare. */
export const NORMAL = 1.2
export const TIGHT = 1.02
/** Households of a holder. */
export const EACH = 20

/**
 * Seconds that each of LEMON's two is given, and where that is more, as long as tells whether the aim is met: at the largest
 * size it would take longer than all the rest together.
 */
const LIMIT_S = 120
const BEYOND_AIM = 1.05

export const transports: Figure[] = [
  against('10,000 × 500, cold', { places: 10_000 }, 1, 'cold'),
  against('10,000 × 500, warm', { places: 10_000 }, 0.5, 'warm'),
  againstHighs('cold'),
  againstHighs('warm'),
  against('50,000 × 2,500', { places: 50_000 }, 0.15),
  against('50,000 × 2,500, tight', { places: 50_000, room: TIGHT }, 0.2),
  against('50,000 × 2,500, 30 arcs', { places: 50_000, arcs: 30 }, 0.2),
  against('50,000 × 2,500, scattered', { places: 50_000, scatter: 'uniform' }, 0.2),
  against('50,000 × 250, 200 places a holder', { places: 50_000, holders: 250 }, 0.2),
  against('50,000 × 2,500, many ties', { places: 50_000, costs: 'tied' }, 0.2),
  against('50,000 × 2,500, random arcs', { places: 50_000, costs: 'random' }, 0.2),
  against('200,000 × 10,000', { places: 200_000 }, 0.05),
  against('200,000 × 10,000, tight', { places: 200_000, room: TIGHT }, 0.12),
  against('200,000 × 10,000, 30 arcs', { places: 200_000, arcs: 30 }, 0.12),
  against('1,000,000 × 50,000', { places: 1_000_000 }, 0.02),
  against('1,000,000 × 50,000, tight', { places: 1_000_000, room: TIGHT }, 0.05),
  memory(),
  arcs(),
]

/** A recipe at the kit's size: so many places, and holders as they come to. */
export function recipeOf(kit: Kit, { places = 0, ...other }: Partial<Recipe>): Recipe {
  const sized = kit.sized(places)
  const holders = Math.max(1, Math.round((sized * (other.holders ?? places / EACH)) / places))
  return { arcs: 12, room: NORMAL, ...other, places: sized, holders }
}

function against(name: string, part: Partial<Recipe>, aim: number, when: 'cold' | 'warm' = 'warm'): Figure {
  return {
    figure: `transport plan ${name}, by the faster of LEMON`,
    unit: '×',
    aim,
    measure: async (kit) => {
      const recipe = recipeOf(kit, part)
      const ours = await inTurns(recipe)
      kit.tell('LEMON and ours, in turns')
      const first = ours.so()
      const limitS = Math.max(LIMIT_S, ((first[`${when}Ms`] / 1000) * BEYOND_AIM) / aim)
      const peer = await lemon(instanceOf(recipe), first.cost, limitS, ours.turns, ours.again)
      const value = ours.so()[`${when}Ms`] / 1000 / peer.seconds
      return {
        value,
        against: { what: `LEMON's ${peer.which}, run alone`, value: peer.seconds, unit: 's', ratio: value },
        sizes: {
          ...sizesOf(recipe, ours.so()),
          turns: ours.turns,
          simplexS: peer.simplexS,
          scalingS: peer.scalingS,
          ...(peer.stopped && {
            peerStopped: `neither had ended after ${rounded(limitS)} s: the value is at most this`,
          }),
        },
      }
    },
  }
}

function againstHighs(when: 'cold' | 'warm'): Figure {
  return {
    figure: `transport plan 10,000 × 500, ${when}, by HiGHS`,
    unit: '×',
    aim: 1 / 40,
    measure: async (kit) => {
      const recipe = recipeOf(kit, { places: 10_000 })
      const ours = await inTurns(recipe)
      kit.tell('HiGHS and ours, in turns')
      const t = instanceOf(recipe)
      const times = [await highs(t, ours.so().cost)]
      while (times.length < ours.turns) {
        await ours.again()
        times.push(await highs(t, ours.so().cost))
      }
      const seconds = percentile(times, 0.5)
      const value = ours.so()[`${when}Ms`] / 1000 / seconds
      return {
        value,
        against: { what: 'HiGHS in WebAssembly, run alone', value: seconds, unit: 's', ratio: value },
        sizes: { ...sizesOf(recipe, ours.so()), turns: ours.turns },
      }
    },
  }
}

/** Ours, in a new thread each time: the middle of how they came out so far. The smaller, the more any one time is chance. */
async function inTurns(recipe: Recipe) {
  const task = { kind: 'solve', recipe, rounds: recipe.places > 500_000 ? 2 : 5 } as const
  const all = [await inWorker<Solved>(task)]
  const middle = (key: 'coldMs' | 'warmMs') =>
    percentile(
      Array.from(all, (each) => each[key]),
      0.5,
    )
  return {
    turns: recipe.places > 500_000 ? 1 : recipe.places > 10_000 ? 3 : 5,
    again: async () => void all.push(await inWorker<Solved>(task)),
    so: (): Solved => ({ ...(all[0] as Solved), coldMs: middle('coldMs'), warmMs: middle('warmMs') }),
  }
}

function memory(): Figure {
  return {
    figure: 'transport plan 1,000,000 × 50,000: memory, problem and plan together',
    unit: 'MiB',
    aim: 1024,
    measure: async (kit): Promise<Measured> => {
      const recipe = recipeOf(kit, { places: 1_000_000, room: TIGHT })
      const ours = await inWorker<Solved>({ kind: 'solve', recipe, rounds: 2 })
      const problem = (recipe.places * (recipe.arcs * 2 + 2) * 4) / 2 ** 20
      return {
        value: ours.mib,
        against: { what: 'the problem alone', value: problem, unit: 'MiB', ratio: ours.mib / problem },
        sizes: sizesOf(recipe, ours),
      }
    },
  }
}

function arcs(): Figure {
  return {
    figure: 'arcs to the 12 nearest of 10,000 holders from 200,000 places, by the solve',
    unit: '×',
    aim: 1,
    measure: async (kit) => {
      const recipe = recipeOf(kit, { places: 200_000 })
      const ours = await inWorker<Solved>({ kind: 'solve', recipe, rounds: 5 })
      const value = ours.arcsWarmMs / ours.warmMs
      const sizes = { ...sizesOf(recipe, ours), arcsMs: rounded(ours.arcsWarmMs), arcsColdMs: rounded(ours.arcsColdMs) }
      return { value, against: { what: 'the solve', value: ours.warmMs, unit: 'ms', ratio: value }, sizes }
    },
  }
}

function sizesOf({ places, holders, arcs, room }: Recipe, ours: Solved) {
  const { cost, unserved } = ours
  return { places, holders, arcs, room, cost, unserved, coldMs: rounded(ours.coldMs), warmMs: rounded(ours.warmMs) }
}
