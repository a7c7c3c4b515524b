/**
 * Rules that make real cells comparable. `cleanText` and `cleanCode` are for storing; `fold` and `slug` are for
 * matching and naming only: what people wrote is what is kept and shown.
 */

// Spaces of every kind (NBSP, full-width, thin) and marks that take no room (zero-width, BOM, direction marks).
const SPACES = /[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g

/** Without spaces around, with single ones inside. */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim()
}

/**
 * A cell without what keeps a spreadsheet from taking it for a formula or a number: `'+86 138…`, `'=1+1`, `'0012`, `="007"`. Our own
 * lists write an apostrophe before each cell that begins with a sign of a formula or an apostrophe (OWASP, CSV injection), so that one
 * comes off again here. Before a Latin letter it belongs to a name ('t Hooft), unless digits make it a code ('TB-0201).
 */
export function unguarded(text: string): string {
  const first = text.charCodeAt(0)
  if (first !== APOSTROPHE && first !== EQUALS && first > 0x20) return text
  const trimmed = text.trim()
  // A ditto mark.
  if (trimmed === "''") return text
  if (/^'(?:\P{Script=Latin}|.*\d)/su.test(trimmed)) return trimmed.slice(1)
  const quoted = /^= ?"((?:[^"]|"")*)"$/.exec(trimmed)?.[1]
  return quoted === undefined ? text : quoted.replaceAll('""', '"')
}

const APOSTROPHE = 0x27
const EQUALS = 0x3d

/** Whether a text holds what no text of the register may: NUL, or half of a pair of surrogates. */
export function isBadText(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/**
 * A code as its issuer wrote it: full-width digits made plain, no spaces around, none of a spreadsheet's traces
 * (`'361128`, `361128.0`).
 */
export function cleanCode(text: string): string {
  return cleanText(text.normalize('NFKC'))
    .replace(/^'/, '')
    .replace(/^(\d+)\.0+$/, '$1')
}

/** Whether a spreadsheet has turned the code into a number and lost its digits: `3.61128E+11`. */
export function isMangledCode(code: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(code)
}

const BLANKS = new Set([
  '',
  'null',
  '<null>',
  'none',
  'nan',
  'n/a',
  '#n/a',
  'na',
  '-',
  '--',
  '—',
  '——',
  '/',
  '无',
  '空',
])

/** Whether a cell says that there is nothing in it, in one of the ways in which files say it. */
export function isBlank(text: string): boolean {
  return BLANKS.has(cleanText(text).toLowerCase())
}

const YES = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'x',
  '✓',
  '√',
  '是',
  '有',
  '对',
  'ya',
  'iya',
  'oui',
  'sí',
  'si',
  'да',
])
const NO = new Set(['no', 'n', 'false', 'f', '0', '✗', '×', '否', '不', '不是', '没有', 'tidak', 'non', 'нет'])

/** True, false, null when the cell is blank, undefined when it says neither. */
export function readFlag(text: string): boolean | null | undefined {
  const word = cleanText(text.normalize('NFKC')).toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word) || /^0+(\.0+)?$/.test(word)) return false
  return isBlank(word) ? null : undefined
}

export interface FoldOptions {
  /** Words that stand before a name and say what it is: `KECAMATAN`, `KELURAHAN`, `Kab.`. */
  without?: readonly string[]
}

/**
 * What two spellings of one name have in common: case, accents, punctuation, doubled spaces, leading zeros and the
 * gap between letters and digits do not count, so `RW 2` = `RW 02` = `rw02`, `KELURAHAN Grogol` = `GROGOL`.
 */
export function fold(name: string, options: FoldOptions = {}): string {
  const plain = words(name)
  for (const word of options.without ?? []) {
    const prefix = `${words(word)} `
    if (plain.startsWith(prefix) && plain.length > prefix.length) return plain.slice(prefix.length)
  }
  return plain
}

function words(text: string): string {
  return cleanText(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/([a-z])(\d)/g, '$1 $2')
    .replace(/(\d)([a-z])/g, '$1 $2')
    .replace(/(^|[^\d])0+(?=\d)/g, '$1')
    .trim()
}

/** A folded name as part of a code: `RW 2` and `RW 02` both become `RW-02`, so that codes sort as people count. */
export function slug(name: string, options: FoldOptions = {}): string {
  return fold(name, options)
    .toUpperCase()
    .replace(/(^|[^\d])(\d)(?!\d)/g, '$10$2')
    .replaceAll(' ', '-')
}
