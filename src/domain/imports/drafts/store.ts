import type { Tx } from '../../../db/connect.ts'
import { rows } from '../../../db/rows.ts'
import { type Actor, actorText } from '../../audit/model.ts'
import { inParts } from '../saved.ts'
import type { Draft, DraftFault, DraftRow, Found, RowState, Settings, Summary } from './model.ts'

const DRAFT = (tx: Tx) => tx`
  id, kind, name, bytes, state, sheet, mapping, options, found, summary, fault, made_at as "madeAt", made_by as by,
  changed_at as "changedAt"`

const NOTHING = { columns: {}, props: {} }

/** A file begins to arrive; it is a draft once it is there. */
export async function insertArriving(tx: Tx, now: Date, actor: Actor, id: string, name: string): Promise<void> {
  await tx`
    insert into import_draft (id, kind, name, bytes, state, mapping, made_at, made_by, changed_at)
    values (${id}, 'places', ${name}, 0, 'arriving', ${JSON.stringify(NOTHING)}::text::jsonb, ${now}, ${actorText(actor)},
      ${now})`
}

export async function insertPart(tx: Tx, draft: string, n: number, bytes: Buffer): Promise<void> {
  await tx`insert into import_part (draft, n, bytes) values (${draft}, ${n}, ${bytes})`
}

/** The n-th part of a file; null after the last. */
export async function partOf(tx: Tx, draft: string, n: number): Promise<Uint8Array | null> {
  const [row] = await tx<{ bytes: Uint8Array }[]>`select bytes from import_part where draft = ${draft} and n = ${n}`
  return row?.bytes ?? null
}

/** The file is there, and this is what is in it. */
export async function settleArrived(
  tx: Tx,
  now: Date,
  id: string,
  settings: Settings,
  bytes: number,
  found: Found,
): Promise<void> {
  await tx`
    update import_draft set state = 'draft', bytes = ${bytes}, kind = ${settings.kind}, sheet = ${settings.sheet},
      mapping = ${JSON.stringify(settings.mapping)}::text::jsonb,
      options = ${JSON.stringify(settings.options)}::text::jsonb, found = ${JSON.stringify(found)}::text::jsonb,
      changed_at = ${now}
    where id = ${id}`
}

/** A draft by its id, unless it is still arriving; with `lock`, so that of two acts on it the second waits. */
export async function draftById(tx: Tx, id: string, lock = false): Promise<Draft | null> {
  const [row] = await tx<Draft[]>`
    select ${DRAFT(tx)} from import_draft where id = ${id} and state <> 'arriving' ${lock ? tx`for update` : tx``}`
  return row ?? null
}

/** Drafts, newest first, one page (index import_draft_by_time). */
export async function draftsNewest(
  tx: Tx,
  after: { madeAt: Date; id: string } | null,
  limit: number,
): Promise<Draft[]> {
  return tx<Draft[]>`
    select ${DRAFT(tx)} from import_draft
    where state <> 'arriving' and (${after?.id ?? null}::uuid is null
      or (made_at, id) < (${after?.madeAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by made_at desc, id desc limit ${limit}`
}

/** Other settings make a draft of what was read: it is to be read anew. */
export async function saveSettings(tx: Tx, now: Date, id: string, settings: Settings, found: Found): Promise<void> {
  await forgetRows(tx, id)
  await tx`
    update import_draft set state = 'draft', kind = ${settings.kind}, sheet = ${settings.sheet},
      mapping = ${JSON.stringify(settings.mapping)}::text::jsonb,
      options = ${JSON.stringify(settings.options)}::text::jsonb, found = ${JSON.stringify(found)}::text::jsonb,
      summary = null, fault = null, changed_at = ${now}
    where id = ${id}`
}

