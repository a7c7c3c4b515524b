import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { MusterError } from '../../../base/errors.ts'
import { BOUNDS, tooLarge } from '../bounds.ts'

/** The parts of a workbook (ECMA-376, Open Packaging: a ZIP archive), read one by one as text that comes piece by piece. */
export interface Package {
  has(part: string): boolean
  /** @throws MusterError IMPORT_TOO_LARGE past `partBytes`, IMPORT_UNREADABLE */
  read(part: string): AsyncGenerator<string>
}

/** @throws MusterError IMPORT_UNREADABLE, IMPORT_TOO_LARGE */
export async function openPackage(bytes: Uint8Array, file: string): Promise<Package> {
  const zip = await opened(bytes, file)
  const parts = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      parts.set(keyOf(entry.fileName), entry)
      if (parts.size > BOUNDS.parts) throw tooLarge(file, 'parts')
    }
  } catch (error) {
    throw unreadable(file, error)
  }
  return {
    has: (part) => parts.has(keyOf(part)),
    async *read(part) {
      const entry = parts.get(keyOf(part))
      if (!entry) throw unreadable(file, new Error(`it has no part ${part}`))
      try {
        yield* textOf(zip, entry, file)
      } catch (error) {
        throw unreadable(file, error)
      }
    },
  }
}

/** Some writers name parts with backslashes or in other cases. */
function keyOf(part: string): string {
  return part.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

async function opened(bytes: Uint8Array, file: string): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false })
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** A part's text. Its sizes are not believed: what comes out is counted, and its checksum compared. */
async function* textOf(zip: ZipFile, entry: Entry, file: string): AsyncGenerator<string> {
  const stream = await zip.openReadStreamPromise(entry)
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let size = 0
  let sum = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BOUNDS.partBytes) throw tooLarge(file, 'partBytes')
    sum = crc32(chunk, sum)
    decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8')
    yield decoder.decode(chunk, { stream: true })
  }
  if (decoder) yield decoder.decode()
  if (sum !== entry.crc32) throw new Error('it is damaged')
}

export function unreadable(file: string, error: unknown): MusterError {
  if (error instanceof MusterError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new MusterError('IMPORT_UNREADABLE', { file, reason }, { cause: error })
}
