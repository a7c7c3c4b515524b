import { z } from 'zod'
import { PLAIN, UNFIT } from '../../base/input.ts'
import { SEVERITIES } from '../../domain/playbooks/model.ts'
import { Instant, pageOfShape } from './wire.ts'

/** Playbooks as they are told over HTTP: read as sentences, by people who never open a YAML file. */

const Words = z.object({ en: z.string(), zh: z.string() })

const summary = {
  id: z.string(),
  version: z.number().int(),
  title: Words,
  events: z.array(z.string()).describe('Words by which a warning is known as one of this kind'),
  levels: z
    .array(
      z.object({
        id: z.string(),
        title: Words,
        colour: z.string().describe('#rrggbb'),
        severities: z.array(z.enum(SEVERITIES)),
      }),
    )
    .describe('Lowest first'),
}
export const PlaybookSummary = z
  .object({ ...summary, loadedAt: Instant, inForce: z.number().int().describe('Campaigns open under this version') })
  .meta({ id: 'PlaybookSummary' })
export const PlaybookPage = pageOfShape('PlaybookPage', PlaybookSummary)

const count = z.object({ n: z.number().int(), perM: z.number().nullable(), atLeast: z.number().int() })

/** A rule with its own words, and what it says at each level of the playbook, in both languages. */
const RuleShape = z
  .object({
    id: z.string(),
    title: Words,
    from: z.string().describe('The lowest level at which it holds'),
    kind: z.string().describe('The kind of place that it is about'),
    role: z.string(),
    sole: z.boolean(),
    risk: z.number(),
    fill: z.enum(['auto', 'propose', 'hand']),
    shift: z.object({ lengthMs: z.number(), firstMs: z.number() }).nullable(),
    holders: z.object({
      kinds: z.array(z.string()),
      skills: z.array(z.string()),
      withinM: z.number().nullable(),
      atMost: z.number().int(),
      atLeast: z.number().int().optional().describe('Left out: one'),
    }),
    weight: z
      .union([z.object({ people: z.number().int() }), z.object({ perM: z.number() })])
      .optional()
      .describe('So many people, or metres, of a place count one of what a holder may carry'),
    prices: z
      .object({
        leaving: z.number().nullable().describe('For each duty of an earlier plan that goes to somebody else'),
        uneven: z.number().nullable().describe('For each further third of what one may carry'),
        crossing: z.number().nullable().describe('For a place that another unit answers for'),
        river: z.number().nullish().describe("For a place on the other side of a river than the holder's home"),
        wish: z.number().nullish().describe('For a holder who would rather not be called on then'),
        apart: z.number().nullish().describe("For a place that is mostly stood at by another unit's people"),
        far: z
          .object({ beyondM: z.number(), metres: z.number() })
          .nullish()
          .describe("For a place farther than this from the holder's home"),
        farBranch: z.object({ beyondM: z.number(), metres: z.number() }).nullable(),
      })
      .optional()
      .describe('What a plan avoids, each in metres of way that it is worth'),
    evidence: z
      .object({ record: z.string(), everyMs: z.number().nullable(), withinMs: z.number().nullable() })
      .nullable(),
    words: z.record(z.string(), Words).describe('What the slugs in it are called'),
    notes: z
      .array(
        z.object({
          about: z
            .string()
            .nullable()
            .describe('The line of the file that it stands beside; null: the rule as a whole'),
          text: z.string(),
        }),
      )
      .describe('What the file says about the rule in its comments: where its figures come from'),
    sentences: z.array(
      z.object({
        level: z.string(),
        holds: z.boolean().describe('Whether it asks for anybody at this level'),
        count: count.nullable(),
        en: z.string(),
        zh: z.string(),
      }),
    ),
  })
  .meta({ id: 'PlaybookRule' })

const LadderStepShape = z.object({
  kind: z.enum(['call', 'redial', 'deputy', 'superior']),
  channel: z.string(),
  waitMs: z.number(),
  times: z.number().int(),
})

const whole = {
  ...summary,
  rules: z.array(RuleShape),
  callout: z.object({
    deputyRole: z.string(),
    superiorRole: z.string(),
    arriveWithinMs: z.number(),
    steps: z.array(LadderStepShape),
  }),
  sources: z.array(z.string()).describe('What its figures are taken from: the comments at the top of the file'),
  text: z.string().nullable().describe("The file's text; null for a version that was loaded before texts were kept"),
}

export const PlaybookShape = z
  .object({
    ...whole,
    loadedAt: Instant,
    versions: z.array(z.object({ version: z.number().int(), loadedAt: Instant })).describe('Newest first'),
  })
  .meta({ id: 'Playbook' })

export const CheckBody = z.strictObject({ text: z.string().max(1_000_000).regex(PLAIN, UNFIT) })

/** Either faults, each with its place in the text, or the playbook as it would be read. Nothing is stored. */
export const CheckedShape = z
  .object({
    faults: z.array(
      z.object({
        line: z.number().int(),
        column: z.number().int(),
        where: z.string().describe('Such as rules.section-patrol.holders.within; empty where the text is no YAML'),
        says: z.string(),
        do: z.string(),
      }),
    ),
    playbook: z.object(whole).nullable(),
  })
  .meta({ id: 'CheckedPlaybook' })
