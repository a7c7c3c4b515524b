import { z } from 'zod'
import { line } from '../../base/input.ts'
import { ProofShape } from './picture.ts'
import { AreaCode, AskedInstant, Id, Instant, Lane, Reason, Slug } from './wire.ts'

/** What a coordinator does by hand about gaps, plans, call-outs and duties, as it is told over HTTP. */

/** At most so many gaps, places or people in one act: what a person chose by hand or drew on the map. */
export const ACT_LIMIT = 1000
/** At most so many people among whom places are split. */
export const SPLIT_LIMIT = 50

/**
 * A gap as an act names it: the fields of the gap as it was listed. It is the requirement that is named, so that the act
 * is still understood when somebody else has filled it meanwhile.
 */
export const GapKey = z.strictObject({ subject: Id, rule: Slug, starts: AskedInstant })

/** Why one of several was not done, while the others were: the same words as a Fault. */
const refusal = {
  code: z.string().describe('One of the codes of src/base/errors.ts'),
  says: z.string(),
  do: z.string(),
}

/** The header of an act that may be sent twice: the same key again gives the same answer and does nothing more. */
export const OnceHeader = z.object({
  'idempotency-key': line(80).min(8).optional().describe('Made by the sender; kept for a day'),
})

// ── who could take a gap ───────────────────────────────────────────────────────────────────────────────────────

export const NearestShape = z
  .object({
    items: z.array(
      z.object({
        person: z.uuid(),
        name: z.string(),
        unit: z.object({ id: z.uuid(), name: z.string() }).nullable(),
        distanceM: z.number().describe('From home to the place'),
        load: z.number().int().describe('Duties of this role carried at that time already'),
        ratherNot: z.boolean().describe('Would rather not be called on then'),
      }),
    ),
    none: z
      .enum(['nobody-qualified', 'nobody-within-reach', 'no-capacity-left'])
      .nullable()
      .describe('Where items is empty: why'),
  })
  .meta({ id: 'Nearest' })

// ── giving ─────────────────────────────────────────────────────────────────────────────────────────────────────

export const GiveBody = z.strictObject({
  campaign: Id,
  gaps: z.array(GapKey).min(1).max(ACT_LIMIT),
  holder: z
    .union([Id, z.array(Id).min(2).max(SPLIT_LIMIT), z.literal('nearest')])
    .describe(
      'One person for all of them; several, among whom they are split evenly, each to one; or the nearest who can for ' +
        'each, as many as are missing',
    ),
  beyond: Reason.optional().describe(
    'Why those who are named are to have more than the rule lets one person carry; left out: such gaps are refused',
  ),
})

export const GivenShape = z
  .object({
    given: z.array(z.uuid()).describe('The duties given: what an undo names'),
    to: z.array(z.object({ person: z.uuid(), name: z.string(), n: z.number().int() })).describe('Who has them now'),
    rings: z.number().int().describe('Telephones that ring at once; the others before their shifts'),
    lines: z.array(
      z.object({
        subject: z.uuid(),
        place: z.string(),
        person: z.uuid(),
        name: z.string(),
        distanceM: z.number().int().describe('From home to the place'),
        soon: z.boolean().describe('Called for it at once, and not before the shift'),
      }),
    ),
    refused: z.array(z.object({ subject: z.uuid(), rule: z.string(), starts: Instant, ...refusal })),
  })
  .meta({ id: 'Given' })

export const UndoBody = z.strictObject({ duties: z.array(Id).min(1).max(ACT_LIMIT) })
export const UndoneShape = z
  .object({
    ended: z.array(z.uuid()),
    refused: z.array(z.object({ duty: z.uuid(), ...refusal })),
  })
  .meta({ id: 'Undone' })

export const BatchBody = z.strictObject({
  lane: Lane,
  subjects: z.array(Id).min(1).max(ACT_LIMIT).describe('Places'),
  role: Slug,
  holderKind: z.enum(['person', 'unit']).default('person'),
  holder: Id,
  starts: AskedInstant.optional().describe('Left out: from now'),
  ends: AskedInstant.nullable().optional().describe('Null or left out: until it is ended'),
})
export const BatchShape = z
  .object({
    given: z.array(z.uuid()).describe('The duties given: what an undo names'),
    refused: z.array(
      z.object({
        subject: z.uuid(),
        holder: z.string().nullable().describe('Who holds a role there that one alone may have'),
        ...refusal,
      }),
    ),
  })
  .meta({ id: 'Batch' })

