import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, SECOND } from '../../../base/clock.ts'
import { longestRunning } from '../../../db/activity.ts'
import {
  type FailingStep,
  failingSteps,
  type OldestDue,
  oldestDue,
  type StepState,
  stepStates,
} from '../../../db/backlog.ts'
import type { Db } from '../../../db/connect.ts'
import { migrationStatus } from '../../../db/migrate.ts'
import { asideCounts } from '../../../db/set-aside.ts'
import type { DbState } from '../../../db/state.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { type FeedFault, feedFaults } from '../../../domain/warnings/feed-faults.ts'

/** What of this server's health only the database knows, as it was when it was looked at. */
export interface Looked {
  at: Date
  migrations: { applied: string[]; pending: string[] }
  oldestDue: OldestDue | null
  steps: StepState[]
  /** The step that has failed longest. */
  longestFailing: FailingStep | null
  feeds: FeedFault[]
  setAside: { count: number; oldest: Date | null }
  running: DbState['running']
}

/** Looks at the database behind the answers, so that no answer waits for it. */
export interface HealthWatch {
  /** What the last look found; null: there was none yet. */
  last(): Looked | null
  /** Why the last look found nothing; null: it found what there is. */
  fault(): unknown
  /** Milliseconds since the database answered last, where the last look failed or is long overdue; 0: it answers. */
  unansweredMs(): number
  /** Has it looked at now, and waits for that only a moment. */
  freshen(): Promise<void>
  /** Looks again and again. */
  begin(): void
  close(): void
}

const LOOK_MS = 5 * SECOND
/** How long an answer may wait for a look: it is there within that where nothing is slow. */
const MOMENT_MS = 50
/** A look under way for so long has found a database that does not answer, and not one that is busy. */
const OVERDUE_MS = 3 * LOOK_MS

export function watchHealth(db: Db, clock: Clock): HealthWatch {
  let last: Looked | null = null
  let fault: unknown = null
  let hand: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let answeredAt = performance.now()

  async function look(): Promise<void> {
    try {
      last = await lookAt(db, clock.now())
      fault = null
      answeredAt = performance.now()
    } catch (error) {
      fault = error
    }
  }

  /** One at a time: behind a statement that takes minutes waits one look, and not one for each who asks. */
  function looking(): Promise<void> {
    hand ??= look().finally(() => {
      hand = null
    })
    return hand
  }

  return {
    last: () => last,
    fault: () => fault,
    unansweredMs() {
      const ms = performance.now() - answeredAt
      return timer !== undefined && (fault !== null || ms > OVERDUE_MS) ? ms : 0
    },
    freshen: () => Promise.race([looking(), sleep(MOMENT_MS)]),
    begin() {
      timer ??= setInterval(looking, LOOK_MS).unref()
      looking()
    },
    close: () => clearInterval(timer),
  }
}

async function lookAt(db: Db, now: Date): Promise<Looked> {
  const { applied, pending } = await migrationStatus(db)
  const migrations = { applied: applied.map((m) => m.name), pending }
  const found = await db.read(async (tx) => {
    const [due, steps, failing, feeds, aside, running] = await Promise.all([
      oldestDue(tx, ACTUAL, now),
      stepStates(tx, ACTUAL),
      failingSteps(tx, ACTUAL, null, 1),
      feedFaults(tx),
      asideCounts(tx, ACTUAL, null),
      db.can.parallel ? longestRunning(tx) : null,
    ])
    return { oldestDue: due, steps, longestFailing: failing[0] ?? null, feeds, aside, running }
  })
  const { aside, ...rest } = found
  const oldest = aside.map((a) => a.oldest.getTime())
  return {
    at: now,
    migrations,
    ...rest,
    setAside: {
      count: aside.reduce((sum, a) => sum + a.count, 0),
      oldest: oldest.length > 0 ? new Date(Math.min(...oldest)) : null,
    },
  }
}
