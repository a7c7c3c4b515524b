import { z } from 'zod'
import { FaultToTry } from '../../domain/faults/model.ts'
import { DistrictCode, Instant, Lane } from './wire.ts'

/** What the flow could not do, as it is told over HTTP. */

export const FlowFaultShape = FaultToTry.extend({
  name: z.string().nullable().describe("A person's name or a warning's title, where the item is about one"),
  code: z.string().describe("One of the codes of src/base/errors.ts, or PostgreSQL's SQLSTATE"),
  reason: z.string(),
  do: z.string().describe('What helps; empty where that cannot be said'),
  since: Instant,
  tries: z.number().int(),
  againAt: Instant.nullable().describe('When it is tried again by itself; null: not before somebody says so'),
}).meta({ id: 'FlowFault' })

export const FlowFaultsShape = z
  .object({
    count: z.number().int(),
    oldest: Instant.nullable(),
    items: z.array(FlowFaultShape).describe('The oldest first, 200 at most'),
  })
  .meta({ id: 'FlowFaults' })

export const TryAgainBody = z.strictObject({
  lane: Lane,
  district: DistrictCode.nullable().default(null).describe('With what belongs to no district; null: all of them'),
  faults: z.array(FaultToTry).max(1000).nullable().describe('Which; null: all that there are'),
})

export const TriedShape = z
  .object({ count: z.number().int().describe('How many are tried again; what was gone meanwhile is not counted') })
  .meta({ id: 'TriedAgain' })
