import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import type { Draft, DraftRow, RowState } from './model.ts'
import { draftById, draftsNewest, rowsOf } from './store.ts'

/** One import; IMPORT_UNKNOWN. */
export async function readImport(tx: Tx, _viewer: Viewer, id: string): Promise<Draft> {
  const draft = await draftById(tx, id)
  if (!draft) throw new MusterError('IMPORT_UNKNOWN', { import: id })
  return draft
}

/** Imports, newest first (index import_draft_by_time). BAD_CURSOR. */
export async function readImports(tx: Tx, _viewer: Viewer, { limit, after }: PageRequest): Promise<Page<Draft>> {
  const mark = keyOf(after, z.tuple([z.coerce.date(), z.uuid()]))
  const rows = await draftsNewest(tx, mark && { madeAt: mark[0], id: mark[1] }, limit + 1)
  return pageOf(rows, limit, (d) => [d.madeAt, d.id])
}

/** The rows of a read file that are in one state, by line (primary key of import_row). IMPORT_UNKNOWN, BAD_CURSOR. */
export async function readImportRows(
  tx: Tx,
  viewer: Viewer,
  id: string,
  state: RowState,
  { limit, after }: PageRequest,
): Promise<Page<DraftRow>> {
  const [last] = keyOf(after, z.tuple([z.number().int()])) ?? [0]
  await readImport(tx, viewer, id)
  const page = pageOf(await rowsOf(tx, id, state, last, limit + 1), limit, (row) => [row.n])
  return { items: page.items.map(({ n: _, ...row }) => row), next: page.next }
}
