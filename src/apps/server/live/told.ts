import type { z } from 'zod'
import { ERRORS, type ErrorCode, MusterError } from '../../../base/errors.ts'
import type { Exercise } from '../../../domain/audit/exercises.ts'
import type { KeptWarning } from '../../../domain/warnings/store.ts'
import { type ExerciseShape, ReportShape } from '../../client/live.ts'

/** A warning as it goes over HTTP: what was read, and beside it what became of it. */
export function warningTold({ warning, ...kept }: KeptWarning) {
  return { ...warning, ...kept }
}

/** An exercise as it goes over HTTP: its fault in words. */
export function exerciseTold({ report, fault, ...exercise }: Exercise): z.output<typeof ExerciseShape> {
  const read = ReportShape.safeParse(report)
  return { ...exercise, report: read.success ? read.data : null, fault: fault === null ? null : faultTold(fault) }
}

/** A code that was kept in words; one that is of another version is told as a fault. */
function faultTold(code: string): { code: string; says: string; do: string } {
  const error = new MusterError(code in ERRORS ? (code as ErrorCode) : 'FAULT')
  return { code, says: error.message, do: error.advice }
}
