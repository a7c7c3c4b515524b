import { z } from 'zod'
import { DAY, HOUR, MINUTE, SECOND } from '../../base/clock.ts'
import { PLAIN, shorten } from '../../base/input.ts'
import { didYouMean, type Faults, type Path } from './faults.ts'
import { readDistance, readDuration, readTimeOfDay } from './measures.ts'
import { SEVERITIES } from './model.ts'

/**
 * The shape of the YAML, part by part, before anything is compared with anything else. Every message below is advice:
 * `readPart` puts what was found, and where, in front of it.
 */

/** The most that a playbook may have of each: many times what one that people can read has. docs/playbooks.md tells them. */
export const MOST = {
  levels: 20,
  rules: 200,
  words: 1_000,
  events: 200,
  kinds: 50,
  steps: 20,
  tries: 20,
  holders: 1_000,
} as const
const LONGEST_TEXT = 500
const YEAR = 366 * DAY

const text = z
  .string('Write a text; in quotes if it looks like a number.')
  .trim()
  .min(1, 'Write a text.')
  .max(LONGEST_TEXT, `Write ${LONGEST_TEXT} characters at most.`)
  .regex(PLAIN, 'Write no NUL and no half of a character.')
const slug = text
  .max(80, 'Write 80 characters at most.')
  .regex(/^[a-z][a-z0-9-]*$/, 'Write a slug: small letters, digits and hyphens.')
const levelId = text.regex(/^[A-Za-z0-9-]+$/, 'Write letters, digits and hyphens, such as IV.')
const yesNo = z.boolean('Write true or false.')
const whole = z
  .int('Write a whole number.')
  .min(1, 'Write a whole number from 1.')
  .max(100_000, 'Write a smaller number.')
const many = whole.max(MOST.holders, `Write ${MOST.holders} at most.`)
const share = z.number('Write a number from 0 to 1.').min(0, 'Write 0 or more.').max(1, 'Write 1 or less.')
const duration = measured(readDuration, 'Write a time with its unit, such as 30 min, 8 h or PT30M.').refine(
  (ms) => ms <= YEAR,
  'Write a year at most.',
)
// A shorter one would have a round, a shift or a call begin again before anybody can act on the last.
const atLeast = (ms: number, said: string) => duration.refine((is) => is >= ms, `Write ${said} or more.`)
const distance = measured(readDistance, 'Write a distance with its unit, such as 500 m or 1.5 km.')
// Of a place of some kilometres, a part for each centimetre would be a requirement for more people than there are.
const part = distance.refine((m) => m >= 1, 'Write 1 m or more.')
// Dearer than this it might weigh more than that a place is held by somebody.
const price = distance.refine((m) => m <= 100_000, 'Write a price of 100 km at most.')
const timeOfDay = measured(readTimeOfDay, 'Write a time of day, such as "07:00".')
const words = closed({ en: text, zh: text })
// `count: 1` is short for `count: { n: 1 }`.
const count = z.preprocess(
  (v) => (typeof v === 'number' ? { n: v } : v),
  closed({ n: many, per: part.optional(), 'at-least': many.optional() }),
)
// `each: dam-section` is short for `each: { kind: dam-section }`.
const each = z.preprocess(
  (v) => (typeof v === 'string' ? { kind: v } : v),
  closed({ kind: slug, near: distance.optional() }),
)

