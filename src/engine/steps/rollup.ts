import { askAll, EVERYWHERE } from '../../db/agenda.ts'
import { asideItems, byHalves, setAside } from '../../db/set-aside.ts'
import { districtsToFold, foldAndRise } from '../../domain/gaps/fold.ts'
import type { Step } from '../step.ts'

/**
 * Counts that acts have inserted are added up, and carried from the top of the district into the one above, which does the same
 * with them: one level a run, until the root has them. Asked for everywhere, it looks for districts that nobody asked for.
 */
export const rollupStep: Step = {
  name: 'rollup',
  givesWay: true,
  async run(tx, { lane, district, now }) {
    if (district === EVERYWHERE) {
      await askAll(tx, lane, await districtsToFold(tx), 'rollup', now)
      return { next: null }
    }
    const at = { lane, step: 'rollup' } as const
    const item = `district ${district}`
    if ((await asideItems(tx, district, at)).has(item)) return { next: null }
    const failed = await byHalves(tx, [district], (inner) => foldAndRise(inner, now, lane, district))
    const items = failed.map(({ error }) => ({ district, item, error }))
    await setAside(tx, now, at, items)
    return { next: null }
  },
}
