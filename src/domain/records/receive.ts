import { z } from 'zod'
import { MusterError, whyOf } from '../../base/errors.ts'
import { faultOfItem } from '../../base/input.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { byHalves } from '../../db/set-aside.ts'
import { audit } from '../audit/store.ts'
import { type AfterRecords, type Taking, takeIn } from './actions.ts'
import { asidesAmong } from './aside-store.ts'
import { unknownFault, unknownIn } from './known.ts'
import type { AsideReason, Receipt, RecordInput } from './model.ts'
import { insertAside, knownAmong } from './store.ts'

/** How one item is read; what it throws out is told of that item alone. */
export type ReadRecord = (item: unknown) => z.ZodSafeParseResult<RecordInput>

/**
 * Takes in what devices sent, as it came: each item is read, judged and kept for itself, in one transaction, so that one that
 * is wrong never holds up the others. One receipt an item, in their order; the same item again gives the same receipt. What names
 * an unknown subject, teller or kind is kept aside: it may have been told before the register knew, and is nowhere counted.
 */
export async function receiveRecords(
  db: Db,
  taking: Taking,
  { items, read }: { items: readonly unknown[]; read: ReadRecord },
  after: AfterRecords,
): Promise<Receipt[]> {
  const parsed = items.map((item) => read(item))
  const good = parsed.flatMap((p, nth) =>
    p.success ? [{ nth, record: { ...p.data, id: p.data.id.toLowerCase() } }] : [],
  )
  const receipts = new Map<number, Receipt>()
  parsed.forEach((p, nth) => {
    if (!p.success) receipts.set(nth, refused(idOf(items[nth]), faultOfItem(p.error, 'the record')))
  })
  if (good.length > 0) {
    await db.write(taking.now, async (tx) => {
      const kept = await keep(tx, taking, good, after)
      for (const [nth, receipt] of kept) receipts.set(nth, receipt)
    })
  }
  return items.map((_, nth) => receipts.get(nth) as Receipt)
}

interface Sent {
  nth: number
  record: RecordInput
}

async function keep(tx: Tx, taking: Taking, sent: readonly Sent[], after: AfterRecords): Promise<Map<number, Receipt>> {
  const { now, actor, district, lane } = taking
  const ids = [...new Set(sent.map((s) => s.record.id))]
  // What was taken once stays taken: a kind may have left the playbooks, and the register may have learned a place meanwhile.
  const [known, asideBefore] = [await knownAmong(tx, district, ids), await asidesAmong(tx, district, ids)]
  const unknown = await unknownIn(
    tx,
    { district, lane },
    sent.flatMap(({ record }) => (known.has(record.id) || asideBefore.has(record.id) ? [] : [record])),
  )
  const isAside = ({ record }: Sent) => asideBefore.has(record.id) || unknown.has(record.id)
  const receipts = new Map<number, Receipt>()

  const sound = sent.filter((s) => !isAside(s))
  const failed = await byHalves(tx, sound, async (inner, part) => {
    const done = await takeIn(
      inner,
      taking,
      part.map((s) => s.record),
      after,
    )
    part.forEach((s, i) => {
      receipts.set(s.nth, receiptOf(s.record, done[i] ?? 'refused'))
    })
  })
  for (const { item, error } of failed) receipts.set(item.nth, refused(item.record.id, asFault(error)))

  const aside = sent.filter(isAside)
  const put = await insertAside(
    tx,
    taking,
    aside.map(({ record }) => ({ ...record, why: unknown.get(record.id) ?? [] })),
  )
  aside.forEach(({ nth, record }, i) => {
    const [reason] = unknown.get(record.id) ?? asideBefore.get(record.id) ?? []
    receipts.set(nth, put[i] === 'refused' ? receiptOf(record, 'refused') : asideReceipt(record, reason))
  })
  const fresh = put.filter((p) => p === 'new').length
  if (fresh > 0)
    await audit(tx, now, actor, { district, lane, act: 'record.aside', subject: null, detail: { records: fresh } })
  return receipts
}

function receiptOf(record: RecordInput, kept: 'new' | 'before' | 'refused'): Receipt {
  if (kept === 'refused') return refused(record.id, new MusterError('RECORD_OTHER', { record: record.id }))
  return { id: record.id, kept, fault: null }
}

function asideReceipt(record: RecordInput, reason: AsideReason | undefined): Receipt {
  return { id: record.id, kept: 'aside', fault: reason ? whyOf(unknownFault(reason, record)) : null }
}

function refused(id: string | null, error: MusterError): Receipt {
  return { id, kept: 'refused', fault: whyOf(error) }
}

function asFault(error: unknown): MusterError {
  return error instanceof MusterError ? error : new MusterError('VALUE_UNFIT', {}, { cause: error })
}

/** The id of what could not be read, if it has one that can be said again. */
function idOf(item: unknown): string | null {
  const id = (item as { id?: unknown } | null)?.id
  return z.uuid().safeParse(id).success ? String(id) : null
}
