/** A file's bytes as text, and which encoding they turned out to be in. */
export type Decoded = { text: string; encoding: string }

/**
 * UTF-8 and UTF-16 by their mark, then UTF-8 if every byte allows it. What is left was saved by an office program in
 * its own country's encoding: GB18030 when the high bytes come in Chinese pairs, else windows-1252 (a superset of
 * latin1). Trying a GB18030 decoder first would not do: it also reads most accented Latin text, as rare Han signs.
 */
export function decode(bytes: Uint8Array): Decoded {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, i) => bytes[i] === byte)) return { text: new TextDecoder(encoding).decode(bytes), encoding }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    const encoding = looksChinese(bytes) ? 'gb18030' : 'windows-1252'
    return { text: new TextDecoder(encoding).decode(bytes), encoding }
  }
}

const MARKS: readonly [string, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** In GB 2312, which nearly all Chinese text keeps to, both bytes of a sign are 0xA1 or more. */
function looksChinese(bytes: Uint8Array): boolean {
  let high = 0
  let paired = 0
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] as number) < 0x80) continue
    high++
    if ((bytes[i] as number) >= 0xa1 && (bytes[i + 1] ?? 0) >= 0xa1) {
      high++
      paired += 2
      i++
    }
  }
  return paired >= high * 0.8
}
