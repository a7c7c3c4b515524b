import { type Lang, sayDistance } from './measures.ts'
import type { Rule } from './model.ts'

/** What a place counts of a holder's load, as a sentence; none where each counts one. */
export function sayWeight({ weight }: Pick<Rule, 'weight'>, lang: Lang): string[] {
  const { people, length } = WORDS[lang]
  if (!weight) return []
  return ['people' in weight ? people(weight.people) : length(sayDistance(weight.perM, lang))]
}

/** What a plan takes longer ways to avoid, as a sentence; none where it avoids nothing else. */
export function sayPrices({ prices }: Pick<Rule, 'prices'>, lang: Lang): string[] {
  if (!prices) return []
  const m = (metres: number) => sayDistance(metres, lang)
  const words = WORDS[lang]
  const { leaving, uneven, crossing, river, wish, apart, far, farBranch } = prices
  const parts = [
    leaving !== null && words.leaving(m(leaving)),
    uneven !== null && words.uneven(m(uneven)),
    crossing !== null && words.crossing(m(crossing)),
    river && words.river(m(river)),
    wish && words.wish(m(wish)),
    apart && words.apart(m(apart)),
    far && words.far(m(far.metres), m(far.beyondM)),
    farBranch && words.farBranch(m(farBranch.metres), m(farBranch.beyondM)),
  ].filter((part) => typeof part === 'string')
  return parts.length === 0 ? [] : [words.all(parts)]
}

const WORDS = {
  en: {
    people: (n: number) => `A place counts as one duty for every ${n} people who live there.`,
    length: (m: string) => `A place counts as one duty for every ${m} of it.`,
    leaving: (m: string) => `${m} to leave a duty with whom an earlier plan gave it`,
    uneven: (m: string) => `${m} for each further third of a load`,
    crossing: (m: string) => `${m} to stay with the unit that answers for the place`,
    river: (m: string) => `${m} to stay on one side of a river`,
    wish: (m: string) => `${m} to spare whoever would rather not be called on`,
    apart: (m: string) => `${m} to keep those together at a place who are of one unit`,
    far: (m: string, beyond: string) => `${m} to stay within ${beyond} of the holder's home`,
    farBranch: (m: string, beyond: string) => `${m} to stay within ${beyond} of the holder's branch`,
    all: (parts: string[]) => `A plan takes ways that are longer by up to ${parts.join('; ')}.`,
  },

  zh: {
    people: (n: number) => `每处按居住人数每${n}人计1项。`,
    length: (m: string) => `每处按长度每${m}计1项。`,
    leaving: (m: string) => `维持原有分工可多走${m}`,
    uneven: (m: string) => `任务每多三分之一可多走${m}`,
    crossing: (m: string) => `由负责该处的组织自行承担可多走${m}`,
    river: (m: string) => `不跨越河流可多走${m}`,
    wish: (m: string) => `不安排不愿应召者可多走${m}`,
    apart: (m: string) => `同一处由同一组织人员值守可多走${m}`,
    far: (m: string, beyond: string) => `不离开住所${beyond}以外可多走${m}`,
    farBranch: (m: string, beyond: string) => `不离开所属组织${beyond}以外可多走${m}`,
    all: (parts: string[]) => `制定方案时，${parts.join('；')}。`,
  },
}
