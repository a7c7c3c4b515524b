import { MINUTE } from '../../base/clock.ts'
import { asideByTurn, byHalves, setAside, takeBack } from '../../db/set-aside.ts'
import { restateDue } from '../../domain/gaps/actions.ts'
import { campaignsOpen } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** What time alone has changed: a shift began or ended, a holder's time is up, evidence that was due has not come. */
export const gapsStep: Step = {
  name: 'gaps',
  async run(tx, { lane, district, now }) {
    let more = false
    let again: Date | null = null
    const at = { lane, step: 'gaps' } as const
    const aside = await asideByTurn(tx, district, at, now)
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const item = `campaign ${campaign.id}`
      if (aside.waiting.has(item)) continue
      const failed = await byHalves(tx, [campaign], async (inner) => {
        more = (await restateDue(inner, now, campaign)) || more
      })
      const items = failed.map(({ error }) => ({ district, item, error }))
      await setAside(tx, now, at, items)
      if (failed.length > 0) again = new Date(now.getTime() + MINUTE)
      else if (aside.tried.has(item)) await takeBack(tx, lane, district, [{ step: 'gaps', item }])
    }
    // The next look is asked for by restateDue, from the requirements themselves.
    return { next: more ? now : (again ?? aside.next) }
  },
}
