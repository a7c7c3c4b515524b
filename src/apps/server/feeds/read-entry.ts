import { createHash } from 'node:crypto'
import { SECOND } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import type { Take } from '../receive.ts'
import { type CacheValidators, type FeedAnswer, fetchFeed, NO_VALIDATORS, PATIENCE_MS } from './fetch-feed.ts'
import type { LinkRead, LinkState } from './link-turns.ts'
import { type FeedEntry, holdsMessage } from './read-feed.ts'

/** Where messages that were fetched go. */
export interface FeedTaking {
  take: Take
  /** Takes back what was shown as refused of a source, and is not there any more. */
  forget: (source: string, why: readonly MusterError[]) => Promise<void>
  onFault: (error: unknown) => void
}

/** The first try waits a short time: of a hundred links that hang the last must have its turn before long. */
const FIRST_PATIENCE_MS = 5 * SECOND

/**
 * Reads the message of an entry anew and hands it over, unless it is what was handed over last. FEED_FAILED where none of its
 * links answers with one.
 */
export async function readEntry(entry: FeedEntry, state: LinkState | undefined, taking: FeedTaking): Promise<LinkRead> {
  const before = state?.read ?? null
  const isSettled = state?.mark === entry.mark && state.fails === 0
  const patience = Math.min(PATIENCE_MS, FIRST_PATIENCE_MS * (1 + (state?.fails ?? 0)))
  // An entry that says something new is fetched whole: a date of a second's grain may hide a change within that second.
  if (before && isSettled && entry.links.includes(before.link)) {
    const fetched = await fetchFeed(before.link, before.validators, patience)
    if (fetched === null) return before
    if (holdsMessage(fetched.bytes)) return handOver(before.link, fetched, before, taking)
  }
  const { link, fetched } = await firstMessage(entry, patience)
  return handOver(link, fetched, before, taking)
}

/** The first link that answers with a message, in the entry's order. */
async function firstMessage({ links }: FeedEntry, patience: number): Promise<{ link: string; fetched: FeedAnswer }> {
  let failure: unknown = null
  for (const link of links) {
    try {
      const fetched = await fetchFeed(link, NO_VALIDATORS, patience)
      if (fetched && holdsMessage(fetched.bytes)) return { link, fetched }
      failure ??= new MusterError('FEED_FAILED', { url: link, reason: 'it holds no CAP message' })
    } catch (error) {
      failure ??= error
    }
  }
  throw failure
}

/**
 * Hands messages over that are other than those read before from that address; what was refused of the same is refused again,
 * for somebody may have had it tried again.
 */
export async function handOver(
  source: string,
  { bytes, validators }: { bytes: Uint8Array; validators: CacheValidators },
  before: LinkRead | null,
  { take, forget, onFault }: FeedTaking,
): Promise<LinkRead> {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const isKnown = before?.digest === digest && before.link === source && before.refused.length === 0
  if (isKnown) return { ...before, validators }
  const { refused } = await take(bytes, source)
  for (const error of refused) onFault(error)
  const gone = before?.refused.filter((old) => !refused.some((error) => error.message === old.message)) ?? []
  if (before && gone.length > 0) await forget(before.link, gone)
  return { link: source, validators, digest, refused }
}
