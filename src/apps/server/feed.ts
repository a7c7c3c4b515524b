import { type Clock, MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { isItemFault } from '../../db/set-aside.ts'
import { readCap } from '../../domain/warnings/read-cap.ts'
import { type Fetched, fetchFeed, NO_VALIDATORS, type Validators } from './feeds/fetch-feed.ts'
import { type LinkRead, type LinkState, turnsOf } from './feeds/link-turns.ts'
import { handOver, readEntry, type Taking } from './feeds/read-entry.ts'
import { type FeedEntry, readFeed } from './feeds/read-feed.ts'
import { type Looking, looking } from './looking.ts'

/** Entries read in one look, and how long it may go on: a feed that lists more, or hangs, is read on at the next. */
const MAX_ENTRIES = 100
const LOOK_MS = MINUTE

/** What watching a feed needs beside its address. */
export interface FeedWatch extends Taking {
  everyMs: number
  clock: Clock
}

/**
 * Watches an HTTP endpoint that answers with a warning, a feed of warnings, or an Atom or RSS feed of links to them. Each link
 * is read once, and again when its entry or the link itself says that it has another message. Nothing is kept but in memory:
 * after a restart all is fetched again and found to be known.
 */
export function watchFeed(url: string, of: FeedWatch): Looking {
  const { clock, onFault, everyMs } = of
  let last: Validators = NO_VALIDATORS
  let whole: LinkRead | null = null
  let entries: FeedEntry[] = []
  let states = new Map<string, LinkState>()

  async function look(): Promise<number> {
    const answer = await fetchFeed(url, last)
    if (answer !== null) await readAnswer(answer)
    await readLinks()
    return everyMs
  }

  async function readAnswer(answer: Fetched): Promise<void> {
    const found = readFeed(answer.bytes, url)
    // Only an address that answered as it should may say "nothing new" the next time.
    last = NO_VALIDATORS
    entries = Array.isArray(found) ? found : []
    const listed = new Set(entries.map((entry) => entry.links[0]))
    states = new Map([...states].filter(([link]) => listed.has(link)))
    if (found === 'messages') whole = await handOver(url, answer, whole, of)
    else if (found === null) for (const error of readCap(answer.bytes).refused) onFault(error)
    if (found !== null) last = answer.validators
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
        onFault(error)
        states.set(link, failed(mark, triedAt, state, error))
      }
    }
  }

  return looking(look, onFault, everyMs)
}

/** One whose message was read, and that only does not answer when asked for another, has not failed. */
function failed(mark: string, triedAt: number, state: LinkState | undefined, cause: unknown): LinkState {
  const isSame = state?.mark === mark
  if (state && isSame && state.fails === 0) return { ...state, triedAt }
  const error = cause instanceof MusterError ? cause : new MusterError('FAULT', {}, { cause })
  return { mark, triedAt, fails: 1 + (isSame ? (state?.fails ?? 0) : 0), error, read: state?.read ?? null }
}
