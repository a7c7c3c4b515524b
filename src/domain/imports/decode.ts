import { MusterError } from '../../base/errors.ts'
import { ENCODINGS, type Encoding } from './encoding-names.ts'
import { decoded, linesOf, recognise } from './encodings.ts'

/** A file's bytes as text, and which encoding they are in. */
export type Decoded = { text: string; encoding: Encoding }

/**
 * The text of a file, in the encoding that somebody chose or that its bytes are surely in. Where some lines are UTF-8 and
 * others are not, as in two files pasted together, each line is read for itself.
 * @throws MusterError IMPORT_ENCODING_UNSURE with the candidates; IMPORT_UNREADABLE for a line that is not in that encoding
 */
export function decode(bytes: Uint8Array, file: string, chosen?: string): Decoded {
  const found = recognise(bytes)
  if (chosen === undefined) {
    if (found.encoding !== null) return { text: strict(bytes, found.encoding, file), encoding: found.encoding }
    const samples = found.candidates.map(({ encoding, sample }) => `${encoding}: ${sample}`).join(' | ')
    const candidates = found.candidates.map((each) => each.encoding).join(', ')
    throw new MusterError('IMPORT_ENCODING_UNSURE', { file, candidates, samples })
  }
  const encoding = ENCODINGS.find((each) => each === chosen)
  if (!encoding) throw new MusterError('IMPORT_ENCODING_UNKNOWN', { encoding: chosen, known: ENCODINGS.join(', ') })
  if (!found.mixed || encoding === 'utf-8') return { text: strict(bytes, encoding, file), encoding }
  const lines = Array.from(linesOf(bytes), (line) => decoded(line, 'utf-8') ?? strict(line, encoding, file))
  return { text: lines.join(''), encoding }
}

function strict(bytes: Uint8Array, encoding: Encoding, file: string): string {
  const text = decoded(bytes, encoding)
  if (text !== null) return text
  const wide = encoding.startsWith('utf-16')
  const line = wide ? -1 : [...linesOf(bytes)].findIndex((each) => decoded(each, encoding) === null)
  const where = line < 0 ? 'it' : `line ${line + 1}`
  throw new MusterError('IMPORT_UNREADABLE', { file, reason: `${where} is not in ${encoding}` })
}
