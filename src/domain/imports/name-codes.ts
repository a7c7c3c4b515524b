import { cleanText, fold, slug } from './clean.ts'
import type { PersonRow } from './model.ts'
import { phoneKey } from './read-contacts.ts'

/** Tones and accents of Latin, Greek and Cyrillic letters, taken apart. */
const MARKS = /[\u0300-\u036f]/

/** A name as it is told from others: case, spaces and punctuation do not count, tones and accents do (Hà, Hạ and Hả are three). */
export function nameKey(name: string): string {
  const plain = cleanText(name).normalize('NFKC')
  if (!MARKS.test(plain.normalize('NFKD'))) return fold(plain)
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** What stands for the code of somebody who has none: a name is not an identity, but in one unit it is a beginning. */
export function nameCode(unit: string, name: string): string {
  if (nameKey(name) === fold(name)) return slug(unit ? `${unit} ${name}` : name)
  const own = nameKey(name).toUpperCase().replaceAll(' ', '-')
  return unit ? `${slug(unit)}-${own}` : own
}

/** A number as it is compared: without the code of the country, and without the zero that a spreadsheet takes away. */
export function comparedPhone(address: string): string {
  return phoneKey(address).replace(/^0(?=\d{10,11}$)/, '')
}

/** The numbers of a row as they are compared. */
export function phonesOf(row: Pick<PersonRow, 'contacts'>): Set<string> {
  return new Set(row.contacts.flatMap((each) => (each.channel === 'phone' ? [comparedPhone(each.address)] : [])))
}

/** Whether two have a value in common. */
export function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const each of a) if (b.has(each)) return true
  return false
}
