import { z } from 'zod'
import { UNHEARD_KINDS } from '../../domain/board/model.ts'
import { ANSWER_STATES } from '../../domain/board/subjects/model.ts'
import { ANSWERS } from '../../domain/callouts/model.ts'
import { ACT_LIMIT } from './acts.ts'
import { RefShape } from './lists.ts'
import { AskedInstant, Id, Instant, Lane, pageOfShape, Reason } from './wire.ts'

/** What a desk does that telephones: numbers to dial, answers written down, a call-out stopped, as it is told over HTTP. */

/** A screen of people: so many numbers are read at once at most. */
export const NUMBERS_LIMIT = 100

const refused = z.array(
  z.object({
    person: z.uuid(),
    code: z.string().describe('One of the codes of src/base/errors.ts'),
    says: z.string(),
    do: z.string(),
  }),
)

export const WrittenBody = z.strictObject({
  persons: z.array(Id).min(1).max(ACT_LIMIT),
  kind: z.enum(ANSWERS),
  reason: Reason.optional().describe('Why they do not come'),
  at: AskedInstant.optional().describe('When they said it: believed from the call up to now; left out: now'),
})
export const WrittenShape = z
  .object({
    act: z.uuid().nullable().describe('What is named to take it back; null: there was nothing to write down'),
    taken: z.array(z.uuid()),
    before: z.array(z.uuid()).describe('Who had said so already'),
    refused,
  })
  .meta({ id: 'WrittenAnswers' })

export const TakenBackShape = z
  .object({ restored: z.array(z.uuid()).describe('Stand as they stood before'), refused })
  .meta({ id: 'TakenBack' })

export const NumbersBody = z.strictObject({ lane: Lane, persons: z.array(Id).min(1).max(NUMBERS_LIMIT) })
export const NumbersShape = z
  .object({
    items: z
      .array(
        z.object({
          person: z.uuid(),
          contacts: z
            .array(z.object({ channel: z.string(), address: z.string() }))
            .describe('What is tried first, first'),
        }),
      )
      .describe('Those who have any'),
    may: z.boolean().describe('Whether the viewer may read it; nobody is told of where not'),
  })
  .meta({ id: 'Numbers' })

export const StopBody = z.strictObject({
  reason: Reason.optional().describe('Why; may be left out where it is only tried'),
  tell: z.boolean().describe('Whether those who were reached are told that they may stay'),
})
export const StoppedShape = z
  .object({
    people: z.number().int().describe('Waited for no longer'),
    names: z.array(z.string()).describe('Five of them at most'),
    ringing: z.number().int().describe('Of these, whose ladder would have gone on'),
    withdrawn: z.number().int().describe('Calls taken back that nobody had sent'),
    told: z.number().int().describe('Who are told that they may stay'),
    settled: z.number().int().describe('Who said yes or no, or are there: nothing changes for them'),
  })
  .meta({ id: 'StoppedCallout' })

export const UnheardKind = z.enum(UNHEARD_KINDS).describe('Not heard of in time; or said no, and it is open still')
export const UnheardPage = pageOfShape(
  'UnheardPage',
  z.object({
    person: z.uuid(),
    name: z.string(),
    askedAs: z.enum(['holder', 'deputy', 'superior']),
    calledAt: Instant,
    duties: z.number().int(),
    place: z.string().nullable().describe('The first of what is asked'),
    reason: z.string().nullable().describe('Why not, of who said no'),
  }),
)

/** Only tells what an act would do, by the act itself, of which nothing is kept. */
export const TryQuery = z.strictObject({
  try: z.enum(['true', 'false']).default('false').describe('`true`: only tells what it would do; nothing is kept'),
})

export const ComingShape = z
  .object({
    items: z.array(
      z.object({
        duty: z.uuid(),
        role: z.string(),
        subject: RefShape.describe('What is answered for'),
        holder: RefShape.describe('A person or a unit'),
        starts: Instant,
        ends: Instant.nullable(),
        lane: z.string(),
        answer: z
          .object({ state: z.enum(ANSWER_STATES), at: Instant, callout: z.uuid() })
          .nullable()
          .describe('What the holder last said when called for it; null: not called yet'),
        callAt: Instant.nullable().describe('When the holder is called; null: has been, or no campaign asks for it'),
      }),
    ),
  })
  .meta({ id: 'ComingShifts' })
