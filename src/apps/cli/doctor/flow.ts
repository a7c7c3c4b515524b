import { failingSteps, stepStates } from '../../../db/backlog.ts'
import type { Tx } from '../../../db/connect.ts'
import { asideCounts } from '../../../db/set-aside.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { type FeedFault, feedFaults } from '../../../domain/warnings/feed-faults.ts'
import { Health } from '../../client/health.ts'
import { type Check, ok, warn } from './check.ts'

/** What the flow could not do, in one shape from a register or from a process that serves it. */
interface FlowFaults {
  setAside: { count: number; oldest: Date | null }
  putOff: {
    count: number
    longest: { step: string; district: string; fails: number; since: Date; reason: string } | null
  }
  feeds: readonly FeedFault[]
}

/** What is set aside, and what is put off again and again: neither is to be found only when somebody was not called. */
export async function flowChecks(tx: Tx): Promise<Check[]> {
  const [aside, states, [longest], feeds] = await Promise.all([
    asideCounts(tx, ACTUAL, null),
    stepStates(tx, ACTUAL),
    failingSteps(tx, ACTUAL, null, 1),
    feedFaults(tx),
  ])
  const oldest = aside.map((a) => a.oldest).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
  const setAside = { count: aside.reduce((sum, a) => sum + a.count, 0), oldest }
  const putOff = { count: states.reduce((sum, s) => sum + s.failing, 0), longest: longest ?? null }
  return checksOf({ setAside, putOff, feeds })
}

function checksOf({ setAside, putOff, feeds }: FlowFaults): Check[] {
  return [
    setAside.count === 0
      ? ok('set aside', 'Nothing.')
      : warn(
          'set aside',
          `${setAside.count} items that a step could not do, the oldest since ${setAside.oldest?.toISOString()}.`,
          'Look at them on the board, mend what they name, and have them tried again there.',
        ),
    putOff.longest === null
      ? ok('put off', 'No step fails.')
      : warn(
          'put off',
          `${putOff.count} steps fail; longest ${putOff.longest.step} in ${putOff.longest.district}, ${putOff.longest.fails} times since ${putOff.longest.since.toISOString()}: ${putOff.longest.reason}.`,
          'They are tried again every ten minutes. Mend what is named; the log of "muster start" has the whole fault.',
        ),
    ...feedChecks(feeds),
  ]
}

/** A line a fault: each says since when. */
function feedChecks(feeds: readonly FeedFault[]): Check[] {
  if (feeds.length === 0) return [ok('feeds', 'Nothing is wrong with a watched one.')]
  return feeds.map(({ reason, since, do: advice }) => warn('feeds', `Since ${since.toISOString()}: ${reason}`, advice))
}

const PATIENCE_MS = 3_000

/** What the process that has the register says of itself: it alone can look into an embedded one. */
export async function servingChecks(url: string): Promise<Check[]> {
  try {
    const answer = await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const health = Health.parse(await answer.json())
    const { setAside, putOff, feeds } = health
    const { state, running, lacks } = health.database
    const at = running ? ` It works since ${running.since.toISOString()} on: ${running.statement.trim()}.` : ''
    const short = lacks ? ` of ${lacks.what} (${lacks.reason})` : ''
    const says = `It serves at ${url}; the database is ${state}${short}.${at}`
    const advice = lacks
      ? 'Make room: what waits goes on by itself then.'
      : 'Wait some seconds; it opens it again by itself.'
    return [
      state === 'open' ? ok('server', says) : warn('server', says, advice),
      ...(setAside && putOff && feeds ? checksOf({ setAside, putOff, feeds }) : []),
    ]
  } catch (error) {
    const says = `It does not say how it is at ${url}: ${(error as Error).message}.`
    return [warn('server', says, 'Look at its log; if it goes on, stop it and start it again.')]
  }
}
