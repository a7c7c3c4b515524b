import postgres from 'postgres'
import { ZodError } from 'zod'
import { earlierOf, MINUTE } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import type { StepName } from './agenda.ts'
import type { Tx } from './connect.ts'
import { rows } from './rows.ts'

/** An item that a step could not do. */
export interface AsideItem {
  district: string
  /** What it is and its id, such as `warning 0190…`: the key by which a second failure counts up instead of adding a row. */
  item: string
  error: unknown
}

/** An item as it stands set aside. */
export interface Aside {
  district: string
  step: StepName
  item: string
  code: string
  reason: string
  since: Date
  lastAt: Date
  tries: number
}

/** What is set aside of a step in a lane. */
export interface AsideCount {
  step: StepName
  count: number
  oldest: Date
}

/** Between two tries of what is tried again by itself. */
const LONGEST_PAUSE_MS = 10 * MINUTE
/** The longest reason that is kept: an error of the database may quote a whole value. */
const REASON_LENGTH = 500
/** The longest item that is kept: it is part of a key, whose index bounds it. */
export const ITEM_LENGTH = 400

/** Records items that a step could not do, in the transaction that goes on without them; one that is there counts up. */
export async function setAside(
  tx: Tx,
  now: Date,
  at: { lane: string; step: StepName },
  items: readonly AsideItem[],
): Promise<void> {
  if (items.length === 0) return
  const found = items.map(({ district, item, error }) => ({
    district,
    item: storable(item, ITEM_LENGTH),
    ...causeOf(error),
  }))
  await tx`
    insert into set_aside (lane, district, step, item, code, reason, since, last_at)
    select distinct on (district, item) ${at.lane}, district, ${at.step}, item, code, reason, ${now}::timestamptz, ${now}::timestamptz
    from ${rows(tx, found, { district: 'text', item: 'text', code: 'text', reason: 'text' })}
    order by district, item
    on conflict (district, lane, step, item) do update set
      code = excluded.code, reason = excluded.reason, last_at = excluded.last_at, tries = set_aside.tries + 1`
  // Those who watch these districts see it at once (domain/audit/changes.ts).
  await tx`
    insert into change (lane, district, topic)
    select ${at.lane}, district, 'faults' from unnest(${[...new Set(items.map((i) => i.district))]}::text[]) as t (district)
    on conflict do nothing`
}

/** What is set aside in these districts, the oldest first (primary key); in all of them where none is named. */
export async function asideIn(
  tx: Tx,
  lane: string,
  districts: readonly string[] | null,
  limit: number,
): Promise<Aside[]> {
  return tx<Aside[]>`
    select district, step, item, code, reason, since, last_at as "lastAt", tries from set_aside
    where lane = ${lane} and (${districts === null} or district = any(${(districts ?? []) as string[]}::text[]))
    order by since, district, step, item limit ${limit}`
}

/** How much is set aside, by step; in these districts, or in all. */
export async function asideCounts(tx: Tx, lane: string, districts: readonly string[] | null): Promise<AsideCount[]> {
  return tx<AsideCount[]>`
    select step, count(*)::int as count, min(since) as oldest from set_aside
    where lane = ${lane} and (${districts === null} or district = any(${(districts ?? []) as string[]}::text[]))
    group by step order by step`
}

/** The items of a step that are set aside in a district: what the step passes over (primary key). */
export async function asideItems(tx: Tx, district: string, at: { lane: string; step: StepName }): Promise<Set<string>> {
  const found = await tx<{ item: string }[]>`
    select item from set_aside where district = ${district} and lane = ${at.lane} and step = ${at.step}`
  return new Set(found.map((row) => row.item))
}

/**
 * When an item is tried again by itself: a campaign after a minute, then two, four, eight, and from then on every ten, since what it
 * needs may have been another's doing, and nobody may be left without calls until somebody looks. Null: when somebody says so. What
 * was to be sent is never sent again by itself.
 */
export function againAt({ item, tries, lastAt }: Pick<Aside, 'item' | 'tries' | 'lastAt'>): Date | null {
  if (!item.startsWith('campaign ')) return null
  return new Date(lastAt.getTime() + Math.min(LONGEST_PAUSE_MS, MINUTE * 2 ** Math.min(tries - 1, 10)))
}

