import { restateAndCount } from '../../domain/gaps/actions.ts'
import { dueBy } from '../../domain/gaps/store.ts'
import { campaignsOpen } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** What time alone has changed: a shift began or ended, a holder's time is up, evidence that was due has not come. */
export const gapsStep: Step = {
  name: 'gaps',
  async run(tx, { lane, district, now }) {
    // The next look is asked for by restateAndCount, from the requirements themselves.
    for (const campaign of await campaignsOpen(tx, district, lane))
      await restateAndCount(tx, now, campaign, dueBy(tx, now))
    return { next: null }
  },
}
