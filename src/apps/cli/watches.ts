import { MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Actor } from '../../domain/audit/model.ts'
import { isFeedShown, noteFeed } from '../../domain/warnings/feed-faults.ts'
import { forgetRefused, keepRefused } from '../../domain/warnings/keep-refused.ts'
import type { Acting } from '../server/context.ts'
import { type FeedWatch, watchFeed } from '../server/feed.ts'
import type { Looking } from '../server/looking.ts'
import { receiveWarnings, type Take } from '../server/receive.ts'
import { type FolderWatch, watchFolder } from '../server/watch.ts'

const WATCHER: Actor = { kind: 'import', id: 'watch' }
/** As often as national feeds ask to be read at most. */
const FEED_EVERY_MS = MINUTE

/** Takes in what a watched folder or feed hands over; what is refused of it is shown with the faults, for nobody waits there. */
export function takeWatched(context: Acting): Take {
  return async (bytes, source) => {
    const received = await receiveWarnings(context, WATCHER, bytes, source)
    await keepRefused(context.db, context.clock.now(), source, received.refused)
    return received
  }
}

/** How a watched folder shows what was refused or is stuck: with the faults. */
export function shownBy({ db, clock }: Acting): Pick<FolderWatch, 'tell' | 'untell'> {
  return {
    tell: (source, why) => keepRefused(db, clock.now(), source, why),
    untell: (source, why) => forgetRefused(db, clock.now(), source, why),
  }
}

/** How a watched feed shows that it, or some of its links, cannot be read: with the faults. */
export function feedShownBy({ db, clock }: Acting): Pick<FeedWatch, 'tell' | 'isShown' | 'forget'> {
  return {
    tell: (feed, faults) => noteFeed(db, clock.now(), feed, faults),
    isShown: (feed) => db.read((tx) => isFeedShown(tx, feed)),
    forget: (source, why) => forgetRefused(db, clock.now(), source, why),
  }
}

/** Watches the folders and feeds, beginning at once; `closing` is given the acts of stopping. Throws WATCH_FAILED. */
export async function startWatches(
  context: Acting,
  { folders, feeds }: { folders: readonly string[]; feeds: readonly string[] },
  closing: AsyncDisposableStack,
  onFault: (error: unknown) => void,
): Promise<void> {
  const take = takeWatched(context)
  const begin = (watching: Looking) => {
    closing.defer(() => watching.stop())
    watching.soon(0)
  }
  for (const folder of folders) {
    const watching = watchFolder(folder, { ...shownBy(context), take, clock: context.clock, onFault })
    const failed = (error: Error) =>
      new MusterError('WATCH_FAILED', { folder, reason: error.message }, { cause: error })
    begin(await watching.catch((error: Error) => Promise.reject(failed(error))))
  }
  const of = { ...feedShownBy(context), take, clock: context.clock, onFault, everyMs: FEED_EVERY_MS }
  for (const feed of feeds) begin(watchFeed(feed, of))
}