// ── planning ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Places, or areas; neither means all that is open in the campaign. Or again what a proposal is for. */
export const PlanBody = z.strictObject({
  rules: z.array(Slug).min(1).max(200).optional().describe("Ids of rules; left out: all of the campaign's"),
  subjects: z.array(Id).min(1).max(ACT_LIMIT).optional(),
  areas: z.array(AreaCode).min(1).max(200).optional().describe('Codes; what lies below them too'),
  instead: Id.optional().describe('An open proposal: what it is for is planned again, and the new one takes its place'),
  keep: z
    .array(Id)
    .max(10_000)
    .optional()
    .describe('The duty ids of its lines that stay as they are; left out: those that were kept in it'),
  not: z
    .array(z.strictObject({ subject: Id, rule: Slug, holder: Id }))
    .max(ACT_LIMIT)
    .optional()
    .describe('Who is not to have which place; what was said so of the proposal before holds on'),
})

/** A plan in the making. */
export const PlanningShape = z
  .object({
    done: z.number().int().describe('Gaps that are settled'),
    of: z.number().int().nullable().describe('Of so many; null: not counted yet'),
    since: Instant,
    stopping: z.boolean(),
  })
  .meta({ id: 'Planning' })

export const PlannedShape = z
  .object({
    proposal: z.uuid().nullable().describe('The plan on offer, to be read, accepted whole or in part, or refused'),
    lines: z.number().int().describe('Duties that it would give'),
    people: z.number().int(),
    left: z
      .array(z.object({ rule: z.string(), reason: z.string(), n: z.number().int() }))
      .describe(
        'What it leaves open, and why: nobody-qualified, nobody-within-reach, no-capacity-left; not-planned: stopped',
      ),
    proofs: z.array(ProofShape).describe('Of rules whose plan is not proved to be the best'),
  })
  .meta({ id: 'Planned' })

const someone = {
  person: z.uuid(),
  name: z.string(),
  distanceM: z.number().int().describe('From home to the place'),
}
const metres = z.number().int()
const difference = {
  metres: z.number().int().describe('More, all ways together; less than 0 where fewer places are held'),
  missing: z.number().int().describe('Holders more that are missing'),
}

export const WhyShape = z
  .object({
    ...someone,
    carries: z.number().int().describe('Duties of this rule at that time, with all of the plan'),
    may: z.number().int().describe('Duties of this rule that one holder may carry'),
    pays: z
      .object({
        crossing: metres,
        branch: metres,
        far: metres,
        river: metres,
        wish: metres,
        uneven: metres,
        leaving: metres,
      })
      .describe(
        "Of the rule's prices, in metres beside the way: for a place that another unit answers for; far from one's " +
          "branch; far from one's home; on the other side of a river than one's home; against one's wish; for the last of the holder's duties; for one that somebody else had before",
      ),
    next: z.object(someone).nullable().describe('Who would have it if this one could not; null: nobody'),
    without: z.object(difference).describe('What the plan would cost more without this pair'),
    insist: z
      .object({
        ...someone,
        ...difference,
        fits: z.object({
          qualified: z.boolean(),
          within: z.boolean(),
          room: z.boolean(),
          willing: z.boolean(),
          there: z.boolean().describe('Is not away then'),
        }),
      })
      .nullable()
      .describe('What it would cost more to insist on whoever was named, and how it stands with them under the rule'),
  })
  .meta({ id: 'Why' })

// ── calling ────────────────────────────────────────────────────────────────────────────────────────────────────

export const PersonsBody = z.strictObject({ persons: z.array(Id).min(1).max(ACT_LIMIT) })

export const CalledAgainShape = z
  .object({
    called: z
      .array(z.uuid())
      .describe('They are rung once more at once; their ladders then go on from where they stand'),
    refused: z.array(z.object({ person: z.uuid(), ...refusal })),
  })
  .meta({ id: 'CalledAgain' })

/** Gaps whose holders are to be called once more: held, but nothing was heard. */
export const HoldersBody = z.strictObject({ campaign: Id, gaps: z.array(GapKey).min(1).max(ACT_LIMIT) })

export const CalledHoldersShape = z
  .object({
    called: z.array(z.object({ person: z.uuid(), name: z.string() })),
    refused: z.array(z.object({ person: z.uuid(), name: z.string(), ...refusal })),
  })
  .meta({ id: 'CalledHolders' })

export const HandedOnShape = z
  .object({
    handed: z.array(
      z.object({
        person: z.uuid(),
        to: z.uuid(),
        name: z.string().describe('Of the one it is handed to'),
        as: z.enum(['deputy', 'superior']),
      }),
    ),
    refused: z.array(z.object({ person: z.uuid(), ...refusal })),
  })
  .meta({ id: 'HandedOn' })
