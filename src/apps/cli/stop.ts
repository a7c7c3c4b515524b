import type { Db } from '../../db/connect.ts'
import { newStop, type Stop } from '../planning/thread.ts'
import type { Cli } from './answer.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A terminal gives Ctrl-C to the launcher, which hands it on, and to us as well: within so long it is one and the same. */
const SAME_MS = 1_000

/** Resolves when the process is asked to stop. A signal after that ends it at once, for whoever will not wait. */
export function askedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const asked = (signal: NodeJS.Signals) => {
      resolve(signal)
      setTimeout(() => {
        for (const each of SIGNALS) process.off(each, asked)
      }, SAME_MS).unref()
    }
    for (const signal of SIGNALS) process.on(signal, asked)
  })
}

/** How long what runs may take to end by itself, and after how long the process ends whatever still holds it. */
const GRACE_MS = 2_000
const END_MS = 4_000

/**
 * Sees to it that the process ends within five seconds. After a grace the database is given up: a statement in hand is broken
 * off, and nothing of its transaction is kept. All that was acknowledged is on the disk by then, so that the register stays as
 * it is. `hangUp` closes the connections of those who read slowly, for whom the server would wait. Neither timer keeps the
 * process alive.
 */
export function endSoon(db: Db, tell: Cli['tell'], hangUp: () => void): void {
  setTimeout(() => {
    hangUp()
    const { running } = db.state()
    const what = running ? `: ${running.statement.trim().replace(/\s+/g, ' ').slice(0, 200)}` : ''
    tell(`breaking off what still runs, of which nothing is kept${what}`)
    db.abandon().catch(() => {})
  }, GRACE_MS).unref()
  setTimeout(() => process.exit(0), END_MS).unref()
}

/** A stop for a plan that is asked for by Ctrl-C: the best that was found is kept. */
export function stopAsked(cli: Cli): Stop {
  const stop = newStop()
  askedToStop().then(() => {
    cli.tell('Stopping, with the best that was found.')
    stop.ask()
  })
  return stop
}
