import { adviceFor, type MusterError } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { ITEM_LENGTH, setAside, storable, takeBack } from '../../db/set-aside.ts'
import { noteChange } from '../audit/changes.ts'
import { ACTUAL } from '../audit/model.ts'

/** What is wrong with a watched feed: its address is down (FEED_FAILED), or some of its links are (FEED_LINKS). */
export interface FeedFault {
  feed: string
  code: string
  reason: string
  /** What helps. */
  do: string
  since: Date
  /** When it was found so last. */
  lastAt: Date
  tries: number
}

const AT = { lane: ACTUAL, step: 'warn' } as const

/** What may be wrong with a feed, and the item as which that is shown; each goes when the feed works again. */
const ITEMS = { FEED_FAILED: 'feed', FEED_LINKS: 'links' } as const
type FeedCode = keyof typeof ITEMS

const itemOf = (code: FeedCode, feed: string) => storable(`${ITEMS[code]} ${feed}`, ITEM_LENGTH)

/**
 * Shows with the faults what is wrong with a feed now, and takes back what is not any more: a source that is down looks like
 * a quiet one. `faults` has at most one of each code.
 */
export async function noteFeed(db: Db, now: Date, feed: string, faults: readonly MusterError[]): Promise<void> {
  const codes = Object.keys(ITEMS) as FeedCode[]
  const mended = codes.filter((code) => !faults.some((error) => error.code === code))
  const wrong = codes.flatMap((code) => {
    const error = faults.find((fault) => fault.code === code)
    return error ? [{ district: EVERYWHERE, item: itemOf(code, feed), error }] : []
  })
  await db.write(now, async (tx) => {
    await setAside(tx, now, AT, wrong)
    const items = mended.map((code) => ({ step: AT.step, item: itemOf(code, feed) }))
    const back = await takeBack(tx, AT.lane, EVERYWHERE, items)
    if (back.length > 0) await noteChange(tx, AT.lane, [EVERYWHERE], 'faults')
  })
}

/** Whether anything that is wrong with a feed is still shown: somebody may have had it tried again (primary key). */
export async function isFeedShown(tx: Tx, feed: string): Promise<boolean> {
  const items = (Object.keys(ITEMS) as FeedCode[]).map((code) => itemOf(code, feed))
  const found = await tx<{ item: string }[]>`
    select item from set_aside
    where district = ${EVERYWHERE} and lane = ${AT.lane} and step = ${AT.step} and item = any(${items}::text[])`
  return found.length > 0
}

/** What is wrong with watched feeds, the oldest first (primary key of set_aside, by its district, lane and step). */
export async function feedFaults(tx: Tx): Promise<FeedFault[]> {
  const kinds = Object.values(ITEMS) as string[]
  const found = await tx<Omit<FeedFault, 'do'>[]>`
    select substring(item from position(' ' in item) + 1) as feed, code, reason, since, last_at as "lastAt", tries
    from set_aside
    where district = ${EVERYWHERE} and lane = ${AT.lane} and step = ${AT.step} and split_part(item, ' ', 1) = any(${kinds}::text[])
    order by since, item`
  return found.map((row) => ({ ...row, do: adviceFor(row.code) }))
}
