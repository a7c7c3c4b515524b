import { asideItems, byHalves, setAside } from '../../db/set-aside.ts'
import { restateDue } from '../../domain/gaps/actions.ts'
import { campaignsOpen } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** What time alone has changed: a shift began or ended, a holder's time is up, evidence that was due has not come. */
export const gapsStep: Step = {
  name: 'gaps',
  async run(tx, { lane, district, now }) {
    let more = false
    const at = { lane, step: 'gaps' } as const
    const aside = await asideItems(tx, district, at)
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const item = `campaign ${campaign.id}`
      if (aside.has(item)) continue
      const failed = await byHalves(tx, [campaign], async (inner) => {
        more = (await restateDue(inner, now, campaign)) || more
      })
      const items = failed.map(({ error }) => ({ district, item, error }))
      await setAside(tx, now, at, items)
    }
    // The next look is asked for by restateDue, from the requirements themselves.
    return { next: more ? now : null }
  },
}