/** What reading came to: its counts, and the rows that are listed, in the order of their lines. */
export async function saveRead(
  tx: Tx,
  now: Date,
  id: string,
  { summary, list, promise }: { summary: Summary; list: DraftRow[]; promise: string },
): Promise<void> {
  await forgetRows(tx, id)
  await insertRows(tx, id, list)
  await tx`
    update import_draft set state = 'read', summary = ${JSON.stringify(summary)}::text::jsonb, promise = ${promise}, fault = null,
      changed_at = ${now}
    where id = ${id}`
}

/**
 * What was written. The file goes, and so do the rows that are in the register now; what could not be placed or was mended
 * stays for a while, to be worked through.
 */
export async function saveApplied(tx: Tx, now: Date, id: string, summary: Summary, list: DraftRow[]): Promise<void> {
  await forgetRows(tx, id)
  await forgetFile(tx, id)
  await insertRows(
    tx,
    id,
    list.filter((row) => row.reason !== null),
  )
  await tx`
    update import_draft set state = 'applied', summary = ${JSON.stringify({ ...summary, sample: [] })}::text::jsonb,
      fault = null, changed_at = ${now}
    where id = ${id}`
}

export async function saveFault(tx: Tx, now: Date, id: string, fault: DraftFault): Promise<void> {
  await tx`
    update import_draft set fault = ${JSON.stringify(fault)}::text::jsonb, changed_at = ${now} where id = ${id}`
}

/** Nothing is kept of what is dropped but that it was there. */
export async function saveDropped(tx: Tx, now: Date, id: string): Promise<void> {
  await forgetRows(tx, id)
  await forgetFile(tx, id)
  await tx`
    update import_draft set state = 'dropped', summary = null, fault = null, found = found || '{"columns": []}',
      changed_at = ${now}
    where id = ${id} and state <> 'applied'`
}

/** Drafts that nobody has touched since a moment, and whose file or rows are still here. */
export async function left(tx: Tx, since: Date): Promise<{ id: string; state: string }[]> {
  return tx<{ id: string; state: string }[]>`
    select d.id, d.state from import_draft d join import_part p on p.draft = d.id where d.changed_at < ${since}
    union
    select d.id, d.state from import_draft d join import_row r on r.draft = d.id where d.changed_at < ${since}`
}

/** One page of the rows of a state (primary key of import_row). */
export async function rowsOf(
  tx: Tx,
  id: string,
  state: RowState,
  after: number,
  limit: number,
): Promise<(DraftRow & { n: number })[]> {
  return tx<(DraftRow & { n: number })[]>`
    select n, line, state, name, code, reason, changes from import_row
    where draft = ${id} and state = ${state} and n > ${after} order by n limit ${limit}`
}

/** All rows of a read file: what was shown, to tell what is otherwise now. */
export async function allRows(tx: Tx, id: string): Promise<DraftRow[]> {
  return tx<DraftRow[]>`
    select line, state, name, code, reason, changes from import_row where draft = ${id} order by state, n`
}

/** What the last reading promised; null where it was before promises were kept. */
export async function promiseMade(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx<{ promise: string | null }[]>`select promise from import_draft where id = ${id}`
  return row?.promise ?? null
}

async function insertRows(tx: Tx, draft: string, list: DraftRow[]): Promise<void> {
  const counts = new Map<RowState, number>()
  const numbered = list.map((row) => {
    const n = (counts.get(row.state) ?? 0) + 1
    counts.set(row.state, n)
    return { ...row, n }
  })
  const columns = {
    state: 'text',
    n: 'int',
    line: 'int',
    name: 'text',
    code: 'text',
    reason: 'jsonb',
    changes: 'jsonb',
  } as const
  for (const part of inParts(numbered)) {
    await tx`
      insert into import_row (draft, state, n, line, name, code, reason, changes)
      select ${draft}, state, n, line, name, code, reason, changes from ${rows(tx, part, columns)}`
  }
}

export async function forgetRows(tx: Tx, id: string): Promise<void> {
  await tx`delete from import_row where draft = ${id}`
}

async function forgetFile(tx: Tx, id: string): Promise<void> {
  await tx`delete from import_part where draft = ${id}`
}
