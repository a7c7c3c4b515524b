import { z } from 'zod'
import { UNHEARD_KINDS } from '../../domain/board/model.ts'
import { ASIDE_REASONS } from '../../domain/records/model.ts'
import { ASKS } from '../../domain/warnings/model.ts'
import { HazardShape } from './hazards.ts'
import { Instant, pageOfShape } from './wire.ts'

/** The picture as it is told over HTTP: boards, gaps, campaigns, proposals. */

const counts = {
  required: z.number().int(),
  unheld: z.number().int().describe('Of those, held by nobody or by too few'),
  late: z.number().int().describe('Of those, not heard of in time'),
  nobody: z.number().int().describe('Of those, held by nobody'),
  agreed: z.number().int().describe('Of those, as many as are needed have said yes'),
  arrived: z.number().int().describe('Of those, as many as are needed are there'),
  heard: z.number().int().describe('Of those of which evidence is expected, heard of in time'),
  expected: z.number().int().describe('Of those, evidence is expected'),
}

/** Counts as a whole and by kind of place. */
export const summedCounts = {
  ...counts,
  kinds: z
    .array(z.object({ kind: z.string(), ...counts }).meta({ id: 'PlaceKindCounts' }))
    .describe('By kind of place, the worst first'),
  share: z.number().nullable().describe('Named of the worst kind of place, 0 to 1; null where nothing is required'),
}

const named = {
  node: z.string(),
  name: z.string(),
  names: z.record(z.string(), z.string()).describe('In other languages'),
}

const NodeShape = z
  .object({
    ...named,
    ...summedCounts,
  })
  .meta({ id: 'NodeCounts' })

export const GapShape = z
  .object({
    subject: z.uuid(),
    place: z.string(),
    area: z.string(),
    campaign: z.uuid(),
    rule: z.string(),
    role: z.string(),
    needed: z.number().int(),
    held: z.number().int(),
    kinds: z.array(z.enum(['unheld', 'late'])),
    since: Instant,
    starts: Instant,
    ends: Instant.nullable(),
    due: Instant.nullable(),
    risk: z.number(),
  })
  .meta({ id: 'Gap' })
export const GapPage = pageOfShape('GapPage', GapShape)

export const CampaignShape = z
  .object({
    id: z.uuid(),
    lane: z.string(),
    playbook: z.string(),
    level: z.string(),
    starts: Instant,
    ends: Instant.nullable(),
  })
  .meta({ id: 'Campaign' })
export const CampaignPage = pageOfShape('CampaignPage', CampaignShape)

export const BoardShape = z
  .object({
    tree: z.enum(['area', 'unit']),
    node: z.string().describe('Empty: above all roots, where the tree has several'),
    name: z.string(),
    path: z.array(z.object(named)).describe('The nodes above it, the root first'),
    district: z.string(),
    lane: z.string(),
    at: Instant,
    now: z.boolean(),
    total: NodeShape,
    above: z.boolean().describe('It lies above the districts, where there are counts and no lists'),
    rules: z.array(z.object({ lane: z.string(), playbook: z.string(), rule: z.string(), kind: z.string(), ...counts })),
    below: z.array(NodeShape),
    campaigns: z.array(CampaignShape),
    gaps: z.array(GapShape).describe('The gravest; all of them at /board/gaps'),
    lanes: z.array(z.string()),
  })
  .meta({ id: 'Board' })

