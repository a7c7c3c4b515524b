import { z } from 'zod'
import { ANSWER_STATES } from '../../domain/board/subjects/model.ts'
import { RefShape } from './lists.ts'
import { EventShape } from './subjects.ts'
import { Instant } from './wire.ts'

/** What the printed sheets are filled from: ICS 204, 211 and 214, and a unit's duty list. Each is read page by page. */

const head = z
  .object({
    lane: z.string().describe('Not `actual`: the sheet is part of an exercise and must say so'),
    district: RefShape,
    campaign: RefShape.nullable(),
    playbook: z.string().nullable(),
    level: z.string().nullable(),
    from: Instant,
    to: Instant,
    preparedAt: Instant,
    preparedBy: z.string(),
    utcOffset: z.number().int().describe("Minutes east of Greenwich by which the district's people read a clock"),
  })
  .meta({ id: 'SheetHead' })

const onSheet = {
  person: RefShape,
  unit: RefShape.nullable(),
  contact: z
    .object({ channel: z.string(), address: z.string() })
    .nullable()
    .describe('Null where there is none, or who asks may not read it'),
}

function sheetOf<T extends z.ZodType>(id: string, item: T) {
  return z.object({ head, items: z.array(item), next: z.string().nullable() }).meta({ id })
}

export const Ics204 = sheetOf(
  'Ics204',
  z
    .object({
      place: RefShape,
      area: RefShape,
      line: z.string().nullable(),
      fromM: z.number().nullable(),
      toM: z.number().nullable(),
      assignments: z.array(
        z.object({
          ...onSheet,
          duty: z.uuid(),
          role: z.string(),
          starts: Instant.nullable().describe('Null: since before the register was kept'),
          ends: Instant.nullable(),
          answer: z.enum(ANSWER_STATES).nullable(),
          arrivedAt: Instant.nullable(),
          away: z
            .object({ from: Instant, until: Instant.nullable() })
            .nullable()
            .describe('When the holder is away in the period and does not count; `until` null: until further notice'),
        }),
      ),
      missing: z.array(
        z.object({
          rule: z.string(),
          role: z.string(),
          starts: Instant,
          ends: Instant.nullable(),
          needed: z.number().int(),
          held: z.number().int(),
        }),
      ),
    })
    .meta({ id: 'AssignedPlace' }),
)

export const Ics211 = sheetOf(
  'Ics211',
  z
    .object({
      ...onSheet,
      callout: z.uuid(),
      askedAs: z.enum(['holder', 'deputy', 'superior']),
      calledAt: Instant.nullable(),
      acknowledgedAt: Instant.nullable(),
      acceptedAt: Instant.nullable(),
      declinedAt: Instant.nullable(),
      arrivedAt: Instant.nullable(),
      stoodDownAt: Instant.nullable(),
      assigned: z.array(z.object({ role: z.string(), subject: RefShape })).describe('The first few'),
      duties: z.number().int().describe('How many there are in all'),
    })
    .meta({ id: 'CheckIn' }),
)

/** Oldest first, as a log is read. */
export const Ics214 = sheetOf('Ics214', EventShape)

export const DutySheet = z
  .object({
    head,
    unit: RefShape,
    items: z.array(
      z.object({
        ...onSheet,
        kind: z.string().describe('Of membership'),
        duties: z.array(
          z.object({
            duty: z.uuid(),
            role: z.string(),
            subject: RefShape,
            area: RefShape.nullable(),
            starts: Instant.nullable(),
            ends: Instant.nullable(),
          }),
        ),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'DutySheet' })
