import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** Borders are drawn anew from one message to the next: so much of an area may be missing, or be in both. */
const SLACK = 0.02

/** What the areas of a message are, by their places: a text that is the same where shapes and codes are. */
export type NamedAreas = ReadonlyMap<number, string>

/** Some of the areas of a message. */
export interface AreaSet {
  /** The same for the same areas of the same message. */
  key: string
  warning: string
  /** Their places. */
  areas: readonly number[]
  /** What they are, as in `NamedAreas`. */
  kinds: ReadonlySet<string>
}

/** Areas of a newer message, and of an older one: how much of these does the newer name, and is it more with `further`? */
export interface Comparison {
  newer: AreaSet
  further: AreaSet | null
  older: AreaSet
}

export interface Compared {
  cover: 'all' | 'part' | 'none'
  /** With its further areas the newer one names more of the older one's. */
  more: boolean
}

/** Of each message the areas that have a shape, or a code that is known here. */
export async function namedAreas(tx: Tx, warnings: readonly string[]): Promise<Map<string, NamedAreas>> {
  if (warnings.length === 0) return new Map()
  const found = await tx<{ warning: string; n: number; area: string }[]>`
    select warning, n, md5(codes::text || coalesce(md5(st_asbinary(shape)), '')) as area
    from warning_area where warning = any(${[...warnings]}::uuid[]) and (shape is not null or codes <> '{}')`
  const byWarning = Map.groupBy(found, (row) => row.warning)
  return new Map([...byWarning].map(([id, own]) => [id, new Map(own.map(({ n, area }) => [n, area]))]))
}

/**
 * Compares areas, in the order of the comparisons: shapes, and the shapes of areas named by code; a code without a shape is inside
 * another that stands on its path (primary key of area).
 */
export async function compareAreas(tx: Tx, comparisons: readonly Comparison[]): Promise<Compared[]> {
  if (comparisons.length === 0) return []
  const list = comparisons.map(({ newer, further, older }, n) => {
    return { n, newer: newer.key, further: further?.key ?? null, older: older.key }
  })
  const all = comparisons.flatMap(({ newer, further, older }) => (further ? [newer, further, older] : [newer, older]))
  const sets = [...new Map(all.map((set) => [set.key, set])).values()].map(({ key, warning, areas }) => {
    return { key, warning, areas: areas.map(String) }
  })
  const found = await tx<(Compared & { n: number })[]>`
    with warned as materialized (
      select t.key, (
          select st_union(s.shape) from (
            select w.shape from warning_area w
            where w.warning = t.warning and w.n::text = any(t.areas) and w.shape is not null
            union all
            select a.shape from warning_area w, unnest(w.codes) as c (code), area a
            where w.warning = t.warning and w.n::text = any(t.areas) and a.code = c.code and a.shape is not null) s) as shape,
        (select coalesce(array_agg(distinct c.code), '{}') from warning_area w, unnest(w.codes) as c (code)
          where w.warning = t.warning and w.n::text = any(t.areas)) as codes
      from ${rows(tx, sets, { key: 'text', warning: 'uuid', areas: 'text[]' })}
    ), paired as (
      select t.n, n.shape as n_shape, x.shape as x_shape, o.shape as o_shape,
        exists (select from unnest(o.codes) as c (code) join area a on a.code = c.code
          where a.shape is null and not a.path && n.codes) as missing,
        exists (select from unnest(o.codes) as c (code) join area a on a.code = c.code where a.path && n.codes) as shared,
        exists (select from unnest(o.codes) as c (code) join area a on a.code = c.code
          where a.shape is null and a.path && x.codes and not a.path && n.codes) as named_more
      from ${rows(tx, list, { n: 'int', newer: 'text', further: 'text', older: 'text' })}
        join warned n on n.key = t.newer join warned o on o.key = t.older left join warned x on x.key = t.further
    ), measured as (
      select n, missing, shared, named_more, coalesce(st_area(o_shape), 0) as whole, coalesce(st_area(n_shape), 0) as own,
        coalesce(st_area(x_shape), 0) as further, coalesce(st_area(st_intersection(n_shape, o_shape)), 0) as both_have,
        case when x_shape is null then 0
          else coalesce(st_area(st_intersection(st_union(x_shape, coalesce(n_shape, x_shape)), o_shape)), 0) end as with_further
      from paired
    )
    select n, case
        when not missing and (whole = 0 or both_have >= whole * ${1 - SLACK}::float8) and (whole > 0 or shared) then 'all'
        when shared or (both_have > least(whole, own) * ${SLACK}::float8) then 'part'
        else 'none' end as cover,
      named_more or with_further - both_have > least(whole, further) * ${SLACK}::float8 as more
    from measured order by n`
  return found.map(({ cover, more }) => ({ cover, more }))
}
