import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import { startThread, type Thread, type ThreadStart } from './embedded-thread.ts'
import { holdFolder, keepFault, lastFaultIn } from './folder.ts'
import { LONG } from './limits.ts'
import type { DbState, EngineFault } from './state.ts'

/** Where the embedded engine keeps its data: a folder, or memory that may start from a dump and be saved as one. */
export interface EmbeddedSource {
  folder?: string
  /** `from`: a dump to start with; `saveTo`: the file that stopping writes a dump to. */
  memory?: { from?: string; saveTo?: string } | undefined
  /** The longest that an answer may take, in milliseconds; 0: without end. */
  answerMs: number
  /** The thread's stack; only in tests, which make a statement die by it. */
  stackMb?: number | undefined
}

/** A PostgreSQL inside this process, in a thread of its own so that a long query delays nobody here. */
export interface Embedded {
  /** A connection to it, for the `socket` option of postgres.js. There may be one at a time. */
  socket(): Duplex
  state(): Omit<DbState, 'lacks'>
  /** Why it is not open. */
  reason(): string
  /** Lets answers take longer from now on, or no longer. */
  bear(long: boolean): void
  /** Called when it broke down; it is opened again behind. */
  onBreak: () => void
  /** Ends it cleanly and lets go of the folder. */
  stop(): Promise<void>
  /** Ends it at once, whatever runs: nothing of that is kept, and all that was committed is. */
  abandon(): Promise<void>
}

const LOOK_MS = 250
/** Between two tries to open the folder again. */
const REST_MS = 5 * SECOND

/** Throws DB_FOLDER_BUSY when another process has the folder, DB_BROKEN when what is in it can't be opened. */
export async function startEmbedded(source: EmbeddedSource, onProgress: (text: string) => void): Promise<Embedded> {
  const { folder, memory, answerMs } = source
  const hold = folder === undefined ? null : await holdFolder(folder, { onProgress })
  const start: ThreadStart = { data: undefined, from: memory?.from, stackMb: source.stackMb }
  let thread: Thread
  try {
    if (folder !== undefined) {
      start.data = join(folder, 'postgres')
      mkdirSync(folder, { recursive: true })
    }
    onProgress('starting the embedded database')
    thread = await startThread(start, (why) => broke('died', why))
  } catch (error) {
    await hold?.letGo()
    const where = folder ?? memory?.from ?? 'in memory'
    throw new MusterError('DB_BROKEN', { where, reason: (error as Error).message }, { cause: error })
  }

  let state: DbState['state'] = 'open'
  let since = new Date()
  let lastFault = folder === undefined ? null : lastFaultIn(folder)
  let reason = 'it was stopped'
  let long = false
  let stopped = false
  let taken = false
  let opening: Promise<void> = Promise.resolve()

  function become(next: DbState['state']): void {
    state = next
    since = new Date()
  }

  function broke(kind: EngineFault['kind'], why: string): void {
    if (state !== 'open' || stopped) return
    reason = why
    const inHand = thread.inHand()
    const seconds = inHand ? Math.round((performance.now() - inHand.since) / SECOND) : 0
    lastFault = { at: new Date(), kind, reason, statement: inHand?.statement ?? null, seconds }
    if (folder !== undefined) keepFault(folder, lastFault)
    // What is in memory is gone with its thread: to begin with an empty register would be a lie.
    become(folder === undefined ? 'ended' : 'reopening')
    const ending = thread.kill(gone())
    embedded.onBreak()
    opening = ending.then(() => (folder === undefined ? undefined : reopen()))
  }

  async function reopen(): Promise<void> {
    while (!stopped && !taken) {
      try {
        thread = await startThread(start, (why) => broke('died', why))
        if (stopped || taken) return await thread.kill(gone())
        become('open')
        return
      } catch (error) {
        reason = (error as Error).message
        await sleep(REST_MS, undefined, { ref: false })
      }
    }
  }

  // An answer that came while this thread was busy is still to be read: only what is in hand at two looks has run so long.
  let suspect: string | null = null
  const watch = setInterval(() => {
    const inHand = state === 'open' ? thread.inHand() : null
    const limit = answerMs * (long ? LONG : 1)
    const late = inHand !== null && limit > 0 && performance.now() - inHand.since > limit
    const mark = late ? `${inHand.since} ${inHand.statement}` : null
    if (mark !== null && mark === suspect) broke('no-answer', `no answer within ${limit / SECOND} s`)
    suspect = mark
  }, LOOK_MS).unref()

  const embedded: Embedded = {
    onBreak: () => {},
    socket: () => (state === 'open' ? thread.socket() : brokenLink()),
    state() {
      const inHand = state === 'open' ? thread.inHand() : null
      const running = inHand && {
        statement: inHand.statement,
        since: new Date(Date.now() - (performance.now() - inHand.since)),
      }
      return { state, since, running, lastFault }
    },
    reason: () => reason,
    bear(more) {
      long = more
    },
    async stop() {
      stopped = true
      clearInterval(watch)
      await opening
      if (state === 'open') await thread.stop(memory?.saveTo)
      become('ended')
      await hold?.letGo()
    },
    async abandon() {
      if (stopped) return
      stopped = true
      reason = 'it was stopped'
      clearInterval(watch)
      become('ended')
      await thread.kill(gone())
      await opening
      await hold?.letGo()
    },
  }
  // Another process took the folder, since this one gave no sign of life for long: it was stopped, or its machine was.
  void hold?.lost.then(() => {
    if (stopped) return
    taken = true
    reason = 'another process has taken its folder over'
    become('ended')
    clearInterval(watch)
    const ending = thread.kill(gone())
    embedded.onBreak()
    opening = Promise.all([opening, ending]).then(() => {})
  })
  return embedded
}

/** Coded as the driver codes a connection that broke, so that it is told as one. */
function gone(): Error {
  return Object.assign(new Error('the embedded database has ended'), { code: 'CONNECTION_CLOSED' })
}

/** A connection that breaks at once: the driver, which waits for ever for one that could not be made, has to get one. */
function brokenLink(): Duplex {
  const link = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  setImmediate(() => link.destroy(gone()))
  return link
}
