import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { sayWhy } from './say-why.ts'

/** Where a Cancel comes from that nobody sent. */
export const BY_HAND = 'by hand'

/** Withdraws a Cancel of our own by its identifier: it ends nothing any more. False where it was withdrawn before. */
export async function withdrawCancel(tx: Tx, identifier: string): Promise<boolean> {
  const done = await tx`
    update warning set state = 'noted', why = 'withdrawn', by = null, asks = null, reason = ${sayWhy('withdrawn', null)}
    where identifier = ${identifier} and source = ${BY_HAND} and why is distinct from 'withdrawn'`
  return done.count > 0
}

/**
 * Puts a warning that was ended by hand in force again, with its parts as they were; one that had not been looked at yet is to be
 * looked at. ACT_OVERTAKEN where it has run out since.
 */
export async function resumeWarning(tx: Tx, now: Date, id: string): Promise<void> {
  const parts = await tx<{ state: string }[]>`
    update warning_part set state = was_state, was_state = null
    where warning = ${id} and state = 'over' and was_state is not null and expires > ${now} returning state`
  const asked = parts.some((part) => part.state === 'asked')
  const state = parts.some((part) => part.state !== 'asked') ? 'in-force' : 'received'
  const done = await tx`
    update warning set state = ${state}, why = null, by = null, reason = null, asks = ${asked && state === 'in-force' ? 'ours' : null}
    where id = ${id} and state = 'over' and why = 'by-hand' and expires > ${now}`
  if (done.count === 0) throw new MusterError('ACT_OVERTAKEN', { what: 'the warning has run out since' })
}
