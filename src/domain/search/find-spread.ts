import type { Fragment, Tx } from '../../db/connect.ts'
import { type Bearer, type Scope, SOURCES } from './bearers.ts'
import type { Range } from './look-where.ts'
import type { NamedKind } from './model.ts'

type Found = Bearer & { range: number; key: string }

/** So many names of a range are tried at first, for each that is to be shown; and so many where those gave too few. */
const FIRST = 2
const THEN = 1_000

/**
 * What `bearersIn` finds, where things lie in parts on several nodes and are looked for in all of them. Names are the same on
 * every node, so that each can join them with its own things; but none can stop after so many bearers of one name, which is
 * what `bearersIn` relies on. So the first few names of a range are tried alone, and only where they gave too few the rest:
 * a common beginning has enough with them, and a rare one has few (indexes person_named, unit_named, place_named).
 */
export async function bearersEverywhere(
  tx: Tx,
  kinds: readonly NamedKind[],
  ranges: readonly Range[],
  scope: Scope,
): Promise<Found[]> {
  const all = kinds.flatMap((kind) => ranges.map((range, i) => ({ kind, range, nth: i + 1 })))
  const found = await bearersOf(tx, all, scope, FIRST * scope.limit)
  const counts = Map.groupBy(found, (f) => `${f.kind} ${f.range}`)
  const enough = ({ kind, nth }: Asked) => (counts.get(`${kind} ${nth}`)?.length ?? 0) >= scope.limit
  const short = all.filter((each) => !enough(each))
  if (short.length === 0) return found
  const kept = all.filter(enough).flatMap(({ kind, nth }) => counts.get(`${kind} ${nth}`) ?? [])
  return [...kept, ...(await bearersOf(tx, short, scope, THEN))]
}

interface Asked {
  kind: NamedKind
  range: Range
  nth: number
}

async function bearersOf(tx: Tx, asked: readonly Asked[], scope: Scope, names: number): Promise<Found[]> {
  return tx<Found[]>`${asked.map((each) => branch(tx, each, scope, names)).reduce((a, b) => tx`${a} union all ${b}`)}`
}

function branch(tx: Tx, { kind, range, nth }: Asked, scope: Scope, names: number): Fragment {
  const source = SOURCES[kind]
  return tx`(
    select ${nth}::int as range, n.key, ${source.columns(tx)}
    from (
      select key, name from search_key
      where kind = ${kind} and key >= ${range.from} collate "C" and key < ${range.to} collate "C"
        ${range.key === '' ? tx`` : tx`and key ~ ${range.key}`} ${range.name === '' ? tx`` : tx`and name ~ ${range.name}`}
      order by key, name limit ${names}
    ) n join ${tx(source.table)} b on ${source.name(tx)} = n.name
    where ${source.there(tx, scope)} ${range.code === '' ? tx`` : tx`and b.code ~* ${range.code}`}
    order by n.key, n.name, ${source.order(tx)} limit ${scope.limit})`
}
