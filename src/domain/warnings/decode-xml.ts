import { MusterError } from '../../base/errors.ts'
import { BOUNDS } from './bounds.ts'

/** The largest message or feed that is read. The longest real polygons come to some hundred kilobytes. */
export const MAX_BYTES = BOUNDS.bytes

/**
 * The text of an XML document, by its byte order mark or the encoding it declares, else UTF-8 (XML 1.0, appendix F).
 * Bytes that are not the UTF-8 they claim to be are read as windows-1252, with a note: that is what they have always
 * turned out to be, and a warning is not thrown away for an accent. Throws CAP_TOO_BIG and CAP_ENCODING.
 */
export function decodeXml(input: string | Uint8Array, notes: string[]): string {
  if (input.length > MAX_BYTES) {
    throw new MusterError('CAP_TOO_BIG', { kb: Math.ceil(input.length / 1024), limit: MAX_BYTES / 1024 })
  }
  if (typeof input === 'string') return input.replace(/^\ufeff/, '').toWellFormed()
  const label = encodingOf(input)
  const decoder = decoderFor(label)
  try {
    return decoder.decode(input)
  } catch {
    if (decoder.encoding !== 'utf-8') throw new MusterError('CAP_ENCODING', { label, reason: 'its bytes are not that' })
    notes.push('the bytes are not UTF-8 and were read as windows-1252')
    return new TextDecoder('windows-1252').decode(input)
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be'
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 256))
  const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]+)["']/.exec(head)?.[1]
  // A document whose declaration could be read byte by byte is not UTF-16, whatever it says of itself.
  return declared === undefined || /^utf-?16/i.test(declared) ? 'utf-8' : declared
}

function decoderFor(label: string) {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch (cause) {
    throw new MusterError('CAP_ENCODING', { label, reason: 'no such encoding is known' }, { cause })
  }
}
