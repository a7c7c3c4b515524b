import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { type KeptPart, partsKept } from './part-store.ts'
import { type KeptWarning, shapeOf, warningById, warningsPage } from './store.ts'

const WarningMark = z.tuple([z.iso.datetime(), z.uuid()])

/** The warnings of a lane, newest first (index warning_by_time), and what became of each. BAD_CURSOR. */
export async function readWarnings(
  tx: Tx,
  _viewer: Viewer,
  lane: string,
  { limit, after }: PageRequest,
): Promise<Page<KeptWarning>> {
  const mark = keyOf(after, WarningMark)
  const rows = await warningsPage(tx, lane, mark && { moment: mark[0], id: mark[1] }, limit + 1)
  return pageOf(rows, limit, (k) => [momentOf(k), k.id])
}

/** As the database has it (`MOMENT`). */
function momentOf({ warning, receivedAt }: KeptWarning): Date {
  return warning.sent < receivedAt ? warning.sent : receivedAt
}

/** A warning with its shape, and what it asks of playbooks. */
export interface WholeWarning extends KeptWarning {
  parts: KeptPart[]
}

/** One warning, whole; WARNING_UNKNOWN. */
export async function readWarning(tx: Tx, _viewer: Viewer, id: string): Promise<WholeWarning> {
  const kept = await warningById(tx, id)
  if (!kept) throw new MusterError('WARNING_UNKNOWN', { warning: id })
  const found = await shapeOf(tx, id)
  return { ...kept, warning: { ...kept.warning, area: found?.shape ?? null }, parts: await partsKept(tx, id) }
}
