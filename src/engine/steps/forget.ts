import { MINUTE } from '../../base/clock.ts'
import { forgetNames } from '../../domain/search/keep-names.ts'
import type { Step } from '../step.ts'

/** Names that nobody bears any more, out of the index: some time after imports, and not while others index. */
export const forgetStep: Step = {
  name: 'forget',
  givesWay: true,
  async run(tx, { now }) {
    return { next: (await forgetNames(tx)) === null ? new Date(now.getTime() + MINUTE) : null }
  },
}
