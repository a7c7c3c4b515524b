/** What Windows-1252 has at 80 to 9F, by its letter; those that it has not stand for themselves. */
const HIGH: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 32 }, (_, i): [number, number] => {
    const byte = 0x80 + i
    return [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)).codePointAt(0) ?? byte, byte]
  }),
)

/** The beginning of a letter of several bytes, and a byte that goes on with it. */
const LIKELY = /[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]/

/**
 * A text whose UTF-8 was read as Latin-1 (or Windows-1252) and written as UTF-8 again, as it was before: `å¼ ä¼Ÿ` as 张伟. Null
 * for any other: every letter past ASCII has to be part of a whole one.
 */
export function onceEncoded(text: string): string | null {
  if (!LIKELY.test(text)) return null
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const byte = unit <= 0xff ? unit : HIGH.get(unit)
    if (byte === undefined) return null
    bytes[i] = byte
  }
  try {
    const once = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return /[^\0-\x7f]/.test(once) && /\p{L}/u.test(once) ? once : null
  } catch {
    return null
  }
}
