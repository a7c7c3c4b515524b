import { z } from 'zod'
import { MusterError } from './errors.ts'

/**
 * What every value from outside is read with: texts, names, moments and free content. A request, a command and a page mark use
 * the same pieces, so that what one refuses no other lets through to the database.
 */

/** PostgreSQL holds no NUL, and half of a surrogate pair is no character in UTF-8: either fails a whole statement. */
export const PLAIN = /^[^\0\p{Cs}]*$/u
/** The same without line breaks, tabs and other controls, which would break a table, a sheet or a log in two. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u

export const isPlain = (value: string) => PLAIN.test(value)

export const UNFIT = 'must hold no NUL and no half of a character'

/** A text of at least one character and at most `most` UTF-16 units, such as a reason. */
export function text(most: number) {
  return z.string().min(1).max(most).regex(PLAIN, UNFIT)
}

/** A text that stands in one line: a code, a role, a kind. */
export function line(most: number) {
  return z.string().min(1).max(most).regex(ONE_LINE, 'must be one line, without control characters')
}

/** What something is called: one line, without the spaces round it. */
export function name(most: number) {
  return z.string().trim().min(1).max(most).regex(ONE_LINE, 'must be one line, without control characters')
}

/** The longest mark of a page that is read: the longest keys hold a name and some ids. */
export const MARK_LENGTH = 2_000

/** The moments that people mean: outside these a year is a slip of the pen. From (included) and to (excluded). */
export const EARLIEST = new Date('1900-01-01T00:00:00Z')
export const LATEST = new Date('2200-01-01T00:00:00Z')

/** Whether a moment lies in the years 1900 to 2199; an invalid Date does not. */
export function isSensible(moment: Date): boolean {
  return moment >= EARLIEST && moment < LATEST
}

/** The offsets from UTC that there are on Earth reach from -12:00 to +14:00. */
const OFFSET = /(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/

/** What is wrong with an ISO 8601 text as a moment; null: nothing. */
export function faultOfInstant(written: string): string | null {
  if (!OFFSET.test(written)) return 'must have an offset from UTC between -14:00 and +14:00'
  return isSensible(new Date(written)) ? null : 'must lie in the years 1900 to 2199'
}

/** How deep lists and objects may stand in each other in free content, how many values it may have, and how long it may be. */
const DEEPEST = 16
const MOST_VALUES = 5_000
const MOST_CHARACTERS = 64_000

/** Content of no fixed shape that a database can hold: what a record says. */
export const FreeContent = z.record(z.string(), z.unknown()).superRefine((content, ctx) => {
  const fault = faultOfContent(content)
  if (fault !== null) ctx.addIssue(fault)
})

/** What is wrong with a value as JSON to be kept; null: nothing. It is walked without recursion: depth comes from outside. */
function faultOfContent(content: unknown): string | null {
  const open: { value: unknown; depth: number }[] = [{ value: content, depth: 1 }]
  let values = 0
  let characters = 0
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (++values > MOST_VALUES) return `must hold at most ${MOST_VALUES} values`
    if (typeof value === 'number' && !Number.isFinite(value)) return 'must hold finite numbers'
    if (typeof value === 'string') {
      if (!isPlain(value)) return UNFIT
      characters += value.length
    }
    if (typeof value === 'object' && value !== null) {
      if (depth > DEEPEST) return `must be at most ${DEEPEST} deep`
      for (const [key, inner] of Object.entries(value)) {
        if (!isPlain(key)) return UNFIT
        characters += key.length
        open.push({ value: inner, depth: depth + 1 })
      }
    }
    if (characters > MOST_CHARACTERS) return `must hold at most ${MOST_CHARACTERS} characters`
  }
  return null
}

/** The beginning of a text that came from outside, for an error or a log: what is wrong is seen there, and a megabyte helps nobody. */
export function shorten(value: string, most: number): string {
  return (value.length > most ? `${value.slice(0, most)}…` : value).toWellFormed()
}

/** What is wrong with one item among several, named `what`, as a coded error: BAD_INPUT with the place in it. */
export function faultOfItem({ issues: [issue] }: z.ZodError, what: string): MusterError {
  const where = issue?.path.join('.') ?? ''
  return new MusterError('BAD_INPUT', {
    what: shorten(`${where === '' ? what : where}: ${issue?.message}`, 300),
    where,
  })
}
