import { type Figure, rounded } from '../harness/figure.ts'
import { inWorker, type Mended } from './ours.ts'
import { NORMAL, recipeOf, TIGHT } from './transport.ts'

const WORDS = {
  leave: '1 % of holders left',
  join: '1 % of holders joined',
  come: '1 % of places came',
  go: '1 % of places went',
} as const

/** A plan that stands and is mended, by the changed problem solved anew. */
export const repairs: Figure[] = [NORMAL, TIGHT].flatMap((room) =>
  (['leave', 'join', 'come', 'go'] as const).map(
    (change): Figure => ({
      figure: `repair after ${WORDS[change]}, 200,000 × 10,000${room === TIGHT ? ', tight' : ''}`,
      unit: '%',
      aim: room === TIGHT ? 25 : 10,
      measure: async (kit) => {
        const recipe = recipeOf(kit, { places: 200_000, room })
        const { anewMs, mendedMs, prepareMs, cost } = await inWorker<Mended>({
          kind: 'repair',
          recipe,
          change,
          rounds: 5,
        })
        return {
          value: (100 * mendedMs) / anewMs,
          against: { what: 'solved anew, to the same cost', value: anewMs, unit: 'ms', ratio: mendedMs / anewMs },
          sizes: {
            places: recipe.places,
            holders: recipe.holders,
            cost,
            mendedMs: rounded(mendedMs),
            anewMs: rounded(anewMs),
            prepareMs: rounded(prepareMs),
          },
        }
      },
    }),
  ),
)
