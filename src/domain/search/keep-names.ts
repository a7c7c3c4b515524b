import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { byHalves, setAside } from '../../db/set-aside.ts'
import { learnSizes } from '../../db/statistics.ts'
import { MOMENT } from '../warnings/stored.ts'
import { SOURCES, sameName } from './bearers.ts'
import { slipsOf } from './forgive-slips.ts'
import { keysOf, wordsOf } from './make-keys.ts'
import { NAMED, type NamedKind } from './model.ts'

/** Names that are found to be indexed in one run. */
const AT_ONCE = 20_000
/** Warnings that are looked through for titles not indexed yet; older ones were when they came. */
const NEWEST = 1_000

/**
 * All that adds to the index and all that takes from it hold this lock, the first together and the second alone. Without
 * it, a name could be taken for gone in the moment in which somebody comes to bear it.
 */
const LOCK = 0x6e616d65

interface Name {
  kind: NamedKind
  name: string
  said: string
}

/** Whose names are indexed: those of a district, or for all districts together the titles of a lane's warnings. */
export interface Indexing {
  lane: string
  district: string
  now: Date
}

/** A name that is not indexed yet, and the item by which it is set aside where it cannot be. */
export interface FreshName extends Name {
  item: string
}

/**
 * Names of a district that are not indexed yet, so many at most, and whether there may be more; null: names are just being taken
 * out of the index, which is not waited for.
 */
export async function freshInDistrict(tx: Tx, at: Indexing): Promise<{ names: FreshName[]; more: boolean } | null> {
  const names: FreshName[] = []
  for (const kind of NAMED) {
    if (kind === 'warning' || names.length >= AT_ONCE) continue
    const fresh = await freshNames(tx, at, kind, {
      where: tx`b.district = ${at.district}`,
      most: AT_ONCE - names.length,
    })
    if (!fresh) return null
    names.push(...fresh)
  }
  return { names, more: names.length >= AT_ONCE }
}

/**
 * Titles of the lane's newest warnings that are not indexed yet (index warning_by_time). Only the step `index` indexes them: what
 * takes a warning in or puts it in force asks for that step (`ask(tx, lane, EVERYWHERE, 'index', now)`) and never waits for the index.
 */
export async function freshWarnings(tx: Tx, at: Indexing): Promise<{ names: FreshName[]; more: boolean } | null> {
  const where = tx`b.id in (
    select w.id from warning w where w.lane = ${at.lane} order by ${MOMENT(tx)} desc, w.id desc limit ${NEWEST})`
  const names = await freshNames(tx, at, 'warning', { where, most: NEWEST })
  return names && { names, more: false }
}

/** Whether the transaction may add to the index: not while names are taken out of it. */
async function mayAdd(tx: Tx): Promise<boolean> {
  const [lock] = await tx<{ held: boolean }[]>`select pg_try_advisory_xact_lock_shared(${LOCK}) as held`
  return lock?.held ?? false
}

async function freshNames(
  tx: Tx,
  { lane, district }: Indexing,
  kind: NamedKind,
  { where, most }: { where: Fragment; most: number },
): Promise<FreshName[] | null> {
  if (!(await mayAdd(tx))) return null
  const { name, said, indexed, table } = SOURCES[kind]
  // Each is looked up by the whole key: of a kind that is new to the index, a join would be planned as if it had no names.
  return tx<FreshName[]>`
    select name, said, kind, item from (
      select ${kind} as kind, b.name, b.said, 'name ' || ${kind} || ' ' || left(b.name, 80) || ' ' || md5(b.name || b.said) as item
      from (
        select distinct ${name(tx)} as name, ${said(tx)} as said from ${tx(table)} b
        where ${where} and ${indexed(tx)}) b
        left join lateral (
          select true as there from search_name n
          where n.kind = ${kind} and ${sameName(tx, tx`n`, tx`b`)} limit 1) known on true
      where known.there is null) f
    where not exists (
      select true from set_aside a
      where a.district = ${district} and a.lane = ${lane} and a.step = 'index' and a.item = f.item)
    limit ${most}`
}

