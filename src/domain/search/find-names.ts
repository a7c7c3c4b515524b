import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { type Bearer, type Scope, SOURCES } from './bearers.ts'
import { bearersEverywhere } from './find-spread.ts'
import { LAST, type Range } from './look-where.ts'
import type { NamedKind } from './model.ts'

/** A bearer, through which of the ranges it was found, and by which key. */
export interface Found extends Bearer {
  range: number
  key: string
}

/** So many names of a range are tried before a district's own names are gone through instead. */
const WALK = 1_000
/** So many of them where a district has few: to go through its own costs no more than to look up these. */
const WALK_OF_FEW = 100
/** So many keys of a range are compared with what its rest has to be like. */
const COMPARED = 10_000

/**
 * Those who bear a name in these ranges, of each kind and range the first `limit`, by key. Every part stops as soon as it
 * has them: keys are read in order (primary key of search_key) and their bearers looked up one name after another (indexes
 * person_named, unit_named, area_named, place_named, warning_named), so that it costs no more where a million fit.
 */
export async function bearersIn(
  tx: Tx,
  kinds: readonly NamedKind[],
  ranges: readonly Range[],
  scope: Scope,
): Promise<Found[]> {
  if (kinds.length === 0 || ranges.length === 0) return []
  if (scope.spread && scope.district === null) return bearersEverywhere(tx, kinds, ranges, scope)
  const found = await tx<
    Found[]
  >`${kinds.map((kind) => branch(tx, kind, ranges, scope)).reduce((a, b) => tx`${a} union all ${b}`)}`
  if (scope.district === null) return found
  // In one district, what fits may be rare among much that fits elsewhere: who was not found yet is looked for from there.
  const short = await rangesCut(tx, kinds, ranges, found, scope)
  for (const kind of short) found.push(...(await bearersThere(tx, kind, ranges, scope)))
  return found
}

function branch(tx: Tx, kind: NamedKind, ranges: readonly Range[], scope: Scope): Fragment {
  const source = SOURCES[kind]
  const keys = tx`
    select key, name from search_key
    where kind = ${kind} and key >= t.from collate "C" and key < t.to collate "C"
    order by key, name limit ${readOf(ranges, kind, scope)}`
  const fitting = areCompared(ranges)
    ? tx`select key, name from (${keys}) k
        where (t.key = '' or k.key ~ t.key) and (t.name = '' or k.name ~ t.name) limit ${WALK}`
    : keys
  return tx`(
    select t.range, f.* from ${asTable(tx, ranges)} cross join lateral (
      select n.key, b.* from (${fitting}) n cross join lateral (
        select ${source.columns(tx)} from ${tx(source.table)} b
        where ${source.name(tx)} = n.name and ${source.there(tx, scope)} ${codeFits(tx, ranges)}
        order by ${source.order(tx)} limit ${scope.limit}
      ) b order by n.key, n.name limit ${scope.limit}
    ) f)`
}

/** That a code is as the range `t` asks; empty where none asks. Only of kinds that have a column `code`. */
function codeFits(tx: Tx, ranges: readonly Range[]): Fragment {
  return ranges.some((range) => range.code !== '') ? tx`and (t.code = '' or b.code ~* t.code)` : tx``
}

/** Whether what the ranges hold has to be compared with more than how it begins. */
function areCompared(ranges: readonly Range[]): boolean {
  return ranges.some((range) => range.key !== '' || range.name !== '')
}

/** How much of each range is read at most. People in a district are tens of thousands, its units, areas and places hundreds. */
function readOf(ranges: readonly Range[], kind: NamedKind, { district }: Scope): number {
  if (areCompared(ranges)) return COMPARED
  const few = kind === 'unit' || kind === 'area' || kind === 'place'
  return district !== null && few ? WALK_OF_FEW : WALK
}

function asTable(tx: Tx, ranges: readonly Range[]): Fragment {
  const numbered = ranges.map((range, i) => ({ ...range, range: i + 1 }))
  return rows(tx, numbered, {
    from: 'text',
    to: 'text',
    key: 'text',
    name: 'text',
    code: 'text',
    range: 'int',
  })
}

/** The kinds of which a range gave too few, though it holds more names than were tried. */
async function rangesCut(
  tx: Tx,
  kinds: readonly NamedKind[],
  ranges: readonly Range[],
  found: readonly Found[],
  scope: Scope,
): Promise<NamedKind[]> {
  const counts = Map.groupBy(found, (f) => f.kind)
  const few = kinds.filter((kind) => (counts.get(kind)?.length ?? 0) < scope.limit)
  if (few.length === 0) return []
  const most = few.map((kind) => readOf(ranges, kind, scope))
  const full = await tx<{ kind: NamedKind }[]>`
    select distinct k.kind from unnest(${few}::text[], ${most}::int[]) k (kind, most)
      cross join ${asTable(tx, ranges)} cross join lateral (
        select count(*) as n from (
          select from search_key s
          where s.kind = k.kind and s.key >= t.from collate "C" and s.key < t.to collate "C" limit k.most) w) c
    where c.n >= k.most`
  return full.map((row) => row.kind)
}

/**
 * The same from the other side: everything of a kind in one district, with the keys of its name (primary key of the table and
 * index search_name_known). For districts that are small or unlike the others.
 */
async function bearersThere(tx: Tx, kind: NamedKind, ranges: readonly Range[], scope: Scope): Promise<Found[]> {
  const source = SOURCES[kind]
  return tx<Found[]>`
    select f.range, f.key, ${source.columns(tx)} from ${tx(source.table)} b
      join search_name n on n.kind = ${kind} and md5(n.name) = md5(${source.name(tx)}) and md5(n.said) = md5(${source.said(tx)})
      cross join lateral (
        select t.range, k.key from ${asTable(tx, ranges)} join unnest(n.keys) k (key)
          on k.key >= t.from collate "C" and k.key < t.to collate "C"
            and (t.key = '' or k.key ~ t.key) and (t.name = '' or n.name ~ t.name) ${codeFits(tx, ranges)}
        order by t.range, k.key collate "C" limit 1) f
    where ${source.there(tx, scope)}
    order by f.range, f.key collate "C", ${source.order(tx)} limit ${scope.limit}`
}

/** Which of these beginnings lead to any name of one of these kinds (primary key of search_key). */
export async function beginningsKnown(
  tx: Tx,
  kinds: readonly NamedKind[],
  beginnings: readonly string[],
): Promise<string[]> {
  if (kinds.length === 0 || beginnings.length === 0) return []
  const tried = beginnings.map((from) => ({ from, to: from + LAST }))
  const known = await tx<{ from: string }[]>`
    select t.from from ${rows(tx, tried, { from: 'text', to: 'text' })}
    where exists (
      select from unnest(${[...kinds]}::text[]) n (kind) cross join lateral (
        select from search_key s
        where s.kind = n.kind and s.key >= t.from collate "C" and s.key < t.to collate "C" limit 1) k)`
  return known.map((row) => row.from)
}

/** Words that share a slip with one of these (primary key of search_slip). */
export async function wordsNear(tx: Tx, slips: readonly string[]): Promise<string[]> {
  const near = await tx<{ word: string }[]>`
    select distinct word from search_slip where slip = any(${slips as string[]}::text[]) limit 2000`
  return near.map((row) => row.word)
}
