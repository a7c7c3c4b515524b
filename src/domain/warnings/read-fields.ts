import { MusterError } from '../../base/errors.ts'
import { BOUNDS } from './bounds.ts'
import { isFarOff, readInstant } from './instants.ts'
import type { NamedValue } from './model.ts'
import type { XmlElement } from './read-xml.ts'

/**
 * An element being read: where it stands (`info[1]/area[2]`, empty for the alert itself), and the notes of its message.
 * Children count only in the message's own namespace, so that an extension may use the same names.
 */
export interface Cursor {
  element: XmlElement
  path: string
  notes: string[]
}

/** The children of that name, in order. */
export function each(at: Cursor, name: string): Cursor[] {
  return at.element.children
    .filter((child) => child.name === name && child.space === at.element.space)
    .map((element, i) => ({ element, path: fieldOf(at, `${name}[${i + 1}]`), notes: at.notes }))
}

/** The trimmed text of the child, or null if it is missing or empty. */
export function optional(at: Cursor, name: string): string | null {
  const [first, second] = each(at, name)
  if (second) at.notes.push(`${fieldOf(at, name)} occurs more than once; the first was read`)
  return first?.element.text.trim() || null
}

/** The same, no longer than `most`: what is cut off is noted, and the rest still warns. */
export function wording(at: Cursor, name: string, most: number): string | null {
  const text = optional(at, name)
  return text === null ? null : cut(text, most, fieldOf(at, name), at.notes)
}

/** The first `most` characters, none of them half of a pair. */
export function cut(text: string, most: number, field: string, notes: string[]): string {
  if (text.length <= most) return text
  notes.push(`${field} has ${text.length} characters; the first ${most} were kept`)
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/** The same, or CAP_MISSING. An empty element says nothing, and is missing. */
export function required(at: Cursor, name: string): string {
  const text = optional(at, name)
  if (text === null) throw new MusterError('CAP_MISSING', { field: fieldOf(at, name) })
  return text
}

/** One of the values CAP allows, with slips of case noted; else CAP_BAD_VALUE. */
export function oneOf<T extends string>(value: string, allowed: readonly T[], field: string, notes: string[]): T {
  const found = allowed.find((a) => a === value) ?? allowed.find((a) => a.toLowerCase() === value.toLowerCase())
  if (found === undefined) {
    throw new MusterError('CAP_BAD_VALUE', { field, value: value.slice(0, 80), wants: `one of ${allowed.join(', ')}` })
  }
  if (found !== value) notes.push(`${field}: "${value}" was read as ${found}`)
  return found
}

/** The one value that a required child must have. */
export function choice<T extends string>(at: Cursor, name: string, allowed: readonly T[]): T {
  return oneOf(required(at, name), allowed, fieldOf(at, name), at.notes)
}

const AS_CAP_WRITES = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/

/**
 * A moment, or null if there is none. One without an offset is CAP_BAD_VALUE; `Z` and the like are noted (§3.3.2). One outside
 * the years 1900 to 2199 is left out, with a note: senders write such where they know of no end.
 */
export function instant(at: Cursor, name: string): Date | null {
  const text = optional(at, name)
  if (text === null) return null
  const read = readInstant(text)
  if (!read && isFarOff(text)) {
    at.notes.push(`${fieldOf(at, name)}: "${text.slice(0, 80)}" is not in the years 1900 to 2199 and was left out`)
    return null
  }
  if (!read) {
    const wants = 'a moment with its offset, as 2020-07-09T14:05:00+08:00'
    throw new MusterError('CAP_BAD_VALUE', { field: fieldOf(at, name), value: text.slice(0, 80), wants })
  }
  if (!AS_CAP_WRITES.test(text))
    at.notes.push(`${fieldOf(at, name)}: "${text}" is not written as CAP asks, but is clear`)
  return read
}

/** Named values; CAP 1.0 writes them as `name=value`. Those without a value are left out, with a note. */
export function namedValues(at: Cursor, name: string): NamedValue[] {
  return each(at, name).flatMap((pair) => {
    const [before, ...after] = pair.element.text.trim().split('=')
    const valueName = optional(pair, 'valueName') ?? before?.trim() ?? ''
    const value = optional(pair, 'value') ?? after.join('=').trim()
    if (valueName && value && valueName.length <= BOUNDS.name && value.length <= BOUNDS.name)
      return [{ valueName, value }]
    if (valueName && value) {
      at.notes.push(`${pair.path} has more than ${BOUNDS.name} characters and was left out`)
      return []
    }
    at.notes.push(`${pair.path} has no value and was left out`)
    return []
  })
}

export function fieldOf(at: Cursor, name: string): string {
  return at.path ? `${at.path}/${name}` : name
}
