import { HOUR } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import { learnSizes } from '../../db/statistics.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { insertCallout, insertSummonses } from '../../domain/callouts/store.ts'
import { nextToCall, toCall } from '../../domain/gaps/calling.ts'
import { callWatch, campaignsOpen, playbookAt, saveCallWatch } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** How long before a shift its people are called: time to answer, to climb the ladder, and to get there. */
const LEAD_MS = 2 * HOUR

/** One summons for everybody who holds a required duty and was not asked for it yet. */
export const callStep: Step = {
  name: 'call',
  async run(tx, { lane, district, now }) {
    let next: Date | null = null
    const until = new Date(now.getTime() + LEAD_MS)
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
      if (!playbook) continue
      const callout = {
        district,
        id: newId(now),
        campaign: campaign.id,
        lane,
        startedAt: now,
        reason: `${campaign.playbook} ${campaign.level}`,
      }
      const watch = await callWatch(tx, campaign)
      const since = watch.allAt <= now ? null : watch.calledAt
      const called = await insertSummonses(tx, callout, toCall(tx, now, campaign, until, since))
      if (called > 0) {
        await insertCallout(tx, callout, playbook.callout)
        await learnSizes(tx, 'summons', called)
        await audit(tx, now, ENGINE, {
          district,
          lane,
          act: 'callout.start',
          subject: callout.id,
          detail: { called, campaign: campaign.id },
        })
        await ask(tx, lane, district, 'climb', now)
      }
      const later = await nextToCall(tx, campaign, until)
      const at = later && new Date(later.getTime() - LEAD_MS)
      await saveCallWatch(tx, campaign, now, at)
      if (at && (!next || at < next)) next = at
    }
    return { next }
  },
}
