import type { z } from 'zod'
import { SECOND } from '../../../base/clock.ts'
import type { BeatEvent } from '../../client/live.ts'

const FIRST_MS = SECOND
const LONGEST_MS = 30 * SECOND

/** Behind what a picture may lag although its connection stands. */
export type LaggingPart = 'picture' | 'database' | 'engine'

/**
 * How true what is shown is. `wait`: not connected yet. `live`: nothing is known that is not shown. `behind`: connected, but
 * what is shown lags, behind `lag`. `lost`: not connected; `nextAt` is when it is tried again, null while it is.
 */
export interface Live {
  state: 'wait' | 'live' | 'behind' | 'lost'
  /** Since when it is so; of what is lost, when it was live last. */
  since: Date
  nextAt: Date | null
  lag: LaggingPart | null
}

/** How long something may take before it is said to lag: a change is read within a second, the engine looks every second. */
const LAG_S: Readonly<Record<LaggingPart, number>> = { database: 1, picture: 5, engine: 60 }

/** How long the nth try after a loss waits: twice as long each time up to half a minute, and never at the same time as all others. */
export function waitBefore(tries: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10)) * (0.5 + random() / 2)
}

/** Live from now on, unless it was so before. */
export function asLive(before: Live): Live {
  return before.state === 'live' ? before : { state: 'live', since: new Date(), nextAt: null, lag: null }
}

/** What was lost stays lost since it was live last, however often it is tried. */
export function asLost(before: Live, since: Date, nextAt: Date | null): Live {
  return { state: 'lost', since: before.state === 'lost' ? before.since : since, nextAt, lag: null }
}

/** What a beat says of what is shown: the first thing that lags is what the others wait for. */
export function afterBeat(before: Live, beat: z.output<typeof BeatEvent>, now: Date): Live {
  const seconds: Record<LaggingPart, number> = {
    database: beat.databaseS,
    engine: beat.engineS,
    picture: beat.pictureS,
  }
  const lag = (['database', 'engine', 'picture'] as const).find((each) => seconds[each] >= LAG_S[each])
  if (lag === undefined) return asLive(before)
  if (before.state === 'behind' && before.lag === lag) return before
  return { state: 'behind', since: new Date(now.getTime() - seconds[lag] * SECOND), nextAt: null, lag }
}
