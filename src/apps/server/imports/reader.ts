import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { SECOND } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import type { Db } from '../../../db/connect.ts'
import type { Draft, Found, Part, Settings } from '../../../domain/imports/drafts/model.ts'
import type { ReadDraft } from '../../../domain/imports/drafts/read-draft.ts'
import { partOf } from '../../../domain/imports/drafts/store.ts'
import type { FromReader, ReaderTask, ToReader } from './reader-worker.ts'

/** A file that has arrived: its parts are in the database. `bounds`: of its thread, where not by its size. */
export type Arrived = Pick<Draft, 'id' | 'name' | 'bytes'> & { bounds?: ThreadBounds }

const MIB = 1024 * 1024

interface ThreadBounds {
  heapMib: number
  seconds: number
}

/**
 * What a thread may use: memory by the size of its file, since what is packed or nested tight needs more than it looks, and
 * time. Past it the thread ends, and nothing else does: IMPORT_MEMORY, IMPORT_TIME.
 */
function boundsOf(bytes: number): ThreadBounds {
  const mib = Math.ceil(bytes / MIB)
  return { heapMib: Math.min(2048, 768 + 6 * mib), seconds: 120 + 3 * mib }
}

/** What is in a file. @throws MusterError as `inspect` does */
export async function inspectFile(db: Db, file: Arrived, part: Part): Promise<Found> {
  const answers = await inThread(db, file, { name: file.name, task: 'inspect', part })
  for (const answer of answers) if ('found' in answer) return answer.found
  throw new Error('the reader ended without an answer')
}

/** Reads a file with these settings; `signal` stops it. @throws MusterError as `readDraft` does */
export async function readFile(db: Db, file: Arrived, settings: Settings, signal: AbortSignal): Promise<ReadDraft> {
  const rows: unknown[] = []
  for (const answer of await inThread(db, file, { name: file.name, task: 'read', settings }, signal)) {
    if ('rows' in answer) for (const row of answer.rows) rows.push(row)
    else if ('read' in answer) return { ...answer.read, reading: { ...answer.read.reading, rows } } as ReadDraft
  }
  throw new Error('the reader ended without an answer')
}

async function inThread(db: Db, file: Arrived, task: ReaderTask, signal?: AbortSignal): Promise<FromReader[]> {
  const bounds = file.bounds ?? boundsOf(file.bytes)
  const worker = new Worker(new URL(`./reader-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: task,
    name: 'reader',
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMib },
    execArgv: [], // flags of the process, such as --input-type, are not meant for the thread
  })
  const send = (message: ToReader) => worker.postMessage(message)
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop)
  const answers: FromReader[] = []
  let late: NodeJS.Timeout | undefined
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', (answer: FromReader) => {
      answers.push(answer)
      if ('rows' in answer) setImmediate(() => send('more'))
    })
    worker.on('error', (error) => reject(asCoded(error, file.name, bounds.heapMib)))
    worker.on('exit', () => resolve())
    late = setTimeout(() => {
      reject(new MusterError('IMPORT_TIME', { file: file.name, limit: bounds.seconds }))
      stop()
    }, bounds.seconds * SECOND)
  })
  // Somebody has to listen while the parts are still being sent.
  ended.catch(() => {})
  try {
    for (let n = 0; ; n++) {
      const part = await db.read((tx) => partOf(tx, file.id, n))
      if (!part) break
      send(part)
    }
    send('whole')
    await ended
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
  signal?.throwIfAborted()
  for (const answer of answers) if ('fault' in answer) throw new MusterError(answer.fault.code, answer.fault.details)
  return answers
}

/** A thread that ran out of memory is told as a file that is too large to be read here. */
function asCoded(error: unknown, file: string, limit: number): unknown {
  if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return new MusterError('IMPORT_MEMORY', { file, limit }, { cause: error })
}
