import { movableClock, wallClock } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import { type Exercise, wishFor } from '../../domain/audit/exercises.ts'
import { leastCost } from '../../domain/planner/least-cost.ts'
import type { Gear } from '../../engine/step.ts'
import { fillGaps, newStop } from '../planning/thread.ts'
import { playedPhones } from '../replay/phones.ts'
import { type Happening, replay } from '../replay/replay.ts'
import type { ReplayFault } from '../replay/report.ts'
import { ILL_AFTER_MS, makeChair } from './chair.ts'
import { keepPace } from './pace.ts'

/** How an exercise is played: what happens in it from outside, and who is told how it goes. */
export interface PlayToGive {
  /** Of them, those within its time are played. */
  script: readonly Happening[]
  /** When somebody falls ill where somebody sits in the chair; left out: some hours after the beginning. */
  illAt?: Date
  onMoment?: ((now: Date, what: string | null) => void) | undefined
  onStep?: Gear['onStep'] | undefined
  stopping?: AbortSignal | undefined
}

/**
 * Plays an exercise that has begun, at its pace, and where somebody sits in its chair as they decide. Returns what failed on the way,
 * and when it ended by its own clock; null where it was stopped.
 */
export async function playExercise(
  db: Db,
  { lane, district, seed, from, to }: Exercise,
  { script, illAt, onMoment, onStep, stopping }: PlayToGive,
): Promise<{ faults: ReplayFault[]; ended: Date } | null> {
  const clock = movableClock(from)
  const phones = playedPhones('phone', seed, () => clock.now())
  const chair = makeChair(lane, district, () => clock.now())
  const pace = keepPace(db, { lane, from, wall: wallClock, chair, stopping })
  const sitsThere = async () => (await db.read((tx) => wishFor(tx, lane)))?.chair ?? false
  const illness: Happening = {
    at: illAt ?? new Date(from.getTime() + ILL_AFTER_MS),
    what: 'illness',
    act: async (now) => {
      if (await sitsThere()) await chair.fallIll(db, now)
    },
  }
  let stopped = false
  try {
    const faults = await replay({
      db,
      lane,
      clock,
      phones,
      seed,
      until: to,
      gear: {
        planner: leastCost,
        // A county's plan takes seconds, in which the server that plays the exercise answers others.
        fill: (filling, signal) => fillGaps(filling, newStop(signal), () => {}),
        ...(stopping ? { stopping } : {}),
        channels: new Map([['phone', phones.channel]]),
        onBegin: (step) => pace.doing(step),
        ...(onStep ? { onStep } : {}),
      },
      script: [...script, illness].filter((h) => h.at >= from && h.at <= to),
      districts: async () => [district],
      accepts: async () => !(await sitsThere()),
      without: () => chair.without(),
      wait: async (next, work) => {
        const may = await pace.reach(next, work)
        stopped = may === 'stop'
        return may
      },
      onMoment: (now, what) => {
        stopping?.throwIfAborted()
        onMoment?.(now, what)
      },
    })
    return stopped ? null : { faults, ended: clock.now() }
  } finally {
    pace.end()
  }
}
