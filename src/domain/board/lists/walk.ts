import type { SortKey } from '../../../base/paging.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'

/**
 * Reading a list by key: rows are taken along an index from after a mark on. What an index can't narrow is sifted out on
 * the way, and only so many rows are looked at for one page, so that a filter that keeps one row in a million costs a
 * short page with a mark to go on from, and never a search of the whole.
 */

/** The rows of one page and where the next begins, null at the end. */
export interface Stretch<T> {
  rows: T[]
  next: SortKey | null
}

/** Rows that a page may look at for what it sifts out. */
const SIFTED = 2_000

/** One walk: `order` must be that of an index for rows as `where` narrows them; `keep` is what the index cannot tell. */
export interface Walk {
  columns: Fragment
  from: Fragment
  where: Fragment
  order: Fragment
  keep?: Fragment | null
}

/** The stretch of `limit` rows that the walk keeps; `keyOf` is the sort key, from after which `where` must go on. */
export async function walk<T>(tx: Tx, w: Walk, limit: number, keyOf: (row: T) => SortKey): Promise<Stretch<T>> {
  if (!w.keep) {
    const rows = await tx<(T & object)[]>`
      select ${w.columns} from ${w.from} where ${w.where} order by ${w.order} limit ${limit + 1}`
    return cut([...rows], limit, keyOf)
  }
  const seen = Math.max(SIFTED, 5 * limit)
  // The rows come in their order and reading ends with the last that is wanted: to sort them by `nth` here would first
  // judge every one that may be looked at.
  const rows = await tx<(T & { kept: boolean; nth: number })[]>`
    select * from (
      select s.*, row_number() over ()::int as nth from (
        select ${w.columns}, coalesce(${w.keep}, false) as kept from ${w.from} where ${w.where} order by ${w.order} limit ${seen}
      ) s
    ) n where kept or nth = ${seen} limit ${limit + 1}`
  const kept = rows.filter((r) => r.kept)
  if (kept.length > limit) return cut(kept, limit, keyOf)
  const last = rows.at(-1)
  return { rows: kept, next: last?.nth === seen ? keyOf(last) : null }
}

/** Cuts rows, read with one more than the limit, into a stretch. */
export function cut<T>(rows: T[], limit: number, keyOf: (row: T) => SortKey): Stretch<T> {
  const last = rows[limit - 1]
  return { rows: rows.slice(0, limit), next: rows.length > limit && last !== undefined ? keyOf(last) : null }
}

/**
 * These ids as a table `k (id)`, to be joined with: how rows of a district are found by a list of them. Written as a condition
 * (`id = any(…)`), a plan that is kept for all districts may walk through the whole of one that is larger than the others:
 * it took 74 ms for fifty places among 60,000.
 */
export function each(tx: Tx, ids: readonly string[]): Fragment {
  return tx`unnest(${[...new Set(ids)]}::uuid[]) as k (id)`
}

/**
 * Has each statement of this transaction planned by its own values. One district in an emergency has a hundred times the rows of
 * the others: a plan kept for all of them took 2.5 s for a page of its places, the plan for itself 15 ms.
 */
export async function planAnew(tx: Tx): Promise<void> {
  await tx`set local plan_cache_mode = force_custom_plan`
}

/** All of these conditions; `true` where there is none. */
export function all(tx: Tx, conditions: readonly (Fragment | null | false)[]): Fragment {
  const [first, ...rest] = conditions.filter((c): c is Fragment => c !== null && c !== false)
  return first ? rest.reduce((sum, c) => tx`${sum} and ${c}`, first) : tx`true`
}

/** The same, or null where there is none: for what is sifted. */
export function sift(tx: Tx, conditions: readonly (Fragment | null | false)[]): Fragment | null {
  return conditions.some(Boolean) ? all(tx, conditions) : null
}
