import { HOUR } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { learnSizes } from '../../db/statistics.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { endCallouts } from '../../domain/callouts/ending.ts'
import { standDown, standDownHelpers } from '../../domain/callouts/stand-down.ts'
import { queueStandDown } from '../../domain/callouts/tell-stood-down.ts'
import { endDuties } from '../../domain/duties/store.ts'
import { noLongerRequired, stillRequired } from '../../domain/gaps/calling.ts'
import { addToCoverage } from '../../domain/gaps/coverage.ts'
import { overtake } from '../../domain/gaps/proposals.ts'
import { type RuleRow, type RuleWindow, reconcile } from '../../domain/gaps/reconcile.ts'
import { nextCheckOf } from '../../domain/gaps/store.ts'
import { utcOffsetOf } from '../../domain/places/store.ts'
import type { Campaign } from '../../domain/playbooks/campaign.ts'
import type { Playbook } from '../../domain/playbooks/model.ts'
import { rulesAt } from '../../domain/playbooks/rules-at.ts'
import { shiftsBetween } from '../../domain/playbooks/shifts.ts'
import { callAll, campaignsOpen, playbookAt, saveCampaign, zonesOf } from '../../domain/playbooks/store.ts'
import type { Step } from '../step.ts'

/** How far ahead shifts are required, so that people can be found before they begin. */
const AHEAD_MS = 16 * HOUR

/** Zones × playbook × level: what is required where. What no longer is ends, with its duties; who is free is told. */
export const requireStep: Step = {
  name: 'require',
  async run(tx, { lane, district, now }) {
    let next: Date | null = null
    for (const campaign of await campaignsOpen(tx, district, lane)) {
      const again = await require(tx, now, campaign)
      if (again && (!next || again < next)) next = again
    }
    return { next }
  },
}

async function require(tx: Tx, now: Date, campaign: Campaign): Promise<Date | null> {
  const { district, lane } = campaign
  const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
  if (!playbook) return null
  const levels = playbook.levels.map((l) => l.id)
  const zones = await zonesOf(tx, district, campaign.id, now)
  const level = zones.reduce(
    (top, z) => (levels.indexOf(z.level) > levels.indexOf(top) ? z.level : top),
    levels[0] ?? '',
  )
  const over = zones.length === 0
  const { windows, next } = windowsOf(playbook, level, now, await utcOffsetOf(tx, district, now))

  const deltas = await reconcile(tx, now, campaign, levels, over ? [] : rulesOf(playbook), over ? [] : windows)
  await addToCoverage(tx, now, campaign, deltas)
  await learnSizes(
    tx,
    'requirement',
    deltas.reduce((sum, d) => sum + Math.max(0, d.required), 0),
  )
  const freed = await endDuties(tx, now, district, noLongerRequired(tx, now, campaign), 'no longer required')
  if (freed.length > 0) await noteChange(tx, lane, [district], 'duties')
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
  if (over) {
    await overtake(tx, now, campaign)
    return null
  }
  await ask(tx, lane, district, 'plan', now)
  await callAll(tx, campaign)
  await ask(tx, lane, district, 'call', now)
  const check = await nextCheckOf(tx, campaign)
  if (check) await ask(tx, lane, district, 'gaps', check)
  return next
}

/** Every rule at every level, since places in one campaign may lie in zones of different levels. */
function rulesOf(playbook: Playbook): RuleRow[] {
  return playbook.levels.flatMap((level, rank) =>
    rulesAt(playbook, level.id).map(({ rule, count }) => ({
      rank,
      rule: rule.id,
      kind: rule.subject.kind,
      role: rule.role,
      risk: rule.risk,
      n: count.n,
      perM: count.perM,
      atLeast: count.atLeast,
      evidence: rule.evidence?.record ?? null,
      everyS: rule.evidence?.everyMs ? rule.evidence.everyMs / 1000 : null,
      withinS: rule.evidence?.withinMs ? rule.evidence.withinMs / 1000 : null,
    })),
  )
}

/** The windows that rules must be held in, and when the next shift comes into sight. */
function windowsOf(
  playbook: Playbook,
  level: string,
  now: Date,
  offset: number,
): { windows: RuleWindow[]; next: Date | null } {
  const windows: RuleWindow[] = []
  let next: Date | null = null
  for (const { rule } of rulesAt(playbook, level)) {
    if (!rule.shift) {
      windows.push({ rule: rule.id, starts: now, ends: null })
      continue
    }
    const shifts = shiftsBetween(rule.shift, now, new Date(now.getTime() + AHEAD_MS), offset)
    windows.push(...shifts.map((s) => ({ rule: rule.id, ...s })))
    const last = shifts.at(-1)
    const at = last && new Date(last.ends.getTime() - AHEAD_MS + 1)
    if (at && (!next || at < next)) next = at
  }
  return { windows, next }
}
