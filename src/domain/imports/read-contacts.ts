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
  for (const part of written.split(/[;,、，；|\n]|\/(?=\D*\d)|\s(?=\+)/)) {
    if (isBlank(part)) continue
    const address = channel === 'phone' ? readPhone(part) : readEmail(part)
    if (address === null) reading.note('LEFT_OUT', line, { column: column ?? channel, value: cleanText(part) })
    else if (!contacts.some((had) => had.address === address)) contacts.push({ channel, address })
  }
  return contacts
}

/** Digits with a leading + where it was written; E.164 allows 15, and short numbers have at least 5. */
export function readPhone(text: string): string | null {
  const word = cleanText(text.normalize('NFKC')).replace(/\.0+$/, '')
  if (!/^\+?[\d\s().-]+$/.test(word)) return null
  const digits = word.replace(/\D/g, '')
  return digits.length >= 5 && digits.length <= 15 ? (word.startsWith('+') ? `+${digits}` : digits) : null
}

function readEmail(text: string): string | null {
  const word = cleanText(text.normalize('NFKC'))
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word) ? word : null
}
