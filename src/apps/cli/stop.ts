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

/** A stop for a plan that is asked for by Ctrl-C: the best that was found is kept. */
export function stopAsked(cli: Cli): Stop {
  const stop = newStop()
  askedToStop().then(() => {
    cli.tell('Stopping, with the best that was found.')
    stop.ask()
  })
  return stop
}
