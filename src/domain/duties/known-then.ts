import type { Fragment, Tx } from '../../db/connect.ts'

/**
 * What a duty `d` was known to be at a moment past; null: now. An end that was set later is not told of it, nor why: what was known
 * before is kept where the duty was parted for a stand-in, and else nothing is shown rather than what it came to be.
 */

/** When it ends; `infinity`: no end was known. */
export const dutyEnds = (tx: Tx, at: Date | null): Fragment =>
  at ? tx`case when ${setLater(tx, at)} then coalesce(d.parted_until, 'infinity') else d.ends end` : tx`d.ends`

export const dutyEndReason = (tx: Tx, at: Date | null): Fragment =>
  at ? tx`case when not ${setLater(tx, at)} then d.end_reason end` : tx`d.end_reason`

const setLater = (tx: Tx, at: Date) => tx`(d.end_reason is not null and d.changed_at > ${at})`
