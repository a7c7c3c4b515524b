import { EVERYWHERE } from '../../db/agenda.ts'
import { forgetNames, indexDistrict } from '../../domain/search/keep-names.ts'
import { keepSortKeys } from '../../domain/search/keep-sort-keys.ts'
import type { Step } from '../step.ts'

/**
 * Names that came with an import or an act, into the index that search reads; for all districts together, names that nobody
 * bears any more out of it. Where names stand in lists comes along with it. A county's names take one run, a large city's several.
 */
export const indexStep: Step = {
  name: 'index',
  async run(tx, { district, now }) {
    if (district !== EVERYWHERE) {
      const isMore = (await indexDistrict(tx, district)) || (await keepSortKeys(tx, district))
      return { next: isMore ? now : null }
    }
    await forgetNames(tx)
    return { next: null }
  },
}
