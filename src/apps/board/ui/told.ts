import { z } from 'zod'
import { chainage } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { hasWord, sayCode, useWords } from '../words/words.ts'
import { useTerms } from './terms.ts'

/** What was told as `key: value, key: value`, taken apart again; a value may itself hold commas, or be JSON. */
export function pairsOf(text: string): [key: string, value: string][] {
  const found = [...text.matchAll(/([\w-]+): (\{.*?\}|.*?)(?=, [\w-]+: |$)/gs)]
  return found.map(([, key = '', value = '']) => [key, value])
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/
const ByLanguage = z.record(z.string(), z.string())

/** How what stands in a record, an act or an event is said: by its key, whatever form it came in. Ids are for programs. */
export function useTold() {
  const { say, lang } = useWords()
  const format = useFormat()
  const terms = useTerms()

  /** One value. */
  function value(key: string, of: unknown): string {
    if (typeof of === 'boolean') return say(of ? 'code.yes' : 'code.no')
    if (typeof of === 'number') return MEASURES.has(key) ? chainage(of) : format.number(of)
    if (typeof of === 'string') return text(key, of)
    const texts = ByLanguage.safeParse(of)
    if (texts.success) return texts.data[lang] ?? Object.values(texts.data)[0] ?? ''
    return Array.isArray(of) ? of.map((one) => value(key, one)).join(say('text.and')) : ''
  }

  function text(key: string, of: string): string {
    if (of === 'true' || of === 'false') return value(key, of === 'true')
    if (of.startsWith('{')) return value(key, parsed(of))
    if (/^-?\d+(\.\d+)?$/.test(of) && of.length < 16) return value(key, Number(of))
    if (MOMENT.test(of)) return format.moment(new Date(of))
    if (UUID.test(of)) return ''
    return ACTORS.has(key) ? sayCode(say, 'code', of.split(':')[0] ?? of) : (CODED[key]?.(of) ?? of)
  }

  const CODED: Readonly<Record<string, (of: string) => string>> = {
    hazard: (of) => sayCode(say, 'hazard', of),
    kind: terms.slug,
    role: terms.slug,
    finding: terms.slug,
    state: terms.slug,
    water: terms.slug,
    rule: (of) => terms.rule(of),
    level: terms.level,
    from: terms.level,
    to: terms.level,
    kinds: terms.slug,
    lane: (of) => say(of === 'actual' ? 'code.actual' : 'code.exercise'),
    playbook: terms.playbook,
    askedAs: (of) => terms.state(of),
    absence: (of) => terms.state(of),
    source: (of) => known('source', of),
    reason: (of) => known('reason', of),
    why: (of) => known('code.warning', of),
    endReason: (of) => known('reason', of),
  }

  /** What Muster itself wrote has words; what somebody else wrote stays as it was written. */
  function known(room: string, of: string): string {
    return hasWord(room, of) ? sayCode(say, room, of) : of
  }

  /** Several, in one line: `Hazard: sand boil, Muddy: yes`. What is nothing to a reader is left out. */
  function line(pairs: readonly (readonly [string, unknown])[]): string {
    return pairs
      .toSorted(([one], [other]) => Number(FIRST.has(other)) - Number(FIRST.has(one)))
      .map(([key, of]) => [key, value(key, of)] as const)
      .filter(([, told]) => told !== '')
      .map(([key, told]) =>
        PLAIN.has(key) ? told : say('text.pair', { key: sayCode(say, 'field', key), value: told }),
      )
      .join(say('text.and'))
  }

  return { value, line }
}

/** Said before the rest: keys come from the database by their length, and an end reads ill before its beginning. */
const FIRST = new Set(['starts', 'from'])
const MEASURES = new Set(['fromM', 'toM', 'chainageM'])
const ACTORS = new Set(['by', 'recordedBy', 'decidedBy'])
/** Whose value tells by itself what it is. */
const PLAIN = new Set(['says', 'finding', 'hazard', 'note', 'role', 'rule', 'level', 'lane', 'absence', 'why'])

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json.slice(1)
  }
}
