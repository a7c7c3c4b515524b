import { rollUp } from '../../domain/gaps/coverage.ts'
import type { Step } from '../step.ts'

/** Counts of the districts into the nodes above: one level a pass, until the root has them. */
export const rollupStep: Step = {
  name: 'rollup',
  async run(tx, { lane, now }) {
    while ((await rollUp(tx, now, lane)) > 0);
    return { next: null }
  },
}
