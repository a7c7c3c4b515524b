import { z } from 'zod'
import { isId } from '../../base/ids.ts'
import { HAZARD_SAYINGS, HAZARD_STATES } from '../../domain/hazards/model.ts'
import { AskedInstant, Id, Instant, Reason } from './wire.ts'

/** Hazards as they are told over HTTP. */

const NOT_COUNTED = ['same-person', 'not-treated', 'not-teller', 'over', 'taken-back', 'unclear'] as const

const hazard = {
  district: z.string(),
  id: z.uuid().describe('The record that told of it first'),
  lane: z.string(),
  subject: z.uuid().describe('The place'),
  place: z.string(),
  placeKind: z.string(),
  areas: z.array(z.string()).describe('Codes from the root down to where it lies'),
  line: z.string().nullable().describe('Its dam'),
  kind: z.string().nullable().describe('boil, seepage, crack, …; null: it was not said'),
  muddy: z.boolean().nullable().describe('Null: it was not said'),
  chainageM: z.number().nullable().describe('Metres along its dam'),
  point: z
    .tuple([z.number(), z.number()])
    .describe('Longitude and latitude: as told, else by its chainage, else somewhere on the place'),
  gravity: z.number().int().describe('0 is the gravest: a muddy boil'),
  state: z.enum(HAZARD_STATES),
  stateAt: Instant,
  stateBy: z.uuid(),
  stateByName: z.string().nullable(),
  toldBy: z.uuid(),
  toldByName: z.string().nullable(),
  foundAt: Instant,
  reason: z.string().nullable().describe('Why it was a mistake'),
}
export const HazardShape = z.object(hazard).meta({ id: 'Hazard' })
export type HazardShape = z.output<typeof HazardShape>

export const HazardsShape = z
  .object({ items: z.array(HazardShape), more: z.boolean().describe('There are more than these 500') })
  .meta({ id: 'Hazards', description: 'The gravest first; of equal ones, the one that has stood longest.' })

export const HazardWhole = z
  .object({
    ...hazard,
    course: z.array(
      z.object({
        record: z.uuid(),
        kind: z.string(),
        state: z.string().nullable().describe('Null: it tells more of the hazard itself'),
        by: z.uuid(),
        byName: z.string().nullable(),
        occurredAt: Instant,
        receivedAt: Instant,
        note: z.string().nullable(),
        not: z.enum(NOT_COUNTED).nullable().describe('Why it changed nothing; null: it counted'),
      }),
    ),
  })
  .meta({ id: 'HazardWhole', description: 'A hazard with all that was told of it, as it happened.' })
export type HazardWhole = z.output<typeof HazardWhole>

const RecordId = z.string().max(36).refine(isId, 'must be a UUIDv7 made by the sender')

export const HazardSaidBody = z
  .strictObject({
    id: RecordId.describe('Of the record that is written: sent again, it is the same'),
    state: z.enum(HAZARD_SAYINGS),
    toldBy: Id.describe('Who says so: a person or a unit'),
    occurredAt: AskedInstant.optional().describe('Left out: now'),
    reason: Reason.optional().describe('Must be given of a mistake'),
    note: Reason.optional(),
  })
  .refine((b) => b.state !== 'mistaken' || b.reason !== undefined, {
    path: ['reason'],
    error: 'must say why it was a mistake',
  })
export const TakeBackBody = z.strictObject({
  id: RecordId.describe('Of the record that takes it back'),
  record: Id.describe('The record of this hazard that is taken back'),
})
export const HazardNow = z
  .object({ id: z.uuid(), state: z.enum(HAZARD_STATES), stateAt: Instant, stateBy: z.uuid() })
  .meta({ id: 'HazardNow' })
