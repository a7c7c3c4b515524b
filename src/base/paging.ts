import type { z } from 'zod'
import { MusterError } from './errors.ts'
import { isPlain, MARK_LENGTH, shorten } from './input.ts'

/** One page of a list, read by key: `next` is handed back to get the page after it, null at the end. */
export interface Page<T> {
  items: T[]
  next: string | null
}

/** What a list is asked for. `after` is the `next` of the page before. */
export interface PageRequest {
  limit: number
  after?: string | undefined
}

/** The sort key of a page's last row as an opaque mark; `of` names the list and its order, where marks of several have one shape. */
export function cursorOf(key: SortKey, of?: string): string {
  return Buffer.from(JSON.stringify(of === undefined ? key : [of, ...key])).toString('base64url')
}

/** The parts of a sort key; a moment is kept as ISO 8601. */
export type SortKey = readonly (string | number | Date | null)[]

/**
 * The key inside a mark, or null for the first page; BAD_CURSOR if it is not one of `shape`, holds what no row has, or was made
 * `of` another list: marks come from outside.
 */
export function keyOf<T>(cursor: string | undefined, shape: z.ZodType<T>, of?: string): T | null {
  if (cursor === undefined) return null
  if (cursor.length <= MARK_LENGTH) {
    try {
      const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
      if (Array.isArray(parts) && parts.every(isPart) && (of === undefined || parts.shift() === of))
        return shape.parse(parts)
    } catch {
      // falls through to the one error: what was wrong with an opaque mark helps nobody
    }
  }
  throw new MusterError('BAD_CURSOR', { cursor: shorten(cursor, 80) })
}

/** A text that begins as a moment does. */
const MOMENT = /^[+-]?\d{4,6}-\d\d-\d\dT/
/** The moments that a mark may hold: four digits of a year, and no year 0, which the database does not have. */
const MOMENT_OF_ROW = /^(?!0000)\d{4}-\d\d-\d\dT[\d:.]+Z$/
/** The largest number that a key holds: counts, metres, shares. Past it a database's whole number ends. */
const LARGEST = 2 ** 31 - 1

function isPart(part: unknown): boolean {
  if (typeof part === 'number') return Math.abs(part) <= LARGEST
  if (typeof part === 'string') return isPlain(part) && (!MOMENT.test(part) || MOMENT_OF_ROW.test(part))
  return part === null
}

/** Cuts `rows`, read with one row more than the limit, into a page. */
export function pageOf<T>(rows: T[], limit: number, key: (row: T) => SortKey): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : null }
}
