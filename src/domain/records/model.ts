import { z } from 'zod'
import { isId } from '../../base/ids.ts'
import { FreeContent, line } from '../../base/input.ts'

/** What happened, told by someone, about a subject; made with its own id on the device, perhaps hours before it comes. */
export const RecordInput = z.object({
  id: z.string().refine(isId, 'must be a UUIDv7 made on the device'),
  kind: line(40),
  subject: z.uuid(),
  toldBy: z.uuid(),
  occurredAt: z.coerce.date(),
  at: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
  body: FreeContent.default({}),
  corrects: z.uuid().optional(),
})
export type RecordInput = z.output<typeof RecordInput>

/** What became of a record that was sent: kept now, kept before, or refused because its id is another record's. */
export interface Receipt {
  id: string
  kept: 'new' | 'before' | 'refused'
}
