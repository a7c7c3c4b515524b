/**
 * The thread in which the embedded PostgreSQL (PGlite) lives. It takes the frontend's half of PostgreSQL's wire protocol
 * as messages and posts back the backend's half (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
import { openAsBlob, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { DURABLE_START, makeDurable } from './durable.ts'
import { lightPostgis } from './postgis.ts'

/** `data`: folder of the cluster, or memory when absent; `from`: a dump to begin with. */
export interface WorkerStart {
  data: string | undefined
  from: string | undefined
}
/** Bytes of the protocol (whole messages, as postgres.js writes them), or the order to stop. */
export type ToWorker = Uint8Array<ArrayBuffer> | { stop: true; saveTo: string | undefined }
export type FromWorker = Uint8Array<ArrayBuffer> | 'ready'

const port = parentPort
if (!port) throw new Error('runs only as a worker thread')
const { data, from } = workerData as WorkerStart

/**
 * One backend does everything, so it may have more than the 4 MB with which a server's hundred must get by: sets of
 * 100,000 rows are then sorted and grouped in memory.
 */
const ROOM = ['-c', 'work_mem=32MB']

const pg = await PGlite.create({
  startParams: [...(data === undefined ? PGlite.defaultStartParams : DURABLE_START), ...ROOM],
  ...(data === undefined ? {} : { dataDir: data }),
  ...(from === undefined ? {} : { loadDataDir: await openAsBlob(from) }),
  extensions: { postgis: lightPostgis, btree_gist },
})
if (data !== undefined) makeDurable(pg)

/** Kinds of frontend message that the protocol answers with ReadyForQuery: Query, FunctionCall, Sync and the startup. */
const ENDS_TURN = new Set([0x51, 0x46, 0x53, 0x00])
const READY_FOR_QUERY = 0x5a
const READY_LENGTH = 6

// One at a time and in order: a message may arrive while the one before is awaited.
let turn: Promise<void> = Promise.resolve()
port.on('message', (message: ToWorker) => {
  turn = turn.then(() => (message instanceof Uint8Array ? answer(message) : stop(message.saveTo)))
})
port.postMessage('ready' satisfies FromWorker)

async function answer(bytes: Uint8Array): Promise<void> {
  for (const message of messagesOf(bytes)) {
    const reply = await pg.execProtocolRaw(message, { syncToFs: false })
    const rest = ENDS_TURN.has(message[0] as number) ? reply : withoutReady(reply)
    if (rest.length > 0) port?.postMessage(new Uint8Array(rest))
  }
}

/** Cuts what the driver wrote into single messages: a type byte (the startup has none), then a length that counts itself. */
function* messagesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.length; ) {
    const typed = bytes[at] === 0 ? 0 : 1
    const next = at + typed + view.getInt32(at + typed)
    yield bytes.subarray(at, next)
    at = next
  }
}

/**
 * After an error in Parse, Bind or Execute, PostgreSQL stays silent until Sync and then is ready once. PGlite 0.5.8 is
 * ready at once and again at Sync, and the driver would take the second for the answer to its next query, so that from
 * then on every answer would belong to the query before. The early one is dropped here.
 */
function withoutReady(reply: Uint8Array): Uint8Array {
  const at = reply.length - READY_LENGTH
  const isReady =
    at >= 0 && reply[at] === READY_FOR_QUERY && reply[at + 4] === READY_LENGTH - 1 && isStatus(reply[at + 5])
  return isReady ? reply.subarray(0, at) : reply
}

/** The state of the transaction that ReadyForQuery tells: Idle, in Transaction, or in a transaction that failed (Error). */
function isStatus(byte: number | undefined): boolean {
  return byte === 0x49 || byte === 0x54 || byte === 0x45
}

async function stop(saveTo: string | undefined): Promise<void> {
  if (saveTo !== undefined) {
    await pg.exec('checkpoint')
    const dump = await pg.dumpDataDir('gzip')
    writeFileSync(saveTo, new Uint8Array(await dump.arrayBuffer()))
  }
  await pg.close()
  process.exit(0)
}
