import { z } from 'zod'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import type { Place } from '../places/model.ts'
import { type RecordRow, recordsOf } from './store.ts'

const RecordMark = z.tuple([z.coerce.date(), z.uuid()])

/** What happened at a place in a lane, as it was known at `at`, newest first. BAD_CURSOR. */
export async function readRecords(
  tx: Tx,
  _viewer: Viewer,
  place: Place,
  lane: string,
  at: Date,
  { limit, after }: PageRequest,
): Promise<Page<RecordRow>> {
  const mark = keyOf(after, RecordMark)
  const key = mark && { occurredAt: mark[0], id: mark[1] }
  const rows = await recordsOf(tx, place.district, place.id, lane, at, limit + 1, key)
  return pageOf(rows, limit, (r) => [r.occurredAt, r.id])
}
