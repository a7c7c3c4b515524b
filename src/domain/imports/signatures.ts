/** The first bytes of files that are no table of ours, and what they are. */
const SIGNATURES: readonly [string, readonly number[]][] = [
  ['an old workbook (.xls)', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['an old workbook (.xls)', [0x09, 0x08]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a gzip archive', [0x1f, 0x8b]],
]

/** `EncryptedPackage`, the name of a stream, as it stands in the file of a workbook with a password. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

/** What a file is that is not read here, in words; null for one that may be read. Names are not believed. */
export function foreignFormat(bytes: Uint8Array): string | null {
  const [found] = SIGNATURES.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? []
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64 * 1024))
  if (found === 'an old workbook (.xls)') {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return whole.includes(ENCRYPTED) ? 'a workbook with a password' : found
  }
  if (found !== undefined) return found
  if (isUtf32(head)) return 'text in UTF-32'
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (text.startsWith('<')) {
    if (/^<\?xml[^>]*>\s*(?:<\?mso-application[^>]*>\s*)?<(?:\w+:)?workbook/.test(text))
      return 'a workbook in XML of 2003'
    if (/^<(?:!doctype html|html|table|meta|head)/.test(text)) return 'a web page, whatever its name'
    return 'XML'
  }
  return null
}

/** UTF-32: four bytes a letter, of which two are zeros. */
function isUtf32(head: Uint8Array): boolean {
  const size = Math.min(head.length & ~3, 4096)
  if (size < 8) return false
  const quads = size / 4
  let [little, big] = [0, 0]
  for (let i = 0; i < size; i += 4) {
    const isPart = (a: number, b: number) => head[i + a] === 0 && head[i + b] === 0
    if (isPart(2, 3) && !isPart(0, 1)) little++
    if (isPart(0, 1) && !isPart(2, 3)) big++
  }
  return Math.max(little, big) >= quads * 0.9
}
