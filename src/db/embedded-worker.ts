/**
 * The thread in which the embedded PostgreSQL (PGlite) lives. It takes the frontend's half of PostgreSQL's wire protocol
 * as messages and posts back the backend's half. Each message that comes in is answered by one, which may be empty: by that
 * the main thread knows what is still running.
 */
import { openAsBlob, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { checkAnswers } from './answers.ts'
import { DURABLE_START, makeDurable } from './durable.ts'
import { lightPostgis } from './postgis.ts'
import { messagesOf } from './protocol.ts'

/** `data`: folder of the cluster, or memory when absent; `from`: a dump to begin with. */
export interface WorkerStart {
  data: string | undefined
  from: string | undefined
}
/** Bytes of the protocol (whole messages, as postgres.js writes them), or the order to stop. */
export type ToWorker = Uint8Array<ArrayBuffer> | { stop: true; saveTo: string | undefined }
/** `broken`: the backend can no longer be relied on, and why; it answers nothing from then on. */
export type FromWorker = Uint8Array<ArrayBuffer> | 'ready' | { broken: string }

const port = parentPort
if (!port) throw new Error('runs only as a worker thread')
const { data, from } = workerData as WorkerStart

/**
 * - One backend does everything, so it may have more than the 4 MB with which a server's hundred must get by: sets of 100,000
 *   rows are then sorted and grouped in memory.
 * - PostgreSQL may turn to a generic plan after five runs of a statement, which it makes without knowing the values. Nothing
 *   here looks at tables in the background, so that such a plan of a table that was never looked at took minutes.
 */
const SETTINGS = ['-c', 'work_mem=32MB', '-c', 'plan_cache_mode=force_custom_plan']

const pg = await PGlite.create({
  startParams: [...(data === undefined ? PGlite.defaultStartParams : DURABLE_START), ...SETTINGS],
  ...(data === undefined ? {} : { dataDir: data }),
  ...(from === undefined ? {} : { loadDataDir: await openAsBlob(from) }),
  extensions: { postgis: lightPostgis, btree_gist },
})
if (data !== undefined) makeDurable(pg)

const check = checkAnswers()
let broken = false
let trap: string | null = null
noteTraps(pg)

// One at a time and in order: a message may arrive while the one before is awaited.
let turn: Promise<void> = Promise.resolve()
port.on('message', (message: ToWorker) => {
  turn = turn.then(() => (message instanceof Uint8Array ? answer(message) : stop(message.saveTo)))
})
port.postMessage('ready' satisfies FromWorker)

async function answer(bytes: Uint8Array): Promise<void> {
  const replies: Uint8Array[] = []
  for (const message of messagesOf(bytes)) {
    if (broken) return
    const reply = check.pass(message, await pg.execProtocolRaw(message, { syncToFs: false }))
    if (reply === null || trap !== null) return breakDown(trap ?? 'a statement ended without an answer')
    replies.push(reply)
  }
  const all = Buffer.concat(replies)
  const own = new Uint8Array(all)
  port?.postMessage(own satisfies FromWorker, [own.buffer])
}

/**
 * PGlite swallows every exception of the WebAssembly. PostgreSQL's own errors are thrown as values that are no Error; an Error
 * is the engine's (a stack that overflows, an index out of bounds), and its memory is in no known state after that.
 */
function noteTraps(of: PGlite): void {
  const module = of.Module as unknown as { _PostgresMainLoopOnce: () => unknown }
  const runOnce = module._PostgresMainLoopOnce
  module._PostgresMainLoopOnce = () => {
    try {
      return runOnce()
    } catch (error) {
      if (error instanceof Error) trap ??= error.message
      throw error
    }
  }
}

function breakDown(reason: string): void {
  broken = true
  port?.postMessage({ broken: reason } satisfies FromWorker)
}

async function stop(saveTo: string | undefined): Promise<void> {
  if (broken) process.exit(1)
  if (saveTo !== undefined) {
    await pg.exec('checkpoint')
    const dump = await pg.dumpDataDir('gzip')
    writeFileSync(saveTo, new Uint8Array(await dump.arrayBuffer()))
  }
  await pg.close()
  process.exit(0)
}
