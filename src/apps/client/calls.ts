import { z } from 'zod'
import { ANSWERS } from '../../domain/callouts/model.ts'
import { ASKS, MSG_TYPES, NamedValue, SCOPES, STATES, STATUSES, WarningInfo } from '../../domain/warnings/model.ts'
import { WhyShape } from './register.ts'
import { Instant, pageOfShape } from './wire.ts'

/** Warnings, and the calling of people, as they are told over HTTP. */

const warning = {
  id: z.uuid(),
  lane: z.string(),
  state: z.enum(STATES),
  reason: z.string().nullable().describe('Why it calls nobody, or what ended it'),
  why: z.string().nullable().describe('The same in a word'),
  by: z
    .string()
    .nullable()
    .describe('The message that did it, those that this one ended, or would end and somebody is asked about'),
  asks: z.enum(ASKS).nullable().describe('What a coordinator has to look at; POST /warnings/{id}/decide answers'),
  source: z.string(),
  receivedAt: Instant,
  playbook: z.string().nullable(),
  level: z.string().nullable(),
  sender: z.string(),
  identifier: z.string(),
  sent: Instant,
  status: z.enum(STATUSES),
  msgType: z.enum(MSG_TYPES),
  scope: z.enum(SCOPES),
  events: z.array(z.string()),
  severity: z.string().nullable(),
  urgency: z.string().nullable(),
  certainty: z.string().nullable(),
  expires: Instant.nullable().describe('Null: it stands until it is cancelled, or ended by hand'),
  headlines: z.record(z.string(), z.string()).describe('By language'),
  areaDescs: z.array(z.string()),
  notes: z.array(z.string()).describe('What was odd in it and read all the same'),
}
export const WarningSummary = z.object(warning).meta({ id: 'WarningSummary' })
export const WarningPage = pageOfShape('WarningPage', WarningSummary)

export const WarningShape = z
  .object({
    ...warning,
    codes: z.array(z.string()).describe('Areas of ours that it names'),
    parts: z
      .array(
        z.object({
          n: z.number().int(),
          playbook: z.string(),
          level: z.string(),
          area: z.number().int().nullable().describe('Which of `areas`'),
          begins: Instant,
          expires: Instant.nullable(),
          state: z.enum(['waiting', 'asked', 'declined', 'in-force', 'over']),
          fault: z.enum(['no-area', 'no-place']).nullable().describe('In force, and nobody can be called for it'),
        }),
      )
      .describe('What it asks of each playbook: a zone in every district that it touches'),
    areas: z
      .array(z.object({ geocodes: z.array(NamedValue), areaDescs: z.array(z.string()) }))
      .describe('What its infos name; each info says which in `areas`'),
    references: z
      .array(z.object({ sender: z.string(), identifier: z.string(), sent: Instant.nullable() }))
      .describe('`sent` is null where it is missing, or no moment that can be'),
    infos: z.array(
      z.object({
        ...WarningInfo.shape,
        effective: Instant.nullable(),
        onset: Instant.nullable(),
        expires: Instant.nullable(),
      }),
    ),
    geocodes: z.array(NamedValue),
    area: z
      .object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.unknown()) })
      .nullable()
      .describe('GeoJSON'),
  })
  .meta({ id: 'Warning' })

export const WarningReceipts = z
  .object({
    items: z.array(
      z.object({
        identifier: z.string().nullable(),
        id: z.uuid().nullable(),
        taken: z.enum(['received', 'duplicate', 'refused']),
        fault: z.object({ code: z.string(), says: z.string(), do: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'WarningReceipts' })

export const GaugeTableTaken = z
  .object({
    read: z.number().int().describe('Readings that were judged'),
    believed: z.number().int(),
    doubted: z.number().int().describe('When they came; what the next bears out is believed then'),
    crossings: z.array(
      z.object({
        station: z.string(),
        at: Instant,
        from: z.string().nullable(),
        level: z.string().nullable().describe('Null: below all levels'),
        direction: z.enum(['up', 'down']),
      }),
    ),
    faults: z
      .array(
        z.object({
          line: z.number().int(),
          station: z.string().nullable(),
          reason: z.string(),
          code: z.string().optional().describe('GAUGE_AHEAD: readings that lie ahead of when they came in'),
        }),
      )
      .describe('What was not used, outages among it; line 0: not of one line'),
  })
  .meta({ id: 'GaugeTableTaken' })

const callout = {
  district: z.string(),
  id: z.uuid(),
  campaign: z.uuid(),
  lane: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable().describe('When nobody was waited for any more; null: people are still being called'),
  reason: z.string(),
}
export const CalloutPage = pageOfShape('CalloutPage', z.object(callout).meta({ id: 'Callout' }))

export const CountedCalloutShape = z
  .object({
    ...callout,
    counts: z.object({
      called: z.number().int(),
      acknowledged: z.number().int(),
      accepted: z.number().int(),
      declined: z.number().int(),
      arrived: z.number().int(),
      stoodDown: z.number().int(),
      answeredWithin: z
        .object({ '5': z.number().int(), '15': z.number().int(), '30': z.number().int() })
        .describe('Heard within so many minutes of being called'),
    }),
  })
  .meta({ id: 'CountedCallout' })

export const SilentPage = pageOfShape(
  'SilentPage',
  z.object({
    person: z.uuid(),
    name: z.string(),
    askedAs: z.enum(['holder', 'deputy', 'superior']),
    calledAt: Instant,
    step: z.number().int().describe('Rung of the ladder, 0 the first'),
    tries: z.number().int(),
    nextAt: Instant.nullable().describe('When the ladder moves on; null: it is at its end'),
    unreachable: z.boolean(),
    handedTo: z.uuid().nullable(),
  }),
)

export const AnswerReceipts = z
  .object({
    items: z.array(
      z.object({
        person: z.uuid().nullable().describe('Null, as is the kind, where what was sent could not be read'),
        kind: z.enum(ANSWERS).nullable(),
        taken: z.enum(['taken', 'before', 'refused']).describe('`before`: known already. `refused`: not kept'),
        fault: WhyShape.nullable().describe('Of `refused`'),
      }),
    ),
  })
  .meta({
    id: 'AnswerReceipts',
    description: 'One for each answer, in their order. All but `refused` are in the database.',
  })
