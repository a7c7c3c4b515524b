import type { z } from 'zod'
import { MusterError } from './errors.ts'

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

/** The sort key of a page's last row as an opaque mark. */
export function cursorOf(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The parts of a sort key; a moment is kept as ISO 8601. */
export type SortKey = readonly (string | number | Date | null)[]

/** The key inside a mark, or null for the first page; BAD_CURSOR if it is not one of `shape`: marks come from outside. */
export function keyOf<T>(cursor: string | undefined, shape: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    // falls through to the one error: what was wrong with an opaque mark helps nobody
  }
  throw new MusterError('BAD_CURSOR', { cursor })
}

/** Cuts `rows`, read with one row more than the limit, into a page. */
export function pageOf<T>(rows: T[], limit: number, key: (row: T) => SortKey): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : null }
}
