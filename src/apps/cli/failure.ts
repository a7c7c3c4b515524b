import { CommanderError } from 'commander'
import { type Details, type ErrorKind, MusterError } from '../../base/errors.ts'

/** A failure as it is told: `{ "error": … }` with --json, `CODE: says. do` to people. */
export interface Failure {
  code: string
  says: string
  do: string
  details: Details
}

const EXIT: Readonly<Record<ErrorKind, 1 | 2>> = { input: 2, missing: 2, conflict: 2, refused: 2, busy: 1, fault: 1 }

/** 2 where another call would have been right, 1 where none would. */
export function exitOf(error: unknown): 1 | 2 {
  if (error instanceof CommanderError) return 2
  return error instanceof MusterError ? EXIT[error.kind] : 1
}

export function failureOf(error: unknown): Failure {
  if (error instanceof MusterError) {
    return { code: error.code, says: error.message, do: error.advice, details: error.details }
  }
  if (error instanceof CommanderError) {
    const says = sentence(error.message.replace(/^error: /, ''))
    return { code: 'BAD_COMMAND', says, do: 'See --help.', details: {} }
  }
  // Nobody foresaw it, so that there is nothing wise to advise but where to look.
  const says = sentence(error instanceof Error ? error.message : String(error))
  return { code: 'FAULT', says, do: 'Run it again with MUSTER_DEBUG=1 to see where it happened.', details: {} }
}

export function failureLine({ code, says, do: advice }: Failure): string {
  return `${code}: ${says} ${advice}`
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`
}
