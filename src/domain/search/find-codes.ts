import type { Fragment, Tx } from '../../db/connect.ts'
import { type Bearer, type Scope, SOURCES } from './bearers.ts'
import type { NamedKind } from './model.ts'

const LAST = '\u{10ffff}'

/**
 * Those whose code begins with what was typed, as it was typed or in capitals or in small letters; of each kind the first
 * `limit`. Indexes person_coded, unit_coded, area_coded, place_coded, warning_coded; in one district the unique ones of
 * district and code, place_coded_there, and for households, which are found there only, place_by_code.
 */
export async function bearersCoded(
  tx: Tx,
  kinds: readonly NamedKind[],
  typed: string,
  scope: Scope,
): Promise<Bearer[]> {
  if (typed === '') return []
  const ways = [...new Set([typed, typed.toUpperCase(), typed.toLowerCase()])]
  const branches = kinds.flatMap((kind) => ways.map((code) => branch(tx, kind, code, scope)))
  if (kinds.includes('place') && scope.district !== null)
    branches.push(...ways.map((code) => households(tx, code, scope.district, scope)))
  if (branches.length === 0) return []
  return tx<Bearer[]>`${branches.reduce((a, b) => tx`${a} union all ${b}`)}`
}

/** Codes of a kind that are gone through at most for their ends: more than a county has people. */
const TAILS_AMONG = 100_000

/**
 * Those of a district whose code ends in what was typed, in capitals or not; of each kind the first `limit`. Codes are kept in the
 * order of their beginnings, so that a district's own are gone through: people and units by their unique index of district and
 * code, places but households by place_coded_there.
 */
export async function bearersEnding(
  tx: Tx,
  kinds: readonly NamedKind[],
  typed: string,
  scope: Scope,
): Promise<Bearer[]> {
  const asked = kinds.filter((kind) => kind === 'person' || kind === 'unit' || kind === 'place')
  if (scope.district === null || asked.length === 0) return []
  const branches = asked.map((kind) => {
    const source = SOURCES[kind]
    const table = tx(source.table)
    return tx`(
      select ${source.columns(tx)} from (
        select e.code from (
          select c.code from ${table} c
          where c.district = ${scope.district} ${kind === 'place' ? tx`and c.kind <> 'household'` : tx``} limit ${TAILS_AMONG}) e
        where lower(right(e.code, ${typed.length}::int)) = ${typed.toLowerCase()} limit ${scope.limit}
      ) e join ${table} b on b.district = ${scope.district} and b.code = e.code
      where ${source.there(tx, scope)}
      order by b.code limit ${scope.limit})`
  })
  return tx<Bearer[]>`${branches.reduce((a, b) => tx`${a} union all ${b}`)}`
}

function branch(tx: Tx, kind: NamedKind, code: string, scope: Scope): Fragment {
  const source = SOURCES[kind]
  const column = kind === 'warning' ? tx`b.identifier` : tx`b.code`
  const uniqueThere = scope.district !== null && (kind === 'person' || kind === 'unit')
  return tx`(
    select ${source.columns(tx)} from ${tx(source.table)} b
    where ${uniqueThere ? between(tx, code) : tx`${column} ~>=~ ${code} and ${column} ~<~ ${code + LAST}`}
      and ${source.there(tx, scope)}
    order by ${uniqueThere ? column : tx`${column} using ~<~`} limit ${scope.limit})`
}

function households(tx: Tx, code: string, district: string | null, { at, limit }: Scope): Fragment {
  return tx`(
    select ${SOURCES.place.columns(tx)} from place b
    where b.district = ${district} and b.kind = 'household' and ${between(tx, code)} and b.opened <= ${at} and b.closed > ${at}
    order by b.code limit ${limit})`
}

/** By an index in the database's own order, in which what begins with something need not be all that lies between. */
function between(tx: Tx, code: string): Fragment {
  return tx`b.code >= ${code} and b.code < ${code + LAST} and starts_with(b.code, ${code})`
}
