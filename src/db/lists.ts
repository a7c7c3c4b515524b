import { instantText } from './values.ts'

/**
 * Lists as parameters of `unnest`. The driver takes a list's type from its first element and does not see that it is a
 * list of dates or of booleans, so these go as text and as whole numbers; texts, numbers and ids go as they are.
 */

/** For `::timestamptz[]`. */
export function instants(dates: readonly (Date | null | undefined)[]): (string | null)[] {
  return dates.map((d) => (d ? instantText(d) : null))
}

/** For `::int[]`, compared with 1 in the statement. */
export function flags(values: readonly boolean[]): number[] {
  return values.map(Number)
}
