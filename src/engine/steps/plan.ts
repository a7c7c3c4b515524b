import { HOUR } from '../../base/clock.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { fill, readFilling, willing } from '../../domain/gaps/fill.ts'
import { leftOf } from '../../domain/gaps/filled.ts'
import { linesOffered, type Offer, offersOf, standsUntil, supersede } from '../../domain/gaps/offers.ts'
import { openings } from '../../domain/gaps/openings.ts'
import { accept, offeredByHand, propose } from '../../domain/gaps/proposals.ts'
import { UNSTEERED } from '../../domain/gaps/steer.ts'
import { campaignsOpen, playbookAt } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** What nobody had room for is tried again after this long: shifts end, and people have rested. */
const AGAIN_MS = 2 * HOUR

/**
 * Fills what too few hold: at once where the playbook says so, as a proposal where a person decides. What is on offer is
 * let stand for a while; after that, gaps that have arisen since are no longer kept waiting for somebody's yes, and a plan
 * that fills them too takes its place.
 */
export const planStep: Step = {
  name: 'plan',
  async run(tx, { lane, district, now }, gear) {
    let next: Date | null = null
    const again = (at: Date) => {
      if (!next || at < next) next = at
    }
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
      const old: Offer[] = []
      const standing = new Set<string>()
      for (const offer of await offersOf(tx, campaign)) {
        const until = standsUntil(offer, now)
        if (until) again(until)
        if (until) for (const rule of offer.rules) standing.add(rule)
        else old.push(offer)
      }
      const rules = (playbook?.rules ?? []).filter((r) => r.fill !== 'hand' && !standing.has(r.id))
      const ids = rules.map((r) => r.id)
      const open = await openings(tx, now, campaign, ids)
      if (open.length === 0) continue
      const people = await willing(tx, now, campaign, open, rules)
      const byHand = await offeredByHand(tx, campaign)
      for (const how of ['auto', 'propose'] as const) {
        const these = rules.filter((r) => r.fill === how)
        // What is to be filled at once does not wait for a coordinator who may have gone home.
        const wanted = how === 'auto' ? open : open.filter((o) => !byHand.has(`${o.subject} ${o.rule}`))
        const steer = { ...UNSTEERED, before: how === 'auto' ? [] : await linesOffered(tx, campaign, old) }
        const plan = fill(await readFilling(tx, now, campaign, these, wanted, people, steer), gear.planner)
        // Who lives out of reach will in two hours too: a change of the register asks for a plan of its own.
        if (plan.unfilled.some((u) => u.reason === 'no-capacity-left')) again(new Date(now.getTime() + AGAIN_MS))
        if (plan.lines.length === 0) continue
        if (how === 'propose' && !(await supersede(tx, now, campaign, old, plan.lines))) continue
        const id = await propose(tx, now, campaign, plan.lines, { left: leftOf(plan), proofs: plan.proofs })
        if (how === 'auto') await accept(tx, now, ENGINE, campaign, id)
      }
    }
    return { next }
  },
}
