import { cleanText, isBlank } from './clean.ts'
import type { ContactRow } from './model.ts'
import type { OpenReading } from './reading.ts'

/**
 * The numbers or addresses in one cell, in the order in which they stand, each as it is dialled. What is no number is
 * left out and noted: the person is still a person, and is found by a check of who cannot be reached.
 */
export function readContacts(
  channel: ContactRow['channel'],
  written: string,
  line: number,
  column: string | undefined,
  reading: Pick<OpenReading<never>, 'note'>,
): ContactRow[] {
  const contacts: ContactRow[] = []
  const add = (address: string) => {
    if (!contacts.some((had) => had.address === address)) contacts.push({ channel, address })
  }
  for (const part of channel === 'phone' ? phonesIn(written) : written.split(/[;,、，；|\n\s]/)) {
    if (isBlank(part)) continue
    const details = { column: column ?? channel, value: cleanText(part) }
    const { numbers, isPlain } = channel === 'phone' ? readPhones(part) : readEmails(part)
    if (numbers.length === 0) reading.note('LEFT_OUT', line, details)
    else if (!isPlain) reading.note('PHONE_WORDS', line, { ...details, kept: numbers.join(', ') })
    for (const address of numbers) add(address)
  }
  return contacts
}

/** Whether two numbers are dialled alike, with the code of the country or without: what a number is compared by. */
export function phoneKey(address: string): string {
  return address.replace(/^(?:\+|00)/, '').replace(/^86(?=1\d{10}$)/, '')
}

/**
 * Parts of a cell that may be numbers. A slash or a space stands between two numbers where both sides are whole ones
 * (`13800000042 13900000042`), else within one (`0171/1234567`, `138 0013 8000`).
 */
