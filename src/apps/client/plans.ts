import { z } from 'zod'
import { line } from '../../base/input.ts'
import { LINE_STATES } from '../../domain/gaps/model.ts'
import { NearestShape } from './acts.ts'
import { AreaCode, Id, Instant, Reason } from './wire.ts'

/** A plan that is judged, decided on in part, and changed line by line, as it is told over HTTP. */

/** Several values set apart by commas. */
const Several = line(400).describe('Several set apart by commas')

/** Which lines of a plan are meant, by the names that the filters of the list `lines` have. */
export const LineFilterShape = z.strictObject({
  area: AreaCode.optional().describe('The place lies in this area'),
  unit: Id.optional().describe('The person is a member of this unit, or of one below it'),
  line: line(80).optional().describe('The place is a section of this dam, by its code'),
  placeKind: Several.optional(),
  rule: Several.optional(),
  holder: Id.optional(),
  carries: z.enum(['some', 'none']).optional().describe('The person answers for some place already, or for none'),
  text: line(80).optional().describe('Part of the name of the place or the person'),
  state: z.enum(LINE_STATES).optional(),
})

export const DecideBody = z
  .strictObject({
    lines: z.array(Id).min(1).max(10_000).optional().describe('The duty ids of the lines that are meant'),
    filter: LineFilterShape.optional().describe('Which lines that may still be given are meant'),
    reason: Reason.optional().describe('Why'),
  })
  .nullish()
  .describe('Left out: all of it. What is not meant waits on')

export const DecidedShape = z
  .object({
    given: z.number().int(),
    overtaken: z.number().int().describe('Lines left out because somebody was quicker'),
    part: z.uuid().describe('The plan that the lines are in now: the same, where all that was open was meant'),
    lines: z.number().int().describe('Lines that were decided on'),
    rest: z.number().int().describe('Lines that still wait'),
  })
  .meta({ id: 'Decided' })

const Stand = z
  .object({ named: z.number().int(), few: z.number().int(), nobody: z.number().int() })
  .describe('As many named as are needed; too few; nobody')

export const PlanEffectShape = z
  .object({
    lines: z.number().int().describe('Lines that are meant and may be given'),
    open: z.number().int().describe('All lines of the plan that may be given'),
    filled: z.number().int().describe('Lines whose places have enough by now'),
    people: z.number().int(),
    metres: z.number(),
    rings: z.number().int().describe('Telephones that ring at once'),
    names: z.array(z.string()).describe('Some of whose telephones ring'),
    later: z.number().int().describe('People who are called before their shifts begin'),
    rules: z.array(
      z.object({
        rule: z.string(),
        kind: z.string().describe('Of place'),
        required: z.number().int(),
        before: Stand,
        after: Stand,
        coming: z.number().int().describe('Shifts that begin later and get somebody'),
      }),
    ),
    left: z
      .array(
        z.object({
          rule: z.string(),
          now: z.number().int().describe('People missing still'),
          later: z.number().int().describe('And for shifts that begin later'),
          reasons: z
            .array(z.object({ reason: z.string(), n: z.number().int() }))
            .describe('Why, as it was when the plan was made'),
        }),
      )
      .describe('What stays open'),
    parts: z
      .array(
        z.object({
          id: z.uuid(),
          state: z.enum(['open', 'accepted', 'refused', 'overtaken', 'undone']),
          decidedAt: Instant.nullable(),
          lines: z.number().int(),
          given: z.number().int(),
        }),
      )
      .describe('Parts of it that were decided on by themselves'),
  })
  .meta({ id: 'PlanEffect' })

export const OthersShape = NearestShape.pick({ items: true }).meta({ id: 'Others' })

export const SwapBody = z.strictObject({ holder: Id })
export const SwappedShape = z
  .object({ line: z.uuid(), holder: z.uuid(), distanceM: z.number() })
  .meta({ id: 'Swapped' })
