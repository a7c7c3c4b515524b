import { cleanText, isBlank } from './clean.ts'
import type { ContactRow } from './model.ts'
import type { OpenReading } from './reading.ts'

/** Digits that a number has at least where it stands beside another one: with fewer it is part of one that was written in groups. */
const WHOLE = 7
/** What is said of a number behind it or in brackets: whose it is, that it is for messages too, an extension. */
const WORDS = /[（(][^()（）\d]*[)）]|(?:转|ext\.?|x|#)\s*\d{1,6}$|[^\d\s()+./（）-]+/giu

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
  for (const part of channel === 'phone' ? phonesIn(written) : written.split(/[;,、，；|\n\s]/)) {
    if (isBlank(part)) continue
    const address = channel === 'phone' ? readPhone(part) : readEmail(part)
    const details = { column: column ?? channel, value: cleanText(part) }
    if (address === null) reading.note('LEFT_OUT', line, details)
    else {
      if (channel === 'phone' && saysMore(part)) reading.note('PHONE_WORDS', line, { ...details, kept: address })
      if (!contacts.some((had) => had.address === address)) contacts.push({ channel, address })
    }
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
    .flatMap((part) => cutWhole(part, /\//))
    .flatMap((part) => cutWhole(part, /\s+/))
}

function cutWhole(text: string, between: RegExp): string[] {
  const parts = text.split(between)
  const isWhole = (part: string) => part.replace(/\D/g, '').length >= WHOLE
  return parts.length > 1 && /\d/.test(parts[0] ?? '') && parts.filter((part) => /\d/.test(part)).every(isWhole)
    ? parts
    : [text]
}

/**
 * Digits with a leading + where it was written; E.164 allows 15, and short numbers have at least 5. A range of numbers is none,
 * nor is a Chinese mobile number that lacks a digit or has one too many.
 */
export function readPhone(text: string): string | null {
  const word = bare(text)
  if (!/^\+?[\d\s().\-/]+$/.test(word) || /\d{7,}\s*-\s*\d{7,}/.test(word)) return null
  const digits = word.replace(/\D/g, '')
  if (/^1[3-9]\d{8}$|^1[3-9]\d{10,}$/.test(digits)) return null
  return digits.length >= 5 && digits.length <= 15 ? (word.startsWith('+') ? `+${digits}` : digits) : null
}

/** A number without what is said of it. A word that stands before it makes it none: `QQ 12345678`. */
function bare(text: string): string {
  const word = cleanText(text.normalize('NFKC')).replace(/\.0+$/, '')
  const plain = /^[\d+(]/.test(word) ? cleanText(word.replace(WORDS, ' ')) : word
  // +49 (0)171: the zero is dialled inside the country alone
  return plain.startsWith('+') ? plain.replace(/\(0\)/, '') : plain
}

function saysMore(text: string): boolean {
  return (
    bare(text) !==
    cleanText(text.normalize('NFKC'))
      .replace(/\.0+$/, '')
      .replace(/^(\+.*)\(0\)/, '$1')
  )
}

function readEmail(text: string): string | null {
  const word = cleanText(text.normalize('NFKC'))
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word) ? word : null
}
