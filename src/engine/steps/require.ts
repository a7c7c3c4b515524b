import { earlierOf, MINUTE, SECOND } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { asideByTurn, byHalves, setAside, takeBack } from '../../db/set-aside.ts'
import { learnSizes } from '../../db/statistics.ts'
import { countAlone } from '../../db/turn.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { endCallouts } from '../../domain/callouts/ending.ts'
import { standDown, standDownHelpers } from '../../domain/callouts/stand-down.ts'
import { queueStandDown } from '../../domain/callouts/tell-stood-down.ts'
import { endDuties } from '../../domain/duties/store.ts'
import { countDuties } from '../../domain/gaps/actions.ts'
import { standDownFrom } from '../../domain/gaps/after-ended.ts'
import { noLongerRequired, stillRequired } from '../../domain/gaps/calling.ts'
import { addToCoverage } from '../../domain/gaps/coverage.ts'
import { overtake } from '../../domain/gaps/proposals.ts'
import { BEGINNING, END, reconcile, type Wanted } from '../../domain/gaps/reconcile.ts'
import { endRound, roundOf, saveRound } from '../../domain/gaps/round.ts'
import { nextCheckOf } from '../../domain/gaps/store.ts'
import { clocksOf } from '../../domain/places/store.ts'
import type { Campaign } from '../../domain/playbooks/campaign.ts'
import { callAll, campaignsOpen, playbookAt, saveCampaign, zonesOf } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'
import { type Goal, goalOf } from './wanted.ts'

/** While places are written without end, a round follows a round: between two of them the steps after this one have their turn. */
const BETWEEN_ROUNDS_MS = 5 * SECOND

/**
 * Zones × playbook × level: what is required where. What no longer is ends, with its duties; who is free is told.
 *
 * A piece of places in a transaction, in which no act counts beside it; the round's end in one of its own. The level, the end
 * of a campaign, whom to stand down and whom to call come with that end, when all rows are there: a person with places in two
 * pieces is called once, for both. A process that dies between two pieces has lost neither.
 */
export const requireStep: Step = {
  name: 'require',
  async run(tx, { lane, district, now }) {
    const at = { lane, step: 'require' } as const
    const aside = await asideByTurn(tx, district, at, now)
    let next = aside.next
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const item = `campaign ${campaign.id}`
      if (aside.waiting.has(item)) continue
      const failed = await byHalves(tx, [campaign], async (inner) => {
        const again = await require(inner, now, campaign)
        next = earlierOf(next, again)
      })
      const items = failed.map(({ error }) => ({ district, item, error }))
      await setAside(tx, now, at, items)
      if (failed.length > 0) next = earlierOf(next, new Date(now.getTime() + MINUTE))
      else if (aside.tried.has(item)) await takeBack(tx, lane, district, [{ step: 'require', item }])
    }
    return { next }
  },
}

/** Does the next piece of a campaign's round, or ends it; returns when to go on. */
async function require(tx: Tx, now: Date, campaign: Campaign): Promise<Date | null> {
  const { district } = campaign
  const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
  if (!playbook) return null
  const zones = await zonesOf(tx, district, campaign.id, now)
  const goal = goalOf(playbook, zones, now, await clocksOf(tx, district))
  const round = await roundOf(tx, campaign, goal.key)
  if (round.at !== END) {
    const upTo = await workOut(tx, now, campaign, goal.wanted, round.at)
    // Where one piece is all, which most warnings are, its end is in the same transaction.
    if (upTo !== null || round.at !== BEGINNING) {
      await saveRound(tx, campaign, { ...round, at: upTo ?? END })
      return now
    }
  }
  const again = await endRound(tx, now, campaign, round)
  await finish(tx, now, campaign, goal)
  return again ? new Date(now.getTime() + BETWEEN_ROUNDS_MS) : goal.over ? null : goal.next
}

/** The requirements of the next places, the duties that nothing asks for any more, and what both come to. */
async function workOut(tx: Tx, now: Date, campaign: Campaign, wanted: Wanted, after: string): Promise<string | null> {
  const { district, lane } = campaign
  await countAlone(tx, district)
  await learnSizes(tx, ['place', 'duty'])
  const { deltas, upTo } = await reconcile(tx, now, campaign, wanted, after)
  await addToCoverage(tx, now, campaign, deltas)
  await learnSizes(tx, ['requirement'])
  const which = noLongerRequired(tx, now, campaign, after, upTo ?? END)
  const freed = await endDuties(tx, now, district, which, 'no longer required')
  if (freed.length > 0) {
    await noteChange(tx, lane, [district], 'duties')
    await countDuties(tx, now, campaign, [...new Set(freed.map((d) => d.subject))])
    await standDownFrom(tx, now, ENGINE, district, freed)
  }
  return upTo
}

/** What follows when all that is required is worked out. */
async function finish(tx: Tx, now: Date, campaign: Campaign, { level, over }: Goal): Promise<void> {
  const { district, lane } = campaign
  const free = await standDown(tx, now, district, campaign.id, stillRequired(tx, now, campaign))
  free.push(...(await standDownHelpers(tx, now, district, campaign.id)))
  await queueStandDown(tx, now, district, lane, free)
  await endCallouts(tx, now, ENGINE, district, tx`campaign = ${campaign.id}`)
  if (over || level !== campaign.level) {
    await saveCampaign(tx, { ...campaign, level: over ? campaign.level : level, ends: over ? now : null })
    await audit(tx, now, ENGINE, {
      district,
      lane,
      act: over ? 'campaign.end' : 'campaign.level',
      subject: campaign.id,
      detail: { from: campaign.level, to: level, stoodDown: free.length },
    })
  }
  if (free.length > 0) {
    await ask(tx, lane, district, 'send', now)
    await noteChange(tx, lane, [district], 'callouts')
  }
  await noteChange(tx, lane, [district], 'gaps')
  if (over) return overtake(tx, now, campaign)
  await ask(tx, lane, district, 'plan', now)
  await callAll(tx, campaign)
  await ask(tx, lane, district, 'call', now)
  const check = await nextCheckOf(tx, campaign)
  if (check) await ask(tx, lane, district, 'gaps', check)
}