export const sheet = {
  playbook: slug,
  version: whole,
  title: words,
  events: list(text.min(2, 'Write at least two characters: one would be found in almost any warning.'), MOST.events),
  words: z
    .record(slug, words, 'Write a list of slugs, each with { en: …, zh: … }.')
    .refine((all) => Object.keys(all).length <= MOST.words, `Write ${MOST.words} at most.`),
  level: closed({
    id: levelId,
    title: words,
    colour: text.regex(/^#[0-9a-f]{6}$/i, 'Write a colour in quotes, such as "#d93025".'),
    severities: list(oneOf(SEVERITIES), SEVERITIES.length),
  }),
  rule: closed({
    id: slug,
    title: words,
    from: levelId,
    each,
    role: slug,
    sole: yesNo.default(false),
    risk: share,
    count: count.default({ n: 1 }),
    'count-at': z.record(levelId, count, 'Write levels, each with a count.').default({}),
    shift: closed({ length: atLeast(HOUR, '1 h'), first: timeOfDay }).optional(),
    holders: closed({
      kinds: list(slug, MOST.kinds).default([]),
      skills: list(slug, MOST.kinds).default([]),
      within: distance.optional(),
      'at-most': whole.default(1),
      'at-least': whole.default(1),
    }),
    weight: closed({ people: whole.optional(), per: part.optional() }).optional(),
    prices: closed({
      leaving: price.optional(),
      uneven: price.optional(),
      crossing: price.optional(),
      river: price.optional(),
      wish: price.optional(),
      apart: price.optional(),
      far: closed({ beyond: distance, price }).optional(),
      'far-branch': closed({ beyond: distance, price }).optional(),
    }).optional(),
    evidence: closed({
      record: slug,
      every: atLeast(MINUTE, '1 min').optional(),
      within: atLeast(MINUTE, '1 min').optional(),
    }).optional(),
    fill: oneOf(['auto', 'propose', 'hand']).default('propose'),
  }),
  callout: closed({
    deputy: slug,
    superior: slug,
    'arrive-within': duration,
    steps: list(
      closed({
        kind: oneOf(['call', 'redial', 'deputy', 'superior']),
        channel: slug,
        wait: atLeast(10 * SECOND, '10 s'),
        times: whole.max(MOST.tries, `Write ${MOST.tries} at most.`).default(1),
      }),
      MOST.steps,
    ),
  }),
}

/** The keys of the file itself. Levels and rules are read one by one, so that a fault in one hides none in another. */
export const top = closed({
  playbook: z.unknown().optional(),
  version: z.unknown().optional(),
  title: z.unknown().optional(),
  events: z.unknown().optional(),
  words: z.unknown().optional(),
  levels: list(z.unknown(), MOST.levels),
  rules: list(z.unknown(), MOST.rules),
  callout: z.unknown().optional(),
})

export type RuleSheet = z.infer<typeof sheet.rule>
export type LevelSheet = z.infer<typeof sheet.level>
export type CalloutSheet = z.infer<typeof sheet.callout>
export type CountSheet = z.infer<typeof count>

/** Reads one part; null when it does not fit, with every reason noted. */
export function readPart<T>(schema: z.ZodType<T>, value: unknown, path: Path, faults: Faults): T | null {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  for (const issue of read.error.issues) {
    const at = [...path, ...(issue.path as (string | number)[])]
    const found = valueAt(value, issue.path)
    if (issue.code === 'unrecognized_keys') {
      const advice = issue.message.split('\n')
      for (const [i, key] of issue.keys.slice(0, MOST_UNKNOWN).entries())
        faults.add([...at, key], 'unknown key', advice[i] ?? '', 'key')
    } else if (issue.code === 'invalid_key') {
      faults.add(at, 'the key does not fit', issue.issues[0]?.message ?? '', 'key')
    } else if (found === undefined) {
      faults.add(at, 'is missing', issue.message)
    } else {
      faults.add(at, `${brief(found)} does not fit`, issue.message)
    }
  }
  return null
}

/** Unknown keys of one object that are told of: with more it is another kind of file. */
const MOST_UNKNOWN = 20

/** An object with these keys and no others; the message has one line of advice for each unknown key. */
function closed<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .slice(0, MOST_UNKNOWN)
            .map((key) => didYouMean(shorten(key, 80), known))
            .join('\n')
        : `Write the keys ${known.join(', ')}.`,
  })
}

function list<T extends z.ZodType>(of: T, most: number) {
  return z.array(of, 'Write a list.').min(1, 'Write at least one.').max(most, `Write ${most} at most.`)
}

function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, {
    error: ({ input }) =>
      typeof input === 'string' ? didYouMean(input, values) : `Write one of: ${values.join(', ')}.`,
  })
}

function measured(read: (text: string) => number | null, advice: string) {
  return z.string(advice).transform((written, ctx): number => {
    const value = read(written)
    if (value !== null) return value
    ctx.addIssue({ code: 'custom', message: advice })
    return z.NEVER
  })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value
  for (const step of path) {
    if (typeof at === 'number' && step === 'n') return at // the short form of a count
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<PropertyKey, unknown>)[step]
  }
  return at
}

function brief(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}
