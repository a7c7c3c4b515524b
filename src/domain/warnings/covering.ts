import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { chainsOf, isYounger, lanedKey, referrer, weighedOf } from './chains.ts'
import { whyIgnored } from './explain.ts'
import { type AreaCover, type CoverOf, isDeclined, isEnder } from './replace.ts'
import type { KeptMessage } from './store.ts'

/** So many pairs of shapes are compared in one run; of more, both messages stand. */
const MOST_PAIRS = 2_000
/** Borders are drawn anew from one message to the next: so much of an area may be missing, or be in both. */
const SLACK = 0.02

interface Pair {
  newer: KeptMessage
  older: KeptMessage
}

/** How much of each other's area the messages of a chain name, for those of which it is not settled. */
export async function coversOf(tx: Tx, messages: readonly KeptMessage[]): Promise<CoverOf> {
  const usable = messages.filter((m) => whyIgnored(m) === null)
  const means = referrer(usable)
  const chains = chainsOf(usable, means)
    .map(weighedOf)
    .filter((chain) => chain.length > 1 && chain.some(isLive))
  const read = new Set(chains.flatMap((chain) => chain.map((m) => m.id)))
  const areas = await areasOf(tx, [...read])
  const pairs: Pair[] = []
  for (const chain of chains) addPairs(pairs, chain, { means, areas })
  const compared = new Map((await compare(tx, pairs)).map((c) => [`${c.newer} ${c.older}`, c.cover]))
  return (newer, older) => {
    const [a, b] = [newer as KeptMessage, older as KeptMessage]
    // Where nothing is new, what stands beside another was compared before.
    if (!read.has(a.id)) return 'none'
    const [own, other] = [areas.get(a.id), areas.get(b.id)]
    if (own === undefined) return 'unplaced'
    return other === undefined || own === other ? 'all' : (compared.get(`${a.id} ${b.id}`) ?? 'none')
  }
}

/** Adds the pairs of a chain whose shapes are to be compared, the newest first: an end and what it names, and siblings. */
function addPairs(
  pairs: Pair[],
  chain: readonly KeptMessage[],
  { means, areas }: { means: ReturnType<typeof referrer>; areas: ReadonlyMap<string, string> },
): void {
  const gone = new Set<string>()
  for (const newer of chain.toReversed()) {
    const own = areas.get(newer.id)
    if (own === undefined || newer.references.length === 0 || isDeclined(newer)) continue
    const named = new Set(newer.references.map((ref) => means(newer, ref).key))
    for (const older of chain) {
      if (pairs.length >= MOST_PAIRS) return
      const other = areas.get(older.id)
      if (older === newer || older.settled || gone.has(older.id) || !(isLive(newer) || isLive(older))) continue
      // What another takes the place of needs no further comparing.
      if (other === own && newer.doubt === null && isYounger(newer, older)) gone.add(older.id)
      const isNamed = !isEnder(newer) && named.has(lanedKey(older))
      if (other !== undefined && other !== own && !isNamed) pairs.push({ newer, older })
    }
  }
}

/** What becomes of it is decided in this run. */
function isLive(m: KeptMessage): boolean {
  return (
    m.state === 'received' ||
    m.state === 'set-aside' ||
    m.asks === 'ends' ||
    m.asks === 'ours' ||
    m.ends !== null ||
    m.doubt !== null
  )
}

/** For each message with a shape or a code that is known here, a text that is the same where its shapes and codes are. */
async function areasOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const found = await tx<{ warning: string; area: string }[]>`
    select warning, md5(string_agg(distinct codes::text || coalesce(md5(st_asbinary(shape)), ''), ' '
      order by codes::text || coalesce(md5(st_asbinary(shape)), ''))) as area
    from warning_area where warning = any(${[...ids]}::uuid[]) and (shape is not null or codes <> '{}') group by warning`
  return new Map(found.map((row) => [row.warning, row.area]))
}

/**
 * Compares the areas of pairs: shapes, and the shapes of areas named by code; a code without a shape is inside another that
 * stands on its path (primary key of area).
 */
async function compare(tx: Tx, pairs: readonly Pair[]): Promise<{ newer: string; older: string; cover: AreaCover }[]> {
  if (pairs.length === 0) return []
  const list = pairs.map((p) => ({ newer: p.newer.id, older: p.older.id }))
  const ids = [...new Set(list.flatMap((p) => [p.newer, p.older]))]
  return tx<{ newer: string; older: string; cover: AreaCover }[]>`
    with warned as materialized (
      select i.id, (
          select st_union(s.shape) from (
            select w.shape from warning_area w where w.warning = i.id and w.shape is not null
            union all
            select a.shape from warning_area w, unnest(w.codes) as c (code), area a
            where w.warning = i.id and a.code = c.code and a.shape is not null) s) as shape,
        (select coalesce(array_agg(distinct c.code), '{}') from warning_area w, unnest(w.codes) as c (code)
          where w.warning = i.id) as codes
      from unnest(${ids}::uuid[]) as i (id)
    ), paired as (
      select t.newer, t.older, n.shape as n_shape, o.shape as o_shape,
        exists (select from unnest(o.codes) as c (code) join area a on a.code = c.code
          where a.shape is null and not a.path && n.codes) as missing,
        exists (select from unnest(o.codes) as c (code) join area a on a.code = c.code where a.path && n.codes) as shared
      from ${rows(tx, list, { newer: 'uuid', older: 'uuid' })}
        join warned n on n.id = t.newer join warned o on o.id = t.older
    ), measured as (
      select newer, older, missing, shared, coalesce(st_area(o_shape), 0) as whole, coalesce(st_area(n_shape), 0) as own,
        case when n_shape is null or o_shape is null then 0 else st_area(st_intersection(n_shape, o_shape)) end as both_have
      from paired
    )
    select newer, older, case
        when not missing and (whole = 0 or both_have >= whole * ${1 - SLACK}::float8) and (whole > 0 or shared) then 'all'
        when shared or (both_have > least(whole, own) * ${SLACK}::float8) then 'part'
        else 'none' end as cover
    from measured`
}
