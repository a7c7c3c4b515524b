import { MusterError } from '../../base/errors.ts'
import { BOUNDS, tooLarge } from './bounds.ts'

export type JsonObject = Record<string, unknown>

/**
 * An object; an integer past 2^53 in it is a text of its digits (`withDigitsKept`).
 * @throws MusterError IMPORT_UNREADABLE; IMPORT_TOO_LARGE past `depth` or `containers`
 */
export function parseJson(text: string, name: string): JsonObject {
  checkNesting(text, name)
  try {
    const value: unknown = JSON.parse(withDigitsKept(text))
    const object = asObject(value)
    if (object) return object
    throw new SyntaxError('it is not an object')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new MusterError('IMPORT_UNREADABLE', { file: name, reason: error.message }, { cause: error })
  }
}

/** Counts arrays and objects, and how deep they are nested, without making them: each takes far more memory than its text. */
function checkNesting(text: string, name: string): void {
  let [depth, count] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign === QUOTE) i = closing(text, i)
    else if (sign === BRACKET || sign === BRACE) {
      if (++depth > BOUNDS.depth) throw tooLarge(name, 'depth')
      if (++count > BOUNDS.containers) throw tooLarge(name, 'containers')
    } else if (sign === BRACKET + 2 || sign === BRACE + 2) depth--
  }
}

const QUOTE = 0x22
const BRACKET = 0x5b
const BRACE = 0x7b

/** Where the string ends that begins at `from`; beyond the text if it does not. */
function closing(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  for (; end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text[end - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}

/**
 * The same JSON with each integer that a number of the program cannot hold put in quotes: codes of 18 digits are written as
 * numbers, and two that differ in their last digits would become one. Done on the text, and not with the source that a reviver is
 * given by newer engines, since a reviver calls back for each of millions of coordinates.
 */
function withDigitsKept(text: string): string {
  const parts: string[] = []
  let kept = 0
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign === QUOTE) i = closing(text, i)
    else if (sign === MINUS || isDigit(sign)) {
      const end = endOfNumber(text, i)
      if (end - i >= SAFE_DIGITS && isUnsafe(text.slice(i, end))) {
        parts.push(text.slice(kept, i), `"${text.slice(i, end)}"`)
        kept = end
      }
      i = end - 1
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept)
}

/** Every integer of fewer digits is held. */
const SAFE_DIGITS = 16
const MINUS = 0x2d

function isDigit(sign: number): boolean {
  return sign >= 0x30 && sign <= 0x39
}

function endOfNumber(text: string, from: number): number {
  let end = from + 1
  for (let sign = text.charCodeAt(end); isDigit(sign) || IN_NUMBER.has(sign); sign = text.charCodeAt(end)) end++
  return end
}

/** `+`, `-`, `.`, `E`, `e`. */
const IN_NUMBER = new Set([0x2b, MINUS, 0x2e, 0x45, 0x65])

function isUnsafe(number: string): boolean {
  return /^-?[1-9]\d+$/.test(number) && !Number.isSafeInteger(Number(number))
}

/**
 * A value as the text of a cell. An integer past 2^53 that is still a number was written with a point or an exponent
 * (`361128104201000123.0`), as programs write what has been a number before: its last digits are lost, and it stands as
 * `3.611281042010001E+17`, which is known as no code.
 */
export function scalarText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return value.toExponential().toUpperCase()
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}
