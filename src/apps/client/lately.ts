import { z } from 'zod'
import { Instant, pageOfShape } from './wire.ts'

/** What was done lately, what of it may be undone, and what grave acts would bring about, as it is told over HTTP. */

export const LatelyPage = pageOfShape(
  'LatelyPage',
  z.object({
    district: z.string().describe('Where the act is kept: `*` for what belongs to no district, such as a warning'),
    id: z.uuid().describe('What is named to undo it'),
    at: Instant,
    actor: z.string().describe('`person:` and an id, or a part of Muster'),
    by: z.string().nullable().describe("The person's name"),
    act: z.string().describe('What was done, such as `callout.stop`'),
    subject: z.string().nullable().describe('What it was about'),
    name: z.string().nullable().describe('… and what that is called'),
    count: z.number().int().nullable().describe('How many duties or people; null: it is about one thing'),
    reason: z.string().nullable(),
    undoUntil: Instant.nullable().describe('Until when it may be undone; null: not, not any more, or it was'),
    undo: z
      .object({
        total: z.number().int().describe('Duties and calls that are to be as they were'),
        restored: z.number().int(),
        lost: z.number().int().describe('Others have them by now, or they are over'),
        told: z.number().int().describe('People who are told of it'),
        aside: z.number().int().describe('Set aside, until somebody has them tried again'),
        done: z.boolean(),
      })
      .nullable()
      .describe('How far its undoing is; null: it stands'),
  }),
)

export const UndoSizeShape = z
  .object({
    kind: z.enum(['plan', 'callout', 'warning', 'duties', 'answers']),
    duties: z.number().int().describe('Duties that end, or are given again'),
    lost: z.number().int().describe('What cannot be as it was: others have it by now, or it is over'),
    people: z.number().int().describe('People who are stood down, or called back'),
  })
  .meta({ id: 'UndoSize' })

export const EndingShape = z
  .object({
    campaigns: z.number().int(),
    required: z.number().int().describe('What is required for it, and would end'),
    duties: z.number().int().describe('Given for it, and would end; those of the register stay'),
    people: z.number().int().describe('Called and not stood down'),
    shared: z.boolean().describe('Another warning stands in the same campaigns: what that one asks for stays'),
  })
  .meta({ id: 'WarningEnding' })
