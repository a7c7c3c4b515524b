import { z } from 'zod'
import { line } from '../../base/input.ts'
import { ABSENCE_KINDS } from '../../domain/people/model.ts'
import { KEPT } from '../../domain/records/model.ts'
import { AskedInstant, Id, Instant, Key, pageOfShape } from './wire.ts'

/** The register as it is told over HTTP: areas, places, duties, records. */

export const AreaShape = z
  .object({
    code: z.string(),
    parent: z.string().nullable(),
    district: z.string(),
    level: z.number().int(),
    kind: z.string(),
    name: z.string(),
    names: z.record(z.string(), z.string()),
    path: z.array(z.string()).describe('Codes from the root down to this one'),
  })
  .meta({ id: 'Area' })
export const AreaPage = pageOfShape('AreaPage', AreaShape)

export const PlaceShape = z
  .object({
    district: z.string(),
    id: z.uuid(),
    kind: z.string(),
    code: z.string(),
    name: z.string(),
    area: z.string(),
    line: z.string().nullable(),
    fromM: z.number().nullable().describe('Chainage in metres along the line'),
    toM: z.number().nullable(),
    people: z.number().int().nullable(),
    risk: z.number(),
  })
  .meta({ id: 'Place' })

const duty = {
  district: z.string(),
  id: z.uuid(),
  lane: z.string(),
  subjectKind: z.enum(['place', 'unit', 'person']),
  subject: z.uuid(),
  role: z.string(),
  sole: z.boolean().describe('One holder answers alone, as the playbook has it'),
  holderKind: z.enum(['person', 'unit']),
  holder: z.uuid(),
  starts: Instant,
  ends: Instant.nullable().describe('Null: until it is ended'),
  campaign: z.uuid().nullable(),
  recordedAt: Instant,
  recordedBy: z.string(),
  endReason: z.string().nullable(),
  backfilled: z.boolean().describe('Brought in from an earlier register'),
}
export const DutyShape = z.object(duty).meta({ id: 'Duty' })
export const NamedDuty = z.object({ ...duty, name: z.string().describe("The holder's name") }).meta({ id: 'NamedDuty' })
export const DutiesPage = pageOfShape('DutiesPage', NamedDuty)

const absence = {
  person: z.uuid(),
  kind: z
    .enum(ABSENCE_KINDS)
    .describe('away: not called on at all; rather-not: only where others come from much farther'),
  starts: Instant,
  ends: Instant.nullable().describe('Null: until further notice'),
}
export const AbsenceBody = z.strictObject({
  person: Key.describe('By id or code'),
  kind: absence.kind,
  starts: AskedInstant.optional().describe('Left out: from now. It may have begun before'),
  ends: AskedInstant.nullable().optional().describe('Null or left out: until further notice'),
  release: z
    .boolean()
    .default(false)
    .describe('Gives up for good what they answer for at places from its beginning: others are found for it'),
})
export const AbsenceShape = z
  .object({ district: z.string(), id: z.uuid(), ...absence, recordedAt: Instant, recordedBy: z.string() })
  .meta({ id: 'Absence' })
export const NotedShape = z
  .object({
    absence: AbsenceShape.extend({ name: z.string() }),
    released: z.array(z.uuid()).describe('Duties that end with its beginning'),
  })
  .meta({ id: 'NotedAbsence' })

export const RecordShape = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    subject: z.uuid(),
    place: z.string().nullable(),
    toldBy: z.uuid(),
    occurredAt: Instant,
    receivedAt: Instant,
    body: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Record' })
export const RecordPage = pageOfShape('RecordPage', RecordShape)

/** Why one of several was not taken. */
export const WhyShape = z
  .object({ code: z.string().describe('One of the codes of src/base/errors.ts'), says: z.string(), do: z.string() })
  .meta({ id: 'NotTaken' })

export const Receipts = z
  .object({
    items: z.array(
      z.object({
        id: z.string().nullable().describe('Null where what was sent has no id'),
        kept: z
          .enum(KEPT)
          .describe(
            '`new`: taken. `before`: known already. `aside`: kept, and counted nowhere until a coordinator has tied it to what ' +
              'is meant. `refused`: not kept',
          ),
        fault: WhyShape.nullable().describe('Of `aside` and `refused`'),
      }),
    ),
  })
  .meta({ id: 'Receipts', description: 'One for each record, in their order. All but `refused` are in the database.' })

/** What a record that was kept aside is tied to; what is left out stays as it was told. */
export const TieBody = z.strictObject({
  subject: Id.optional().describe('A place, person or unit'),
  toldBy: Id.optional().describe('A person or unit'),
  kind: line(40).optional(),
  of: Id.optional().describe('The hazard that is meant'),
})
export const TiedShape = z
  .object({ id: z.uuid(), subject: z.uuid(), toldBy: z.uuid(), kind: z.string() })
  .meta({ id: 'TiedRecord' })
export const DroppedShape = z.object({ id: z.uuid() }).meta({ id: 'DroppedRecord' })