/** What a step passes over for now, and what of it that is set aside it tries again. */
export interface AsideByTurn {
  waiting: ReadonlySet<string>
  tried: ReadonlySet<string>
  /** When the first of those that wait is to be tried again by itself. */
  next: Date | null
}

/** The items of a step that are set aside in a district (primary key), by whether they are to be tried again now. */
export async function asideByTurn(
  tx: Tx,
  district: string,
  at: { lane: string; step: StepName },
  now: Date,
): Promise<AsideByTurn> {
  const found = await tx<Pick<Aside, 'item' | 'tries' | 'lastAt'>[]>`
    select item, tries, last_at as "lastAt" from set_aside
    where district = ${district} and lane = ${at.lane} and step = ${at.step}`
  const [waiting, tried] = [new Set<string>(), new Set<string>()]
  let next: Date | null = null
  for (const aside of found) {
    const again = againAt(aside)
    const waits = again === null || again > now
    if (waits) waiting.add(aside.item)
    else tried.add(aside.item)
    if (waits) next = earlierOf(next, again)
  }
  return { waiting, tried, next }
}

/** Takes items of one district back, so that their step does them again; returns those that were there. */
export async function takeBack(
  tx: Tx,
  lane: string,
  district: string,
  items: readonly { step: StepName; item: string }[],
): Promise<StepName[]> {
  const back = await tx<{ step: StepName }[]>`
    delete from set_aside a using ${rows(tx, items, { step: 'text', item: 'text' })}
    where a.district = ${district} and a.lane = ${lane} and a.step = t.step and a.item = t.item
    returning a.step`
  return back.map((row) => row.step)
}

/**
 * Does `work` for all items as one set. Where that fails because of what an item holds, tries each half by itself, until the
 * items that fail stand alone; returns those with their errors, for `setAside`. Each try is a savepoint: what a failing set
 * had written is undone, what the others wrote stays. Throws what is no item's fault (`isItemFault`): a lost connection, a
 * deadlock, a full disk would otherwise set everything aside.
 */
export async function byHalves<T>(
  tx: Tx,
  items: readonly T[],
  work: (tx: Tx, items: readonly T[]) => Promise<void>,
): Promise<{ item: T; error: unknown }[]> {
  if (items.length === 0) return []
  try {
    await tx.savepoint((inner) => work(inner, items))
    return []
  } catch (error) {
    if (!isItemFault(error)) throw error
    if (items.length === 1) return [{ item: items[0] as T, error }]
  }
  const middle = items.length >> 1
  // One after the other: both halves are in the one transaction.
  const first = await byHalves(tx, items.slice(0, middle), work)
  return [...first, ...(await byHalves(tx, items.slice(middle), work))]
}

/**
 * SQLSTATE classes that say something of the data: 21 cardinality, 22 data exception, 23 constraint, 54 a limit of the
 * program, such as an index key that is too long; and our own triggers.
 */
const DATA_CLASS = /^(21|22|23|54|MU)/

/** Whether an error comes from what an item holds, rather than from the state of the database or the connection. */
export function isItemFault(error: unknown): boolean {
  if (error instanceof MusterError) return !error.code.startsWith('DB_') && error.code !== 'STOPPING'
  if (error instanceof postgres.PostgresError) return DATA_CLASS.test(error.code)
  // A row that is not as it should be: what reads rows by a schema throws this.
  if (error instanceof ZodError) return true
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

/** The code and the reason of an error, as they are kept. */
export function causeOf(error: unknown): { code: string; reason: string } {
  const code = (error as { code?: unknown } | null)?.code
  const reason = error instanceof Error ? error.message : String(error)
  return { code: typeof code === 'string' ? code : 'FAULT', reason: storable(reason) }
}

/** The beginning of a text from outside, such as an error that quotes something, as the database takes it. */
export function storable(text: string, length: number = REASON_LENGTH): string {
  return text.slice(0, length).replaceAll('\0', '').toWellFormed()
}
