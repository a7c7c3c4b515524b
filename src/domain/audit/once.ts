import { createHash } from 'node:crypto'
import { DAY } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'

/** An act as its sender named it; without a key it is done every time it is sent. */
export interface Sent {
  district: string
  /** Made by the sender, so that sending again after a lost answer does nothing twice. */
  key?: string | undefined
  act: string
  /** All that was asked, to tell another request that bears the same key by mistake. */
  asked: unknown
}

/** How long an answer is kept for whoever asks again. */
const KEPT_MS = DAY

/**
 * Does an act once for a key, inside the act's own transaction: the second time its answer is given again, as `revive` makes
 * it of JSON. Of two that come at once the later waits for the earlier to end (primary key of answered). KEY_USED when the
 * key came with another request.
 */
export async function once<T>(
  tx: Tx,
  now: Date,
  sent: Sent,
  revive: (answer: T) => T,
  run: () => Promise<T>,
): Promise<T> {
  const { district, key, act, asked } = sent
  if (key === undefined) return run()
  await tx`delete from answered where district = ${district} and at < ${new Date(now.getTime() - KEPT_MS)}`
  const [fresh] = await tx`
    insert into answered (district, key, act, asked, at) values (${district}, ${key}, ${act}, ${hashOf(asked)}, ${now})
    on conflict do nothing returning key`
  if (!fresh) {
    const before = await answerBefore(tx, sent, revive)
    if (before !== null) return before
    throw new MusterError('KEY_USED', { key })
  }
  const answer = await run()
  await tx`
    update answered set answer = ${JSON.stringify(answer)}::text::jsonb where district = ${district} and key = ${key}`
  return answer
}

/** An act of one transaction, done once for a key, whose answer holds nothing that JSON does not. KEY_USED as `once`. */
export function writeOnce<T>(db: Db, now: Date, sent: Sent, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.write(now, (tx) =>
    once(
      tx,
      now,
      sent,
      (answer) => answer,
      () => run(tx),
    ),
  )
}

/**
 * What was answered under this key before; null: nothing. For an act that is long in the making, so that it is not made again
 * to be thrown away. KEY_USED when the key came with another request.
 */
export async function answerBefore<T>(
  tx: Tx,
  { district, key, act, asked }: Sent,
  revive: (answer: T) => T,
): Promise<T | null> {
  if (key === undefined) return null
  const [before] = await tx<{ act: string; asked: string; answer: T }[]>`
    select act, asked, answer from answered where district = ${district} and key = ${key}`
  if (!before) return null
  if (before.act !== act || before.asked !== hashOf(asked)) throw new MusterError('KEY_USED', { key })
  return revive(before.answer)
}

function hashOf(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}
