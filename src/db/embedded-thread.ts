import { extname } from 'node:path'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerStart } from './embedded-worker.ts'
import { statementReader } from './protocol.ts'

/** A statement in hand: its text without values, and since when, by `performance.now()`. */
export interface InHand {
  statement: string
  since: number
}

/** A thread with a backend in it, from its start to its end. */
export interface Thread {
  /** A connection to it. There may be one at a time. */
  socket(): Duplex
  /** What it works on, or null where it waits for work. */
  inHand(): InHand | null
  /** Ends it cleanly; in memory, after a dump to `saveTo` where one is named. */
  stop(saveTo: string | undefined): Promise<void>
  /** Ends it at once, whatever runs: the driver's connection breaks with `error`. */
  kill(error: Error): Promise<void>
}

/**
 * PostgreSQL refuses what would overflow its stack, which is limited to 2 MB. Inside WebAssembly that much takes more of the
 * thread's own stack than the usual 4 MB, which then overflows first, in the middle of anything. Tried: 16 is enough.
 */
const STACK_MB = 64

/** `stackMb` only in tests, which make a statement die by it. */
export interface ThreadStart extends WorkerStart {
  stackMb?: number | undefined
}

/** Resolves once the backend takes connections; `onBreak` is called when it breaks or ends after that without being asked to. */
export async function startThread(start: ThreadStart, onBreak: (reason: string) => void): Promise<Thread> {
  const worker = new Worker(new URL(`./embedded-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: start,
    name: 'postgres',
    execArgv: [], // flags of the process, such as --input-type, are not meant for the thread
    resourceLimits: { stackSizeMb: start.stackMb ?? STACK_MB },
  })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  let link: Duplex | null = null
  let failure: Error | null = null
  let asked = false

  await new Promise<void>((resolve, reject) => {
    let ready = false
    worker.on('message', (message: FromWorker) => {
      if (message instanceof Uint8Array) {
        answered()
        if (message.length > 0) link?.push(Buffer.from(message.buffer, message.byteOffset, message.length))
      } else if (message === 'ready') {
        ready = true
        resolve()
      } else onBreak(message.broken)
    })
    worker.on('error', (error) => {
      failure = error
      reject(error)
    })
    worker.on('exit', () => {
      const reason = failure?.message ?? 'its thread ended'
      reject(new Error(reason))
      if (ready && !asked) onBreak(reason)
    })
  })

  // What was sent and is not answered yet, oldest first; the oldest is in hand.
  let waiting: string[] = []
  let since = 0
  let statementOf = statementReader()

  function sent(bytes: Uint8Array): void {
    if (waiting.length === 0) since = performance.now()
    waiting.push(statementOf(bytes) ?? 'connecting')
  }
  function answered(): void {
    waiting.shift()
    since = performance.now()
  }

  return {
    socket() {
      waiting = []
      statementOf = statementReader()
      link = pipeTo((bytes) => {
        sent(bytes)
        worker.postMessage(bytes satisfies ToWorker, [bytes.buffer])
      })
      return link
    },
    inHand: () => (waiting[0] === undefined ? null : { statement: waiting[0], since }),
    async stop(saveTo) {
      asked = true
      worker.postMessage({ stop: true, saveTo } satisfies ToWorker)
      await exited
    },
    async kill(error) {
      asked = true
      await worker.terminate()
      if (!link?.destroyed) link?.destroy(error)
    },
  }
}

/** What postgres.js takes for a socket: bytes written go to the worker, and the worker's answers are read from it. */
function pipeTo(send: (bytes: Uint8Array<ArrayBuffer>) => void): Duplex {
  const link = new Duplex({
    // The worker takes everything at once; a low mark would only make the driver wait for a drain.
    writableHighWaterMark: 2 ** 30,
    read() {},
    write(chunk: Buffer, _encoding, done) {
      send(new Uint8Array(chunk))
      done()
    },
    final(done) {
      done()
      this.destroy()
    },
  })
  // Asked by the driver before it says goodbye; a plain Duplex does not have it.
  return Object.defineProperty(link, 'readyState', { get: () => (link.destroyed ? 'closed' : 'open') })
}
