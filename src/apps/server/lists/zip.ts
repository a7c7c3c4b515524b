import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file inside an archive, told piece by piece. */
export interface Entry {
  name: string
  pieces: Iterable<string> | AsyncIterable<string>
}

/**
 * A ZIP archive as it is made (APPNOTE 6.3.3, §4.3): every entry is deflated while it comes and its sizes follow it, so that
 * nothing is held but the piece in hand, and the maker waits for whoever reads. An entry may hold up to 4 GiB.
 */
export async function* zip(entries: Iterable<Entry> | AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const { name, pieces } of entries) {
    const at = offset
    const head = Buffer.concat([fixed(LOCAL, 0, 0, 0), Buffer.from(name)])
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    yield head
    offset += head.length
    const tally = { crc: 0, size: 0 }
    let packed = 0
    for await (const chunk of Readable.from(counted(pieces, tally)).pipe(
      createDeflateRaw({ level: 4 }),
    ) as AsyncIterable<Buffer>) {
      packed += chunk.length
      yield chunk
    }
    const tail = fixed(DESCRIPTOR, tally.crc, packed, tally.size)
    yield tail
    offset += packed + tail.length
    directory.push(central(name, tally.crc, packed, tally.size, at))
  }
  const list = Buffer.concat(directory)
  yield list
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  yield end
}

/** Counts what passes; pieces are gathered, since deflating in small bites costs more than the bites. */
async function* counted(pieces: Entry['pieces'], tally: { crc: number; size: number }): AsyncGenerator<Buffer> {
  let held = ''
  const flush = () => {
    const bytes = Buffer.from(held)
    held = ''
    tally.crc = crc32(bytes, tally.crc)
    tally.size += bytes.length
    return bytes
  }
  for await (const piece of pieces) {
    held += piece
    if (held.length > 64 * 1024) yield flush()
  }
  yield flush()
}

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
/** Names in UTF-8; sizes come after the content. */
const FLAGS = 0x0808
const DEFLATED = 8
/** 1 January 1980, the first day that the format knows: when a file was made is told by its name. */
const DAY = 0x21

function fixed(signature: typeof LOCAL | typeof DESCRIPTOR, crc: number, packed: number, size: number): Buffer {
  const local = signature === LOCAL
  const bytes = Buffer.alloc(local ? 30 : 16)
  bytes.writeUInt32LE(signature, 0)
  if (local) {
    bytes.writeUInt16LE(20, 4)
    bytes.writeUInt16LE(FLAGS, 6)
    bytes.writeUInt16LE(DEFLATED, 8)
    bytes.writeUInt16LE(DAY, 12)
    return bytes
  }
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

function central(name: string, crc: number, packed: number, size: number, at: number): Buffer {
  const bytes = Buffer.alloc(46)
  bytes.writeUInt32LE(0x02014b50, 0)
  bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(20, 6)
  bytes.writeUInt16LE(FLAGS, 8)
  bytes.writeUInt16LE(DEFLATED, 10)
  bytes.writeUInt16LE(DAY, 14)
  bytes.writeUInt32LE(crc, 16)
  bytes.writeUInt32LE(packed, 20)
  bytes.writeUInt32LE(size, 24)
  bytes.writeUInt16LE(Buffer.byteLength(name), 28)
  bytes.writeUInt32LE(at, 42)
  return Buffer.concat([bytes, Buffer.from(name)])
}
