import { SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'

/** How long the database may take, in milliseconds; 0: without end. */
export interface Limits {
  /** One statement of a transaction that reads, on a server. */
  read: number
  /** One statement of a transaction that writes, on a server. */
  write: number
  /** Waiting for a lock that another transaction holds, on a server. */
  lock: number
  /** A transaction in which nothing runs, on a server: a process that hangs holds its locks no longer than that. */
  idle: number
  /** One answer of the embedded engine. No timer fires inside it, so that it is ended from outside after this time. */
  answer: number
}

/** What a transaction that says that it is long (an import, a migration) may take, in times of the usual. */
export const LONG = 20

const VARIABLES: Readonly<Record<keyof Limits, readonly [name: string, seconds: number]>> = {
  read: ['MUSTER_READ_SECONDS', 30],
  write: ['MUSTER_WRITE_SECONDS', 120],
  lock: ['MUSTER_LOCK_SECONDS', 15],
  idle: ['MUSTER_IDLE_SECONDS', 300],
  answer: ['MUSTER_ANSWER_SECONDS', 30],
}

/** The limits that the environment sets. Throws BAD_INPUT where a value is no number of seconds. */
export function limitsIn(env: NodeJS.ProcessEnv): Limits {
  const entries = Object.entries(VARIABLES).map(([name, [variable, usual]]) => {
    const text = env[variable]
    const seconds = text ? Number(text) : usual
    if (Number.isFinite(seconds) && seconds >= 0) return [name, seconds * SECOND]
    throw new MusterError('BAD_INPUT', { what: `${variable} is "${text}" and should be a number of seconds.` })
  })
  return Object.fromEntries(entries) as Limits
}

/** The limits of one kind of transaction as settings of PostgreSQL, which takes milliseconds. */
export function settingsOf(limits: Limits, kind: 'read' | 'write', long: boolean): [name: string, value: string][] {
  const times = long ? LONG : 1
  return [
    ['statement_timeout', String(limits[kind] * times)],
    ['lock_timeout', String(limits.lock * times)],
    ['idle_in_transaction_session_timeout', String(limits.idle * times)],
  ]
}
