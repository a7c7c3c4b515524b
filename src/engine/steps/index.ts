import { SECOND } from '../../base/clock.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { type Indexed, indexDistrict, indexWarnings } from '../../domain/search/keep-names.ts'
import { keepSortKeys } from '../../domain/search/keep-sort-keys.ts'
import type { Step, Work } from '../step.ts'

/** After this long it is tried again while names are being taken out of the index. */
const BUSY_MS = 5 * SECOND

/**
 * Names that came with an import or an act, into the index that search reads; for all districts together, the titles of
 * warnings. Where names stand in lists comes along with it. It is a step of its own, so that no alarm waits for the index or
 * fails with it. A county's names take one run, a large city's several.
 */
export const indexStep: Step = {
  name: 'index',
  async run(tx, work) {
    const came = await (work.district === EVERYWHERE ? indexWarnings(tx, work) : indexAll(tx, work))
    if (came === 'all') return { next: null }
    return { next: came === 'more' ? work.now : new Date(work.now.getTime() + BUSY_MS) }
  },
}

async function indexAll(tx: Tx, work: Work): Promise<Indexed> {
  const came = await indexDistrict(tx, work)
  if (came !== 'all') return came
  return (await keepSortKeys(tx, work.district)) ? 'more' : 'all'
}