export const NextShape = z
  .object({
    district: z.string(),
    groups: z
      .array(
        z.object({
          campaign: z.uuid(),
          playbook: z.string(),
          rule: z.string(),
          role: z.string(),
          kinds: z.array(z.enum(['unheld', 'late'])),
          area: z.string(),
          areaName: z.string(),
          areaNames: z.record(z.string(), z.string()),
          placeKind: z.string(),
          n: z.number().int(),
          nobody: z.number().int().describe('Of them, those that nobody holds'),
          missing: z.number().int().describe('People missing, over all of them'),
          risk: z.number(),
          since: Instant,
          starts: Instant,
          due: Instant.nullable(),
          gaps: z
            .array(z.object({ subject: z.uuid(), place: z.string(), rule: z.string(), starts: Instant }))
            .describe('The gravest, 20 at most; all of them at /board/gaps'),
        }),
      )
      .describe('Gaps that one act ends, the gravest first'),
    more: z.boolean().describe('There are more than these'),
    hazards: z.array(HazardShape).describe('Those that stand, the gravest first, 10 at most; all of them at /hazards'),
    asides: z
      .array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          why: z.array(z.enum(ASIDE_REASONS)).describe('What the register does not know of it'),
          place: z.string().nullable().describe('Null where it is what is not known'),
          teller: z.string().nullable(),
          says: z.string(),
          occurredAt: Instant,
        }),
      )
      .describe('Records kept aside that wait for somebody, the latest; all of them in /lists/asides'),
    warnings: z
      .array(
        z.object({
          asks: z.enum(ASKS),
          n: z.number().int(),
          newest: z.array(
            z.object({
              id: z.uuid(),
              headlines: z.record(z.string(), z.string()).describe('By language'),
              identifier: z.string(),
              why: z.string().nullable().describe('What is in doubt of it, in a word'),
              by: z
                .string()
                .nullable()
                .describe('What it cancels, as it names it; or what it would end, which stays in force'),
              receivedAt: Instant,
            }),
          ),
        }),
      )
      .describe(
        'Warnings of the lane that wait for somebody: POST /warnings/{id}/decide; all of them in /lists/warnings',
      ),
    untold: z
      .array(
        z.object({
          callout: z.uuid(),
          campaign: z.uuid(),
          n: z.number().int(),
          name: z.string().describe('One of them'),
          since: Instant,
        }),
      )
      .describe('Call-outs with people who were not heard of to the end of the ladder, and nobody above them to tell'),
    unheard: z
      .array(
        z.object({
          callout: z.uuid(),
          campaign: z.uuid(),
          kind: z.enum(UNHEARD_KINDS),
          area: z.string(),
          areaName: z.string(),
          areaNames: z.record(z.string(), z.string()),
          n: z.number().int(),
          names: z.array(z.string()).describe('Three of them at most'),
          since: Instant,
        }),
      )
      .describe('Called and not heard of in time, or said no while it is open: GET /callouts/{id}/unheard'),
    away: z
      .array(
        z.object({
          person: z.uuid(),
          name: z.string(),
          absence: z.uuid().describe('The one that lasts longest: POST /absences/{id}/end'),
          until: Instant.nullable().describe('Null: until further notice'),
          duties: z.number().int().describe('Of theirs, those at places where too few are'),
          campaign: z.uuid().describe('That of the gravest of these gaps'),
          playbook: z.string(),
          gaps: z
            .array(z.object({ subject: z.uuid(), place: z.string(), rule: z.string(), starts: Instant }))
            .describe('Those of that campaign, the gravest first, 20 at most: POST /gaps/give finds stand-ins'),
        }),
      )
      .describe('Who is away and answers for places where too few are: nobody stands in for them yet'),
    proposals: z
      .array(
        z.object({
          id: z.uuid(),
          campaign: z.uuid(),
          playbook: z.string(),
          names: z.record(z.string(), z.string()).describe('Where and when, in both languages'),
          madeAt: Instant,
          duties: z.number().int().describe('Still to be given, in all'),
          people: z.number().int(),
          within: z
            .object({ area: z.string(), duties: z.number().int(), people: z.number().int() })
            .nullable()
            .describe('Of them, in the area that the node is or answers for; null: the node is the whole district'),
        }),
      )
      .describe('Plans that wait for a yes or a no'),
  })
  .meta({ id: 'Next' })

/** What a plan costs under a rule, and what every plan costs at least. */
export const ProofShape = z.object({
  rule: z.string(),
  metres: z.number().describe('Ways and prices'),
  bound: z.number().nullable().describe('Null: not known'),
})

export const ProposalShape = z
  .object({
    id: z.uuid(),
    campaign: z.uuid(),
    state: z.enum(['open', 'accepted', 'refused', 'overtaken', 'undone']),
    madeAt: Instant,
    names: z
      .object({ en: z.string(), zh: z.string() })
      .nullable()
      .describe('Where and when; null: from before plans had names'),
    partOf: z.uuid().nullable().describe('The plan of which these lines were a part'),
    overtakenBy: z.uuid().nullable().describe('The plan that took its place'),
    summary: z.object({
      rules: z.record(z.string(), z.number().int()).describe('Duties that it would give, by rule'),
      people: z.number().int(),
      metres: z.number().describe('All distances from holder to place together'),
      left: z.array(z.object({ rule: z.string(), reason: z.string(), n: z.number().int() })),
      proofs: z.array(ProofShape).optional().describe('Of rules whose plan is not proved to be the best'),
    }),
  })
  .meta({ id: 'Proposal' })
export const ProposalPage = pageOfShape('ProposalPage', ProposalShape)

export const LinePage = pageOfShape(
  'ProposalLinePage',
  z.object({
    duty: z.uuid().describe('The id that the duty will have'),
    subject: z.uuid(),
    place: z.string().nullable(),
    rule: z.string(),
    role: z.string(),
    sole: z.boolean(),
    holder: z.uuid(),
    person: z.string().nullable(),
    starts: Instant,
    ends: Instant.nullable(),
    distanceM: z.number(),
  }),
)

const Where = z.tuple([z.number(), z.number()]).describe('Longitude, latitude')

export const PlanPicturePage = pageOfShape(
  'PlanPicturePage',
  z.object({
    duty: z.uuid(),
    rule: z.string(),
    role: z.string(),
    place: Where,
    path: z.array(Where).nullable().describe('Where the place lies, if it is a line'),
    enough: z.boolean().describe('The place then has as many in this role as it needs'),
    home: Where.describe('Where the holder lives'),
    beside: z.array(Where).describe('Where those live who hold the same place in this role without the plan'),
    changed: z
      .boolean()
      .nullable()
      .describe('The plan before gave it to nobody or to somebody else; null: there was none'),
  }),
)
