import { z } from 'zod'
import { Instant } from './wire.ts'

const Running = z.object({
  statement: z.string().describe('Its text, without the values sent with it'),
  since: Instant,
})

/** How a server is: what its process knows by itself, and what the database said when it was last looked at. */
export const Health = z
  .object({
    engine: z.enum(['embedded', 'server', 'distributed']),
    now: Instant.describe("This server's clock"),
    upSince: Instant.describe('When the process began to serve'),
    database: z.object({
      state: z
        .enum(['open', 'reopening', 'unreachable', 'read-only', 'short', 'ended'])
        .describe(
          'reopening: the embedded engine broke down; requests are answered 503 until it is open again. read-only: the server takes no writes; those are answered 503. short: it lacks room, and what it could not write was answered 503; it goes on by itself once there is room',
        ),
      since: Instant,
      running: Running.nullable().describe('What it works on now; of a server, what it has worked on longest'),
      lastFault: z
        .object({
          at: Instant,
          kind: z
            .enum(['no-answer', 'died', 'ended'])
            .describe('no-answer: a statement took too long; died: one ended without an answer'),
          reason: z.string(),
          statement: z.string().nullable(),
          seconds: z.number().describe('For how long it had been at it'),
        })
        .nullable()
        .describe('How the embedded engine broke down last'),
      lacks: z
        .object({ what: z.string(), reason: z.string(), at: Instant })
        .nullable()
        .describe('What it is short of, such as disk space, and when it last refused something for that'),
    }),
    lookedAt: Instant.nullable().describe('When what follows was looked at; null: not yet, and the rest is null'),
    lookFault: z.string().nullable().describe('Why a newer look found nothing'),
    migrations: z.object({ applied: z.array(z.string()), pending: z.array(z.string()) }).nullable(),
    lag: z
      .object({
        oldestDue: Instant.nullable().describe('Since when the oldest work waits, put off or not; null: none does'),
        seconds: z.number(),
        step: z.string().nullable(),
        district: z.string().nullable(),
      })
      .nullable(),
    steps: z
      .array(
        z.object({
          step: z.string(),
          lastOkAt: Instant.nullable().describe('Its last success; null: never'),
          failing: z.number().describe('In how many districts it failed the last time'),
          leasedSince: Instant.nullable().describe('Since when an engine is at what it does outside its transaction'),
        }),
      )
      .nullable(),
    putOff: z
      .object({
        count: z.number().describe('Steps that failed and wait to be tried again'),
        longest: z
          .object({
            district: z.string(),
            step: z.string(),
            since: Instant,
            fails: z.number(),
            putOffUntil: Instant,
            code: z.string(),
            reason: z.string(),
          })
          .nullable(),
      })
      .nullable(),
    feeds: z
      .array(
        z.object({
          feed: z.string().describe('Its address'),
          code: z.string().describe('FEED_FAILED: it cannot be read; FEED_LINKS: some of its links cannot'),
          reason: z.string(),
          do: z.string().describe('What helps'),
          since: Instant,
          lastAt: Instant.describe('When it was found so last'),
          tries: z.number(),
        }),
      )
      .nullable()
      .describe('What is wrong with watched feeds; empty: nothing is'),
    setAside: z
      .object({ count: z.number(), oldest: Instant.nullable() })
      .nullable()
      .describe('Items that a step could not do and went on without'),
  })
  .meta({ id: 'Health' })
