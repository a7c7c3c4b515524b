import type { z } from 'zod'
import { DroppedShape, Receipts, type TieBody, TiedShape } from '../../client/register.ts'
import { inDistrict } from './address.ts'
import { act, RequestFault } from './request.ts'

export interface RecordBody {
  id: string
  kind: string
  subject: string
  toldBy: string
  occurredAt: Date
  body: Record<string, unknown>
}

export function addRecord({ district, lane, record }: { district: string; lane: string; record: RecordBody }) {
  return told(act(Receipts, 'POST', inDistrict(district, '/records'), { body: record, query: { lane } }))
}

/** The one receipt there is; one that says no is a fault, as where nothing was taken at all. */
async function told(answer: Promise<z.output<typeof Receipts>>) {
  const [receipt] = (await answer).items
  if (receipt?.kept === 'refused' && receipt.fault) throw new RequestFault(207, { ...receipt.fault, details: {} })
  return receipt
}

export function tieAside(of: { district: string; record: string; body: z.input<typeof TieBody> }) {
  return act(TiedShape, 'POST', inDistrict(of.district, `/records/aside/${of.record}/tie`), { body: of.body })
}

export function dropAside({ district, record, reason }: { district: string; record: string; reason: string }) {
  return act(DroppedShape, 'POST', inDistrict(district, `/records/aside/${record}/drop`), { body: { reason } })
}
