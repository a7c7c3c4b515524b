import { SECOND } from '../../base/clock.ts'
import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { type FreshName, freshInDistrict, freshWarnings, indexNames } from '../../domain/search/keep-names.ts'
import { keepSortKeys, lacksSortKeys } from '../../domain/search/keep-sort-keys.ts'
import type { Gear, Step, Work } from '../step.ts'

/** After this long it is tried again while names are being taken out of the index. */
const BUSY_MS = 5 * SECOND
/** Names indexed in one transaction, some 6,000 keys: others are answered in between, also on the embedded engine. */
const PIECE = 500

/**
 * Names that came with an import or an act, into the index that search reads; for all districts together, the titles of
 * warnings. Where names stand in lists comes along with it. It is a step of its own, so that no alarm waits for the index or
 * fails with it. What is new is read at once, and then written in pieces: a county's names take a minute, in which nobody waits.
 */
export const indexStep: Step = {
  name: 'index',
  givesWay: true,
  async run(tx, work, gear) {
    const later = new Date(work.now.getTime() + BUSY_MS)
    const fresh = await (work.district === EVERYWHERE ? freshWarnings(tx, work) : freshInDistrict(tx, work))
    if (!fresh) return { next: later }
    const { names, more } = fresh
    const next = more ? work.now : null
    const unsorted = work.district !== EVERYWHERE && (await lacksSortKeys(tx, work.district))
    if (names.length === 0 && !unsorted) return { next }
    return {
      next,
      async afterwards(db) {
        const done = await indexAll(db, work, names, gear)
        if (!done) await db.write(work.now, (inner) => ask(inner, work.lane, work.district, 'index', later))
        if (unsorted) await sortAll(db, work, gear)
      },
    }
  },
}

/** Returns false where names are just being taken out of the index: the rest is found again. */
async function indexAll(db: Db, work: Work, names: readonly FreshName[], gear: Gear): Promise<boolean> {
  for (let from = 0; from < names.length; from += PIECE) {
    gear.stopping?.throwIfAborted()
    const piece = names.slice(from, from + PIECE)
    if (!(await db.write(work.now, (tx) => indexNames(tx, work, piece)))) return false
  }
  return true
}

async function sortAll(db: Db, work: Work, gear: Gear): Promise<void> {
  while (await db.write(work.now, (tx) => keepSortKeys(tx, work.district))) gear.stopping?.throwIfAborted()
}