function phonesIn(written: string): string[] {
  return written
    .split(/[;,、，；|\n]|\s(?=\+)/)
    .flatMap((part) => (SAME_AREA.test(part) ? [part.replace(/\s*\/\s*/g, '/')] : cutWhole(part, /\//)))
    .flatMap((part) => cutWhole(part, /\s+/))
}

/** `0793-6272347/6272348`: who writes the code of an area once means it of each. */
const SAME_AREA = /^\s*[(]?0[1-9]\d{1,2}[)]?[\s-]*[2-9]\d{6,7}(?:\s*\/\s*[2-9]\d{6,7})+\s*$/

function cutWhole(text: string, between: RegExp): string[] {
  const parts = text.split(between)
  const isWhole = (part: string) => part.replace(/\D/g, '').length >= WHOLE_DIGITS
  return parts.length > 1 && /\d/.test(parts[0] ?? '') && parts.filter((part) => /\d/.test(part)).every(isWhole)
    ? parts
    : [text]
}

function readEmails(text: string): PhonesRead {
  const word = cleanText(text.normalize('NFKC'))
  return { numbers: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word) ? [word] : [], isPlain: true }
}

/** Said in brackets of a number, or between its digits: whose it is, that it is for messages too. */
const WORDS = /[(][^()\d]*[)]|[^\d\s()+./-]+/giu
/** An extension behind a word for it: 转8021, (分机 8021), ext. 8021, x8021, #8021. */
const EXTENSION =
  /[(]?\s*(?:(?:转接?|轉|分机号?|分機|内线|內線)+|(?<![a-z])(?:extension|extn|ext|durchwahl|poste|dw)|доб(?=\W)|x|#)\s*[.:]*\s*\d{1,6}\s*[)]?\s*$/iu
const AREA = '(?:10|2\\d|[3-9]\\d\\d)'
const CHINA = '(?:\\+|00)86[-\\s.]*'
const MOBILE = `(?:${CHINA})?1[3-9]\\d{9}`
/** A Chinese number whole and more digits behind a dash: its extension, or where it ends. Elsewhere, and where the area's code stands
 * apart by a space as it does in Germany, what is behind a dash is dialled. */
const BEHIND_DASH = new RegExp(
  `^((?:(?:${CHINA}[(]?0?${AREA}[)]?[-\\s.]*|[(]0${AREA}[)][-\\s.]*|0${AREA}[-.]?)?[2-9]\\d{6,7})|${MOBILE})\\s*-\\s*\\d{1,6}$`,
)
/** The same behind a space may be anything. */
const BEHIND_SPACE = new RegExp(`^(?:(?:${CHINA}[(]?0?|[(]?0)${AREA}[)]?[-\\s.]*[2-9]\\d{6,7}|${MOBILE})\\s+\\d{1,6}$`)

/** Countries in which a 0 is dialled before a number inside the country alone. In others, such as Italy, it is part of the number. */
const WITH_TRUNK_ZERO =
  '20|27|31|32|33|40|41|43|44|46|49|60|61|62|63|64|66|81|82|84|86|90|91|92|93|94|95|98|353|358|380|381|385|386|387|389|421|850|855|856|880|886|960|961|963|964|966|970|971|972|976|977|992|993|994|995|996'
const TRUNK_ZERO = new RegExp(`^((?:\\+|00)[\\s(]*(?:${WITH_TRUNK_ZERO})[)]?[\\s.-]*[(]?)0(?=[\\s).-]*\\d)`)
const LONGEST = { all: 15, domestic: 13 } as const

/**
 * Digits with a leading + where it was written; E.164 allows 15, and short numbers have at least 5. An extension and the 0 that is not
 * dialled from abroad are no part of it. A range of numbers is none, nor is a Chinese number that lacks a digit or has one too many.
 */
export function readPhone(text: string): string | null {
  const word = bareNumber(text)
  if (!/^\+?[\d\s().\-/]+$/.test(word) || /\d{7,}\s*-\s*\d{7,}/.test(word) || BEHIND_SPACE.test(word)) return null
  const digits = word.replace(/\D/g, '')
  if (digits.length < 5 || digits.length > LONGEST.all) return null
  if (/^0[1-9]/.test(digits) && digits.length > LONGEST.domestic) return null
  return hasOddLength(digits, word.startsWith('+')) ? null : word.startsWith('+') ? `+${digits}` : digits
}

/** A Chinese mobile has 11 digits, and no number of China more; one of North America has 10. */
function hasOddLength(digits: string, isAbroad: boolean): boolean {
  if (/^1[3-9]\d{8}$|^1[3-9]\d{10,}$/.test(digits) && !isAbroad) return true
  const [, china] = (isAbroad ? /^86(\d+)$/ : /^0086(\d+)$/).exec(digits) ?? []
  if (china !== undefined) return china.length > 11 || /^1[3-9]\d{0,8}$/.test(china)
  const [, america] = (isAbroad ? /^1(\d+)$/ : /^001(\d+)$/).exec(digits) ?? []
  return america !== undefined && america.length !== 10
}

/** As it is written, but for kinds of signs and a spreadsheet's traces. */
function writtenNumber(text: string): string {
  return cleanText(text.normalize('NFKC')).replace(/\.0+$/, '')
}

/** A number without what is said of it. A word that stands before it makes it none: `QQ 12345678`. */
function bareNumber(text: string): string {
  const written = writtenNumber(text)
  if (!/^[\d+(]/.test(written)) return written
  const plain = cleanText(written.replace(EXTENSION, ' ').replace(WORDS, ' ')).replace(/[\s-]+$/, '')
  return cleanText(plain.replace(/^(\+.*|00.*)\(0\)/, '$1').replace(TRUNK_ZERO, '$1')).replace(BEHIND_DASH, '$1')
}

/** Whether something of what is written is not in the number. +49 (0)171 is the usual way to write one, and says no more. */
function saysMore(text: string): boolean {
  return bareNumber(text) !== writtenNumber(text).replace(/^(\+.*)\(0\)/, '$1')
}

/** The numbers that one part of a cell stands for; `isPlain`: as it is written. */
interface PhonesRead {
  numbers: string[]
  isPlain: boolean
}

/** Digits that a number has at least where it stands beside another one: with fewer it is part of one that was written in groups. */
const WHOLE_DIGITS = 7

/**
 * The numbers in a part of a cell: one, or several that differ in how they end, `0793-6272347/48`. Of a range, `6272347~53`, the first is
 * read, since which of the others are somebody's nobody can tell.
 */
function readPhones(part: string): PhonesRead {
  const written = writtenNumber(part)
  const [, before, behind = ''] = ENDINGS.exec(written) ?? []
  const number = readPhone(before ?? part)
  if (number === null) return { numbers: [], isPlain: true }
  if (before === undefined) return { numbers: [number], isPlain: !saysMore(part) }
  // What stands behind an extension is one of the extension.
  const isItsEnd = before.replace(/\D/g, '').endsWith(number.slice(-WHOLE_DIGITS))
  const endings = (isItsEnd && behind.match(/(?<=\/\s*)(?:\d{1,4}|\d{7,8})(?!\d)/g)) || []
  const others = endings.map((ending) => number.slice(0, -ending.length) + ending)
  return { numbers: [...new Set([number, ...others])], isPlain: false }
}

/** A whole number, and behind a slash or the sign of a range the digits in which others differ. */
const ENDINGS = new RegExp(
  `^(.*?\\d(?:[\\s().-]*\\d){${WHOLE_DIGITS - 1},}[)]?)((?:\\s*(?:/|[~〜∼]|至|到)\\s*\\d{1,8})+)$`,
  'u',
)
