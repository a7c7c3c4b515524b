import { z } from 'zod'
import { CELL_KINDS, LIST_NAMES, REF_KINDS } from '../../domain/board/lists/model.ts'
import { ACTIONS, ANSWER_STATES, EVENT_KINDS, PLACE_STATES } from '../../domain/board/subjects/model.ts'
import { CellShape, RefShape } from './lists.ts'
import { GapShape } from './picture.ts'
import { Instant, pageOfShape } from './wire.ts'

/** A page with a subject as it is told over HTTP: one shape for a place, a unit, a person and all that has a page. */

export const SubjectKind = z.enum(REF_KINDS)

const AnswererShape = z
  .object({
    duty: z.uuid(),
    role: z.string(),
    sole: z.boolean(),
    holder: RefShape.describe('A person or a unit'),
    subject: RefShape.describe('What is answered for'),
    unit: RefShape.nullable().describe('The unit of the person who holds it'),
    starts: Instant.nullable().describe('Null: since before the register was kept'),
    ends: Instant.nullable(),
    lane: z.string(),
    campaign: z.uuid().nullable(),
    answer: z
      .object({
        state: z.enum(ANSWER_STATES),
        said: z.enum(ANSWER_STATES).describe('What they had said, also of one who was stood down since'),
        at: Instant,
        callout: z.uuid(),
      })
      .nullable()
      .describe('What the holder last said when called for this duty in the lane; null: nobody called'),
    away: z
      .object({ until: Instant.nullable() })
      .nullable()
      .describe(
        'The holder is away then, until when or until further notice, and does not count as holding it; null: is not',
      ),
  })
  .meta({ id: 'Answerer' })

export const NamedGapShape = GapShape.extend({
  areaName: z.string(),
  areaNames: z.record(z.string(), z.string()),
  playbook: z.string(),
  away: z
    .object({ person: z.uuid(), name: z.string(), until: Instant.nullable().describe('Null: until further notice') })
    .nullable()
    .describe('Who has the duty and is away then, so that they do not count as holding it; null: nobody'),
}).meta({ id: 'NamedGap' })

export const SubjectShape = z
  .object({
    kind: SubjectKind,
    id: z.string(),
    district: z.string(),
    lane: z.string(),
    asOf: Instant.describe('The moment that all of this is told of'),
    now: z.boolean(),
    title: z.string(),
    names: z.record(z.string(), z.string()),
    code: z.string().nullable(),
    state: z.enum(PLACE_STATES).nullable(),
    what: z.array(z.object({ key: z.string(), kind: z.enum(CELL_KINDS), value: CellShape })),
    where: z.array(RefShape).describe('Areas above it, then units, each from the top down'),
    at: z
      .object({
        bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).describe('West, south, east, north'),
        point: z.tuple([z.number(), z.number()]),
      })
      .nullable(),
    answers: z.array(AnswererShape).describe('Who answers for it; of a person or unit, also what it answers for'),
    missing: z.array(NamedGapShape).describe('The gravest; all of them in the list of gaps'),
    about: z.array(
      z.object({
        key: z.string(),
        list: z.enum(LIST_NAMES),
        filter: z.record(z.string(), z.string()).describe('The query that opens exactly these rows'),
        n: z.number().int(),
        more: z.boolean().describe('There are more than `n`, which is where counting stops'),
      }),
    ),
    may: z.array(
      z.object({
        action: z.enum(ACTIONS),
        ids: z.record(z.string(), z.string()).describe('What the request needs: district, subject, duty, campaign, …'),
      }),
    ),
  })
  .meta({ id: 'Subject' })
export type SubjectShape = z.output<typeof SubjectShape>

export const EventShape = z
  .object({
    id: z.string(),
    at: Instant,
    kind: z.enum(EVENT_KINDS),
    act: z.string().describe('`duty.begin`, `record.patrol`, `summons.accepted`, or the code of an audit row'),
    by: z
      .object({ ref: RefShape.nullable(), name: z.string() })
      .nullable()
      .describe('Who did it or told it; a part of Muster (`engine`, `console`, `import`) has a name and no page'),
    about: RefShape.nullable().describe(
      "What else it concerned: the place of a person's duty, the person of a place's",
    ),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export const EventPage = pageOfShape('EventPage', EventShape)
