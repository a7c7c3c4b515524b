import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { learnSizes } from '../../db/statistics.ts'
import { SOURCES } from './bearers.ts'
import { slipsOf } from './forgive-slips.ts'
import { keysOf, wordsOf } from './make-keys.ts'
import { NAMED, type NamedKind } from './model.ts'

/** Names that are indexed in one transaction: some 60,000 keys. */
const AT_ONCE = 5_000
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

/** Indexes the names of a district that are not yet, so many at once; returns whether there are more. */
export async function indexDistrict(tx: Tx, district: string): Promise<boolean> {
  for (const kind of NAMED) {
    if (kind === 'warning') continue
    if (await indexNames(tx, kind, tx`b.district = ${district}`)) return true
  }
  return false
}

/** Indexes the titles of the lane's newest warnings (index warning_by_time). */
export async function indexWarnings(tx: Tx, lane: string): Promise<void> {
  const newest = tx`b.id in (select id from warning where lane = ${lane} order by sent desc, id desc limit ${NEWEST})`
  while (await indexNames(tx, 'warning', newest));
}

async function indexNames(tx: Tx, kind: NamedKind, where: Fragment): Promise<boolean> {
  await tx`select pg_advisory_xact_lock_shared(${LOCK})`
  const { name, said, indexed, table } = SOURCES[kind]
  // Each is looked up by the whole key: of a kind that is new to the index, a join would be planned as if it had no names.
  const fresh = await tx<Name[]>`
    select distinct ${kind} as kind, ${name(tx)} as name, ${said(tx)} as said from ${tx(table)} b
      left join lateral (
        select true as there from search_name n
        where n.kind = ${kind} and n.name = ${name(tx)} and n.said = ${said(tx)} limit 1) known on true
    where ${where} and ${indexed(tx)} and known.there is null
    limit ${AT_ONCE}`
  await writeNames(tx, fresh)
  return fresh.length === AT_ONCE
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
  await learnSizes(tx, 'search_key', keys.length)
  await learnSizes(tx, 'search_name', made.length)
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

/** Takes out of the index what nobody bears any more, with the words that were in no other name; returns how many names. */
export async function forgetNames(tx: Tx): Promise<number> {
  await tx`select pg_advisory_xact_lock(${LOCK})`
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
        where n.kind = ${kind} and n.name = unborne.name and n.said = unborne.said
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
