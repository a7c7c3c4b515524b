import { type Clock, MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { isItemFault } from '../../db/set-aside.ts'
import { readCap } from '../../domain/warnings/read-cap.ts'
import { type CacheValidators, type FeedAnswer, fetchFeed, NO_VALIDATORS } from './feeds/fetch-feed.ts'
import { type LinkRead, type LinkState, turnsOf } from './feeds/link-turns.ts'
import { type FeedTaking, handOver, readEntry } from './feeds/read-entry.ts'
import { type FeedEntry, readFeed } from './feeds/read-feed.ts'
import { type Looking, looking } from './looking.ts'

/** Entries read in one look, and how long it may go on: a feed that lists more, or hangs, is read on at the next. */
const MAX_ENTRIES = 100
const LOOK_MS = MINUTE

/** What watching a feed needs beside its address. */
export interface FeedWatch extends FeedTaking {
  everyMs: number
  clock: Clock
  /** Shows what is wrong with the feed now, FEED_FAILED and FEED_LINKS; nothing: that it works. */
  tell: (feed: string, faults: readonly MusterError[]) => Promise<void>
  /** Whether what was told is still shown; else somebody has it tried again. */
  isShown: (feed: string) => Promise<boolean>
}

/**
 * Watches an HTTP endpoint that answers with a warning, a feed of warnings, or an Atom or RSS feed of links to them. Each link
 * is read once, and again when its entry or the link itself says that it has another message. Nothing is kept but in memory:
 * after a restart all is fetched again and found to be known.
 */
export function watchFeed(url: string, of: FeedWatch): Looking {
  const { clock, onFault, everyMs } = of
  let last: CacheValidators = NO_VALIDATORS
  let whole: LinkRead | null = null
  let entries: FeedEntry[] = []
  let states = new Map<string, LinkState>()
  let unread: MusterError | null = null
  // Whether something is shown of it; null: that is not known, for an earlier process may have left it.
  let isTold: boolean | null = null

  async function look(): Promise<number> {
    if (isTold && !(await of.isShown(url))) waitNoMore()
    try {
      const answer = await fetchFeed(url, last)
      if (answer !== null) await readAnswer(answer)
      await readLinks()
    } catch (error) {
      // A register that fails is no fault of the feed's, and could not be told of it.
      if (isItemFault(error)) await report(asFailed(url, error))
      throw error
    }
    await report(unread)
    return everyMs
  }

  /** Has every link that fails tried at once. */
  function waitNoMore(): void {
    for (const [link, state] of states) if (state.fails > 0) states.set(link, { ...state, fails: 1 })
  }

  async function report(fault: MusterError | null): Promise<void> {
    const faults = [fault, linksFault(url, states)].filter((error) => error !== null)
    if (faults.length === 0 && isTold === false) return
    await of.tell(url, faults)
    isTold = faults.length > 0
  }

  async function readAnswer(answer: FeedAnswer): Promise<void> {
    const found = readFeed(answer.bytes, url)
    // Only an address that answered as it should may say "nothing new" the next time.
    last = NO_VALIDATORS
    if (found === null) {
      for (const error of readCap(answer.bytes).refused) onFault(error)
      unread = new MusterError('FEED_FAILED', { url, reason: 'it answers with neither a feed nor a CAP message' })
      return
    }
    entries = found === 'messages' ? [] : found
    const listed = new Set(entries.map((entry) => entry.links[0]))
    states = new Map([...states].filter(([link]) => listed.has(link)))
    if (found === 'messages') whole = await handOver(url, answer, whole, of)
    last = answer.validators
    unread = null
  }

  async function readLinks(): Promise<void> {
    const began = clock.now().getTime()
    for (const { entry } of turnsOf(entries, states, began).slice(0, MAX_ENTRIES)) {
      const triedAt = clock.now().getTime()
      if (triedAt - began >= LOOK_MS) return
      const [link, { mark }] = [entry.links[0], entry]
      const state = states.get(link)
      try {
        const read = await readEntry(entry, state, of)
        states.set(link, { mark, triedAt, fails: 0, error: null, read })
      } catch (error) {
        // A link that fails must not keep the others from being read; a register that fails is no fault of theirs.
        if (!isItemFault(error)) throw error
        const next = failed(mark, triedAt, state, error)
        // Told when it begins; while it lasts it is shown.
        if (next.fails === 1) onFault(error)
        states.set(link, next)
      }
    }
  }

  return looking(look, onFault, everyMs)
}

function asFailed(url: string, cause: unknown): MusterError {
  if (cause instanceof MusterError && cause.code === 'FEED_FAILED') return cause
  return new MusterError('FEED_FAILED', { url, reason: reasonOf(cause) }, { cause })
}

/** The links that fail as one fault: of a feed that moved there are hundreds. */
function linksFault(url: string, states: ReadonlyMap<string, LinkState>): MusterError | null {
  const failing = [...states].flatMap(([link, { fails, error }]) => (fails > 0 ? [{ link, fails, error }] : []))
  const [longest] = failing.sort((a, b) => b.fails - a.fails)
  if (!longest) return null
  const { link, error } = longest
  return new MusterError('FEED_LINKS', { url, count: failing.length, link, reason: reasonOf(error) })
}

/** Of a link or an address that could not be read only why, for the address is told beside it. */
function reasonOf(error: unknown): string {
  if (error instanceof MusterError && error.code === 'FEED_FAILED') return String(error.details.reason)
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}

/** One whose message was read, and that only does not answer when asked for another, has not failed. */
function failed(mark: string, triedAt: number, state: LinkState | undefined, cause: unknown): LinkState {
  const isSame = state?.mark === mark
  if (state && isSame && state.fails === 0) return { ...state, triedAt }
  return { mark, triedAt, fails: 1 + (isSame ? (state?.fails ?? 0) : 0), error: cause, read: state?.read ?? null }
}
