import { ACT_ERRORS } from './errors/acts.ts'
import type { ErrorKind } from './errors/entry.ts'
import { REGISTER_ERRORS } from './errors/register.ts'
import { SERVED_ERRORS } from './errors/served.ts'

/**
 * Every way in which Muster says no, in one table. A code is for programs, `says` for people, `do` for what helps.
 * `{name}` in a text is filled from the error's details. Only apps turn a kind into a status or an exit code.
 */
export const ERRORS = { ...REGISTER_ERRORS, ...ACT_ERRORS, ...SERVED_ERRORS } as const

export type { ErrorKind }

export type ErrorCode = keyof typeof ERRORS
export type Details = Record<string, string | number | boolean | null | undefined>

/** The one error that crosses rooms. `details` fill the texts and are sent to whoever asked. */
export class MusterError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly details: Details

  constructor(code: ErrorCode, details: Details = {}, options?: ErrorOptions) {
    super(fill(ERRORS[code].says, details), options)
    this.name = 'MusterError'
    this.code = code
    this.kind = ERRORS[code].kind
    this.details = details
  }

  /** What helps, in a sentence. */
  get advice(): string {
    return fill(ERRORS[this.code].do, this.details)
  }
}

/** A coded error as it is told of one item among several. */
export interface Why {
  code: ErrorCode
  says: string
  do: string
}

export function whyOf({ code, message, advice }: MusterError): Why {
  return { code, says: message, do: advice }
}

/** What helps against a code, where that can be said without its details; else nothing. */
export function adviceFor(code: string): string {
  const advice = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].do : ''
  return advice.includes('{') ? '' : advice
}

function fill(text: string, details: Details): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
