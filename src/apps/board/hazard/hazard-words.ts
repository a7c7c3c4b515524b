import type { HazardSaying, HazardState } from '../../../domain/hazards/model.ts'
import type { HazardShape } from '../../client/hazards.ts'
import { chainage } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'

/** What may be said of a hazard in each state, the next step first. */
export const NEXT_SAYINGS: Readonly<Record<HazardState, readonly HazardSaying[]>> = {
  found: ['treating', 'treated', 'mistaken'],
  treating: ['treated', 'found', 'mistaken'],
  treated: ['confirmed', 'found', 'mistaken'],
  confirmed: ['found'],
  mistaken: ['found'],
}

export interface HazardWords {
  /** `Sand boil, muddy, K12+718`. */
  title: (hazard: HazardShape) => string
  /** How it is and who said so, in a sentence. */
  state: (hazard: HazardShape) => string
  /** When it was found and by whom. */
  since: (hazard: HazardShape) => string
}

/** A hazard in words. */
export function useHazardWords(): HazardWords {
  const { say } = useWords()
  const format = useFormat()
  const nameOf = (name: string | null) => name ?? say('hazards.somebody')
  return {
    title({ kind, muddy, chainageM }) {
      const what = kind === null ? say('hazards.unsaid') : sayCode(say, 'hazard', kind)
      const water = muddy === null ? [] : [say(muddy ? 'hazards.muddy' : 'hazards.clear')]
      const where = chainageM === null ? [] : [chainage(chainageM)]
      return [what, ...water, ...where].join(say('text.and'))
    },
    state: ({ state, stateAt, stateByName }) =>
      say(`hazards.state.${state}`, { name: nameOf(stateByName), moment: format.moment(stateAt) }),
    since: ({ foundAt, toldByName }) =>
      say('hazards.since', { moment: format.moment(foundAt), name: nameOf(toldByName) }),
  }
}
