import { z } from 'zod'
import { CHAIR_WAITS, EXERCISE_STATES } from '../../domain/audit/exercise-states.ts'
import { TOPICS } from '../../domain/audit/topics.ts'
import { COMMENT_KINDS } from '../../domain/board/comment-kinds.ts'
import { CountedCalloutShape, WarningSummary } from './calls.ts'
import { CampaignShape, summedCounts } from './picture.ts'
import { Instant, pageOfShape } from './wire.ts'

/** What is watched while it happens: exercises, lanes, call-outs as they go, and the events of /live. */

export const ReportShape = z
  .object({
    warned: z.int(),
    affected: z.int(),
    required: z.int(),
    uncovered_before: z.int(),
    uncovered_after: z.int(),
    called: z.int(),
    acknowledged: z.int(),
    accepted: z.int(),
    arrived: z.int(),
    answered_within: z.object({ '5': z.int(), '15': z.int(), '30': z.int() }),
    late_evidence: z.int(),
    unplaced: z.int(),
    seconds: z.number(),
    faults: z
      .array(z.object({ what: z.string(), code: z.string(), reason: z.string(), times: z.int() }))
      .default([])
      .describe('What failed on the way, while the rest went on'),
  })
  .meta({ id: 'ReplayReport' })

/** Beside the code, since it is told long after whatever failed. */
const FaultTold = z.object({ code: z.string(), says: z.string(), do: z.string() })

const exercise = {
  lane: z.string().describe('Where everything it did can be read'),
  district: z.string(),
  seed: z.int(),
  from: Instant.describe("In the exercise's own time, as are `to` and `at`"),
  to: Instant,
  at: Instant.describe('How far its clock is'),
  speed: z.number().nullable().describe('So many times as fast as the wall; null: as fast as it goes'),
  chair: z
    .boolean()
    .describe("Somebody sits in the coordinator's chair: plans wait for their yes, and so does its clock"),
  waits: z.enum(CHAIR_WAITS).nullable().describe('What its clock stands for; null: for nothing, or somebody paused it'),
  doing: z.string().nullable().describe('The step in hand, while a moment takes long'),
  state: z.enum(EXERCISE_STATES),
  report: ReportShape.nullable().describe('Once it is done'),
  fault: FaultTold.nullable().describe('What it failed of'),
  startedAt: Instant.describe('By the wall'),
}
export const ExerciseShape = z.object(exercise).meta({ id: 'Exercise' })
export const ExercisePage = pageOfShape('ExercisePage', ExerciseShape)

export const LastExercise = z
  .object({
    state: z.enum(['none', ...EXERCISE_STATES]),
    at: Instant.nullable().describe("How far it is, in the exercise's own time"),
    lane: z.string().nullable().describe('Where everything it did can be read'),
    report: ReportShape.nullable(),
    fault: FaultTold.nullable(),
  })
  .meta({ id: 'LastExercise' })

export const LaneShape = z
  .object({
    lane: z.string(),
    from: Instant,
    to: Instant,
    now: Instant.describe("Where the lane's clock stands"),
    state: z.enum(['live', ...EXERCISE_STATES]).describe('`live`: it goes by the wall'),
    marks: z
      .array(
        z.object({
          at: Instant,
          kind: z.enum(['warning', 'campaign', 'level', 'end', 'callout', 'hazard']),
          district: z.string().nullable(),
          id: z.uuid().describe('The warning, campaign, call-out or record'),
          playbook: z.string().nullable(),
          level: z.string().nullable(),
          hazard: z.string().nullable(),
          n: z.int().nullable().describe('How many were called'),
          says: z.record(z.string(), z.string()).describe("The source's own words, by language"),
        }),
      )
      .describe('Moments worth jumping to, oldest first'),
  })
  .meta({ id: 'Lane' })

