import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { MusterError } from '../base/errors.ts'
import type { FromWorker, ToWorker, WorkerStart } from './embedded-worker.ts'
import { holdFolder } from './folder.ts'

/** Where the embedded engine keeps its data: a folder, or memory that may start from a dump and be saved as one. */
export interface EmbeddedSource {
  folder?: string
  /** `from`: a dump to start with; `saveTo`: the file that stopping writes a dump to. */
  memory?: { from?: string; saveTo?: string } | undefined
}

/** A PostgreSQL inside this process, in a thread of its own so that a long query delays nobody here. */
export interface Embedded {
  /** A connection to it, for the `socket` option of postgres.js. There may be one at a time. */
  socket(): Duplex
  /** Ends it cleanly and lets go of the folder. */
  stop(): Promise<void>
}

/** Throws DB_FOLDER_BUSY when another process has the folder, DB_BROKEN when what is in it can't be opened. */
export async function startEmbedded(source: EmbeddedSource, onProgress: (text: string) => void): Promise<Embedded> {
  const letGo = source.folder === undefined ? () => {} : holdFolder(source.folder)
  const start: WorkerStart = { data: undefined, from: source.memory?.from }
  try {
    if (source.folder !== undefined) {
      start.data = join(source.folder, 'postgres')
      mkdirSync(source.folder, { recursive: true })
    }
    onProgress('starting the embedded database')
    return await startWorker(start, source.memory?.saveTo, letGo)
  } catch (error) {
    letGo()
    const where = source.folder ?? source.memory?.from ?? 'in memory'
    throw new MusterError('DB_BROKEN', { where, reason: (error as Error).message }, { cause: error })
  }
}

async function startWorker(start: WorkerStart, saveTo: string | undefined, letGo: () => void): Promise<Embedded> {
  const worker = new Worker(new URL(`./embedded-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: start,
    name: 'postgres',
    execArgv: [], // flags of the process, such as --input-type, are not meant for the thread
  })
  const send = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  let link: Duplex | null = null
  let failure: Error | null = null
  let ended = false

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message instanceof Uint8Array) link?.push(Buffer.from(message.buffer, message.byteOffset, message.length))
      else if (message === 'ready') resolve()
    })
    worker.on('error', (error) => {
      failure = error
      reject(error)
    })
    worker.on('exit', () => {
      ended = true
      // Whoever waits for an answer must be told that none comes.
      if (!link?.destroyed) link?.destroy(gone(failure))
      reject(gone(failure))
    })
  })

  return {
    socket() {
      if (ended) throw gone(failure)
      link = pipeTo(send)
      return link
    },
    async stop() {
      send({ stop: true, saveTo })
      await exited
      letGo()
    },
  }
}

/** Coded as the driver codes a connection that broke, so that it is told as one. */
function gone(cause: Error | null): Error {
  const message = cause ? `the embedded database broke down: ${cause.message}` : 'the embedded database has ended'
  return Object.assign(new Error(message, { cause }), { code: 'CONNECTION_CLOSED' })
}

/** What postgres.js takes for a socket: bytes written go to the worker, and the worker's answers are read from it. */
function pipeTo(send: (message: ToWorker, transfer: ArrayBuffer[]) => void): Duplex {
  const link = new Duplex({
    // The worker takes everything at once; a low mark would only make the driver wait for a drain.
    writableHighWaterMark: 2 ** 30,
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const bytes = new Uint8Array(chunk)
      send(bytes, [bytes.buffer])
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