/**
 * Indexes names; false while names are just being taken out of the index, which is not waited for. A name that cannot be indexed
 * is set aside with its reason, and is passed over until somebody has it tried again.
 */
export async function indexNames(
  tx: Tx,
  { lane, district, now }: Indexing,
  names: readonly FreshName[],
): Promise<boolean> {
  if (!(await mayAdd(tx))) return false
  const failed = await byHalves(tx, names, writeNames)
  await setAside(
    tx,
    now,
    { lane, step: 'index' },
    failed.map(({ item: { item }, error }) => ({ district, item, error })),
  )
  return true
}

async function writeNames(tx: Tx, names: readonly Name[]): Promise<void> {
  if (names.length === 0) return
  const made = names.map((each) => ({ ...each, keys: keysOf(each.kind, each.name, furtherIn(each.said)) }))
  await tx`
    insert into search_name (kind, name, said, keys)
    select kind, name, said, keys from ${rows(tx, made, { kind: 'text', name: 'text', said: 'text', keys: 'text[]' })}
    on conflict do nothing`
  const keys = made.flatMap(({ kind, name, keys: own }) => own.map((key) => ({ kind, name, key })))
  await tx`
    insert into search_key (kind, key, name)
    select kind, key, name from ${rows(tx, keys, { kind: 'text', key: 'text', name: 'text' })} on conflict do nothing`
  await learnSizes(tx, ['search_key', 'search_name'])
  const words = new Set(names.flatMap((each) => wordsOf(each.name, furtherIn(each.said))))
  const slips = [...words].flatMap((word) => slipsOf(word).map((slip) => ({ slip, word })))
  await tx`
    insert into search_slip (slip, word)
    select slip, word from ${rows(tx, slips, { slip: 'text', word: 'text' })} on conflict do nothing`
}

/** All texts in what search_name keeps of further names. */
function furtherIn(said: string): string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
  }
  return texts(JSON.parse(said))
}

/**
 * Takes out of the index what nobody bears any more, with the words that were in no other name; returns how many names, or null
 * while names are just being indexed, which is not waited for.
 */
export async function forgetNames(tx: Tx): Promise<number | null> {
  const [lock] = await tx<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as held`
  if (!lock?.held) return null
  const gone: (Name & { keys: string[] })[] = []
  for (const kind of NAMED) {
    const { name, said, indexed, table } = SOURCES[kind]
    gone.push(
      ...(await tx<(Name & { keys: string[] })[]>`
        delete from search_name n using (
          select name, said from search_name where kind = ${kind}
          except
          select s.name, s.said from search_name s join ${tx(table)} b on ${name(tx)} = s.name and ${said(tx)} = s.said
          where s.kind = ${kind} and ${indexed(tx)}
        ) unborne
        where n.kind = ${kind} and ${sameName(tx, tx`n`, tx`unborne`)}
        returning n.kind, n.name, n.said, n.keys`),
    )
  }
  if (gone.length === 0) return 0
  const keys = gone.flatMap(({ kind, name, keys: own }) => own.map((key) => ({ kind, name, key })))
  // The same name may be kept for bearers with other further names: what leads to it for them too stays.
  await tx`
    delete from search_key k using ${rows(tx, keys, { kind: 'text', key: 'text', name: 'text' })}
    where k.kind = t.kind and k.key = t.key collate "C" and k.name = t.name and not exists (
      select from search_name n where n.kind = k.kind and n.name = k.name and k.key = any(n.keys))`
  const words = [...new Set(gone.flatMap((each) => wordsOf(each.name, furtherIn(each.said))))]
  const slips = words.flatMap((word) => slipsOf(word).map((slip) => ({ slip, word })))
  // Of a name in words, each word begins a key and is all of it or has a space after it; `!` is next to the space.
  await tx`
    delete from search_slip s using ${rows(tx, slips, { slip: 'text', word: 'text' })}
    where s.slip = t.slip and s.word = t.word and not exists (
      select from unnest(${[...NAMED]}::text[]) n (kind), unnest(array['1', '2']) h (how), search_key k
      where k.kind = n.kind and k.key >= (h.how || s.word) collate "C" and k.key < (h.how || s.word || '!') collate "C")`
  return gone.length
}
