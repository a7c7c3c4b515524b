import { HOUR, MINUTE } from '../../../base/clock.ts'
import type { MusterError } from '../../../base/errors.ts'
import type { CacheValidators } from './fetch-feed.ts'
import type { FeedEntry } from './read-feed.ts'

/** What came of the link of an entry so far. */
export interface LinkState {
  /** The entry's mark when it was last tried. */
  mark: string
  triedAt: number
  /** How often it failed in a row since that mark, and why; 0: its message was read. */
  fails: number
  error: unknown
  /** The message as it was read last; null: it never was. */
  read: LinkRead | null
}

export interface LinkRead {
  /** Which of the entry's links it was. */
  link: string
  validators: CacheValidators
  /** Of its bytes: what is identical is not taken twice. */
  digest: string
  /** What of it was refused, and is shown. */
  refused: readonly MusterError[]
}

/** A link that was read is asked whether it has another message, where its entry would not say so. */
const ASK_AGAIN_MS = 5 * MINUTE
/** So many of these in one look, so that a long feed does not ask all of them at once. */
const ASK_AGAIN_LINKS = 20
/** A link that fails for ever is tried as rarely as this. */
const LONGEST_PAUSE_MS = HOUR

/** Whether an entry's link is new, says that it has another message, failed and is due again, or is only asked once more. */
type Turn = 'never-tried' | 'updated' | 'failed' | 'asked-again'
const ORDER: readonly Turn[] = ['never-tried', 'updated', 'failed', 'asked-again']

/**
 * The entries whose links are read in a look, in that order: those never tried, then those that say something new, then those
 * that failed and have waited, each the one first that waited longest. So none is kept back for ever by those before it.
 */
export function turnsOf(
  entries: readonly FeedEntry[],
  states: ReadonlyMap<string, LinkState>,
  now: number,
): { entry: FeedEntry; turn: Turn }[] {
  const due = entries.flatMap((entry) => {
    const state = states.get(entry.links[0])
    const turn = turnOf(entry, state, now)
    return turn === null ? [] : [{ entry, turn, triedAt: state?.triedAt ?? 0 }]
  })
  due.sort((a, b) => ORDER.indexOf(a.turn) - ORDER.indexOf(b.turn) || a.triedAt - b.triedAt)
  const firstAsked = due.findIndex((d) => d.turn === 'asked-again')
  return firstAsked < 0 ? due : due.slice(0, firstAsked + ASK_AGAIN_LINKS)
}

function turnOf({ mark, dated }: FeedEntry, state: LinkState | undefined, now: number): Turn | null {
  if (!state) return 'never-tried'
  if (mark !== state.mark) return 'updated'
  // A clock that was ahead, and is put right, keeps no link waiting until it is that late again.
  const waited = now < state.triedAt ? Number.POSITIVE_INFINITY : now - state.triedAt
  if (state.fails > 0) return waited >= pauseAfter(state.fails) ? 'failed' : null
  const { etag, lastModified } = state.read?.validators ?? {}
  const worthAsking = Boolean(etag || lastModified) || !dated
  return worthAsking && waited >= ASK_AGAIN_MS ? 'asked-again' : null
}

/** None after the first failure, for the next look is a pause; then two minutes, four, to an hour at most. */
function pauseAfter(fails: number): number {
  return fails <= 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 2 ** (fails - 1) * MINUTE)
}
