/** Codes of areas as they are written elsewhere: padded with zeros, with a country before them, in full-width digits. */

/** 361100 → 3611, 361128100000 → 361128100: GB/T 2260 and its extensions, written at full length at every level. */
export function unpad(code: string): string {
  let bare = code
  if (bare.length === 12 && bare.endsWith('000')) bare = bare.slice(0, 9)
  if (bare.length === 9 && bare.endsWith('000')) bare = bare.slice(0, 6)
  while (bare.length > 2 && bare.length <= 6 && bare.endsWith('00')) bare = bare.slice(0, -2)
  return bare
}

/**
 * What a written code may mean among ours, the likeliest first: as it stands, without what stands before its digits (`CN`,
 * `GB2260:`, zeros), and without the zeros behind. 441900 is a county-level code of its own, so that only the register can
 * tell which it is.
 */
export function readingsOf(written: string): string[] {
  const code = written.normalize('NFKC').replace(/\s+/g, '')
  const local = code.slice(Math.max(...[':', '/', '#', '=', '|'].map((mark) => code.lastIndexOf(mark))) + 1)
  const [, digits] = /^(?:(?:cn|chn|gbt?|gb\/t)[-_.]?)?0*([1-9]\d*)$/i.exec(local) ?? []
  const bare = digits ? [digits, unpad(digits)] : []
  return [...new Set([code, local, ...bare, unpad(code)])].filter((text) => text !== '')
}
