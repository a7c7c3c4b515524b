/**
 * The thread in which a file is read, since reading is work without a pause: a large one would hold up every request for
 * as long. It is sent the file in parts, and sends back what it read in parts.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { type Details, type ErrorCode, MusterError } from '../../../base/errors.ts'
import { inspect } from '../../../domain/imports/drafts/inspect.ts'
import { type Found, type Part, partIn, type Settings } from '../../../domain/imports/drafts/model.ts'
import { type ReadDraft, readDraft } from '../../../domain/imports/drafts/read-draft.ts'
import { inParts } from '../../../domain/imports/saved.ts'

/** What is to be done with the file: look what is in it, or read it. */
export type ReaderTask = { name: string } & ({ task: 'inspect'; part: Part } | { task: 'read'; settings: Settings })
/** A part of the file, or that it is whole; then, after each part of the rows, that the next may come. */
export type ToReader = Uint8Array | 'whole' | 'more'
/** Rows come before the rest of the reading that they belong to. */
export type FromReader =
  | { found: Found }
  | { rows: unknown[] }
  | { read: ReadDraft }
  | { fault: { code: ErrorCode; details: Details } }

const port = parentPort
if (!port) throw new Error('runs only as a worker thread')
const task = workerData as ReaderTask
const parts: Uint8Array[] = []
const send = (message: FromReader) => port.postMessage(message)
let goOn = () => {}

port.on('message', (message: ToReader) => {
  if (message === 'more') goOn()
  else if (message !== 'whole') parts.push(message)
  else
    work(Buffer.concat(parts.splice(0)))
      .catch((error: unknown) => {
        if (!(error instanceof MusterError)) throw error
        send({ fault: { code: error.code, details: error.details } })
      })
      .finally(() => port.close())
})

/** Rows sent at a time. */
const ROWS = 2_000

async function work(bytes: Uint8Array): Promise<void> {
  const { name } = task
  if (task.task === 'inspect') return send({ found: await inspect({ ...task.part, name, bytes }) })
  const read = await readDraft({ ...partIn(task.settings), name, bytes }, task.settings)
  for (const rows of inParts<unknown>(read.reading.rows, ROWS)) {
    const asked = new Promise<void>((resolve) => {
      goOn = resolve
    })
    send({ rows })
    // To take rows in is work for the server's own thread: requests come in between.
    await asked
  }
  send({ read: { ...read, reading: { ...read.reading, rows: [] } } as ReadDraft })
}