export const ProgressShape = z
  .object({
    ...CountedCalloutShape.shape,
    curve: z
      .array(z.object({ at: Instant, heard: z.int(), coming: z.int(), there: z.int() }))
      .describe('Cumulative, 120 points at most; the first is the start, with nobody'),
    units: z
      .array(
        z.object({
          unit: z.uuid().nullable().describe('Null: all the others together'),
          name: z.string().nullable(),
          names: z.record(z.string(), z.string()),
          called: z.int(),
          heard: z.int(),
          coming: z.int(),
          there: z.int(),
        }),
      )
      .describe("By the units just below the district's topmost, with those below them"),
    next: z
      .object({ kind: z.enum(['call', 'redial', 'deputy', 'superior', 'end']), at: Instant, n: z.int() })
      .nullable()
      .describe('What it does next by itself, and for how many; null: nothing'),
  })
  .meta({ id: 'CalloutProgress' })

export const OverviewShape = z
  .object({
    campaigns: z.array(
      z
        .object({
          ...CampaignShape.shape,
          district: z.string(),
          name: z.string(),
          names: z.record(z.string(), z.string()),
          ...summedCounts,
        })
        .meta({ id: 'CampaignBelow' }),
    ),
    callouts: z
      .array(ProgressShape)
      .describe('Four at most: those that go on first, the largest of them before the others'),
    warnings: z.array(WarningSummary).describe('The last five'),
    exercise: ExerciseShape.nullable().describe('Of the lane; from real life, the one that goes on'),
  })
  .meta({ id: 'Overview' })

/**
 * Data of the event `change` of /live: what to read anew. Its stamp is the event's id; handed back as Last-Event-ID the
 * stream goes on from there. The other events: `board` is a Board, `overview` an Overview, `reset` says nothing but that
 * anything may have changed.
 */
export const ChangeEvent = z
  .object({
    topics: z.array(z.enum(TOPICS)),
    districts: z.array(z.string()).describe('`*`: everywhere'),
    stamp: z.string(),
  })
  .meta({ id: 'ChangeEvent' })

/**
 * Data of the event `beat` of /live, which comes every five seconds: that the connection stands, and how true what it
 * brings is. Each figure is whole seconds, 0 where all is well.
 */
export const BeatEvent = z
  .object({
    pictureS: z.int().describe('For so long a change has not been shown yet in the picture that was sent last'),
    databaseS: z.int().describe('For so long the database has not answered'),
    engineS: z.int().describe('For so long the oldest work of real life has waited for an engine; 0 in an exercise'),
  })
  .meta({ id: 'BeatEvent' })

/** How far the loading of the demo county's households is. */
export const DemoShape = z
  .object({
    state: z.enum(['none', 'filling', 'whole']),
    households: z.int().describe('Loaded so far'),
    of: z.int(),
  })
  .meta({ id: 'Demo' })

export const CommentaryShape = z
  .object({
    lane: z.string(),
    comments: z
      .array(
        z.object({
          at: Instant,
          kind: z.enum(COMMENT_KINDS),
          district: z.string().nullable(),
          id: z.string().nullable().describe('The warning, campaign, plan, call-out or hazard that it leads to'),
          playbook: z.string().nullable(),
          level: z.string().nullable(),
          hazard: z.string().nullable(),
          n: z.int().nullable().describe('Duties of a plan, people called, or places that somebody ill held'),
          people: z.int().nullable().describe('For how many people a plan is'),
          left: z.int().nullable().describe('What a plan leaves open'),
          waits: z.boolean().describe('A plan that nobody had decided on by then'),
          asked: z
            .array(z.object({ kind: z.string(), n: z.int() }))
            .describe('Of a level: what was asked for by kind of place; of somebody ill: what they held'),
          area: z
            .object({ code: z.string(), name: z.string(), names: z.record(z.string(), z.string()) })
            .nullable()
            .describe('Where somebody fell ill'),
          says: z.record(z.string(), z.string()).describe("The source's own words, by language"),
        }),
      )
      .describe('Oldest first; the newest 60'),
  })
  .meta({ id: 'Commentary' })
