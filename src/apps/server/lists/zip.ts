import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file inside an archive, made piece by piece. */
export interface Entry {
  name: string
  pieces: Iterable<string> | AsyncIterable<string>
}

/** Bytes gathered before they are deflated: deflating in small bites costs more than the bites. */
const GATHERED = 64 * 1024
/** The first day that the format knows: when a file was made is in its name. */
const MADE = new Date(1980, 0, 1)

/**
 * A ZIP archive as it is made (yazl): an entry is deflated while it comes, and the next is asked for when it has ended. Nothing
 * is held but the piece in hand, and the maker waits for its reader. A reader who leaves ends the maker.
 */
export async function* zip(entries: Iterable<Entry> | AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  const archive = new ZipFile()
  const output = archive.outputStream as Readable
  let entry: Readable | undefined
  // An entry that fails is told by the output, which its reader waits for.
  archive.on('error', (error) => output.destroy(error))
  const fill = async () => {
    for await (const { name, pieces } of entries) {
      entry = Readable.from(gathered(pieces), { objectMode: false })
      archive.addReadStream(entry, name, { mtime: MADE, compressionLevel: 4, forceDosTimestamp: true })
      await finished(entry)
    }
    archive.end()
  }
  const filled = fill().catch((error: Error) => void output.destroy(error))
  try {
    yield* output as AsyncIterable<Buffer>
    await filled
  } finally {
    entry?.destroy()
    output.destroy()
    await filled
  }
}

async function* gathered(pieces: Entry['pieces']): AsyncGenerator<Buffer> {
  let held = ''
  for await (const piece of pieces) {
    held += piece
    if (held.length <= GATHERED) continue
    yield Buffer.from(held)
    held = ''
  }
  if (held !== '') yield Buffer.from(held)
}
