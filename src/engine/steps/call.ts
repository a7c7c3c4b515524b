import { earlierOf, MINUTE, SECOND } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { byHalves, isItemFault, setAside, takeBack } from '../../db/set-aside.ts'
import { learnSizes } from '../../db/statistics.ts'
import { countAlone } from '../../db/turn.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { summonsItem } from '../../domain/callouts/aside.ts'
import { isLadder, type NewCallout } from '../../domain/callouts/model.ts'
import { insertCallout, insertSummonses } from '../../domain/callouts/store.ts'
import { beingGiven } from '../../domain/gaps/accept.ts'
import { CALL_LEAD_MS, nextBack, nextToCall, toCall } from '../../domain/gaps/calling.ts'
import type { Campaign } from '../../domain/playbooks/campaign.ts'
import { callWatch, campaignsOpen, playbookAt, saveCallWatch } from '../../domain/playbooks/store.ts'
import { isBeingUndone } from '../../domain/undo/store.ts'
import type { Step } from '../step.ts'

/** How long calls for what a plan gives wait for the rest of it. */
const LONGEST_GIVING_MS = 2 * MINUTE
/** While a plan is given, which asks for calls with each of its pieces, whoever else is to be called waits this long at most. */
const LOOK_AGAIN_MS = 10 * SECOND
/** A campaign that could not be called for is tried again after this long. */
const AGAIN_MS = 10 * MINUTE

/**
 * One summons for everybody who holds a required duty and was not asked for it yet. A campaign that cannot be called for is set
 * aside and holds up no other; it is tried again whenever the step runs, since nobody in it may be left uncalled.
 */
export const callStep: Step = {
  name: 'call',
  async run(tx, { lane, district, now }) {
    // Before the turn is taken: who only looks later keeps no act waiting.
    const looks = await Promise.all((await campaignsOpen(tx, district, lane)).map((c) => lookedAgainAt(tx, now, c)))
    const soonest = looks.reduce<Date | null>((least, at) => earlierOf(least, at), null)
    if (soonest && looks.every((at) => at !== null)) return { next: soonest }
    const later: Date[] = []
    // An act that ends a duty meanwhile would not see the summons, nor this that the duty ends.
    await countAlone(tx, district)
    const campaigns = await campaignsOpen(tx, district, lane)
    const failed = await byHalves(tx, campaigns, async (inner, part) => {
      for (const campaign of part) {
        const at = await callFor(inner, now, campaign)
        if (at) later.push(at)
      }
    })
    const aside = failed.map(({ item, error }) => ({ district, item: itemOf(item), error }))
    const broken = new Set(failed.map(({ item }) => item))
    const mended = campaigns.flatMap((c) => (broken.has(c) ? [] : [{ step: 'call' as const, item: itemOf(c) }]))
    if ((await takeBack(tx, lane, district, mended)).length > 0) await noteChange(tx, lane, [district], 'faults')
    await setAside(tx, now, { lane, step: 'call' }, aside)
    if (failed.length > 0) later.push(new Date(now.getTime() + AGAIN_MS))
    return { next: later.length > 0 ? new Date(Math.min(...later.map((at) => at.getTime()))) : null }
  },
}

/** When a campaign is looked through again that was a moment ago, in the middle of giving; null: now. */
async function lookedAgainAt(tx: Tx, now: Date, campaign: Campaign): Promise<Date | null> {
  const { lookedAt } = await callWatch(tx, campaign)
  const again = new Date(lookedAt.getTime() + LOOK_AGAIN_MS)
  return again > now && lookedAt <= now && (await beingGiven(tx, campaign)) ? again : null
}

const itemOf = ({ id }: Campaign): string => `campaign ${id}`

/** Calls whom a campaign has to call now; returns when it next has somebody to call. */
async function callFor(tx: Tx, now: Date, campaign: Campaign): Promise<Date | null> {
  const { district, lane } = campaign
  const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
  if (!playbook) return null
  if (!isLadder(playbook.callout))
    throw new MusterError('LADDER_BROKEN', { callout: `${campaign.playbook} ${campaign.version}` })
  const until = new Date(now.getTime() + CALL_LEAD_MS)
  await learnSizes(tx, ['place', 'requirement', 'duty'])
  const reason = `${campaign.playbook} ${campaign.level}`
  const callout = { district, id: newId(now), campaign: campaign.id, lane, startedAt: now, reason }
  const watch = await callWatch(tx, campaign)
  // Half of the places would be half of the duties that one call asks of somebody.
  if (!watch.known) return null
  // What is given again to somebody who was called for it is no new call; the undo's end asks for this step.
  if (await isBeingUndone(tx, now, campaign)) return null
  const since = watch.allAt <= now ? null : watch.calledAt
  // One call for all that a plan gives somebody, and not one for each piece of it; unless the rest is not coming.
  const giving = await beingGiven(tx, campaign)
  const heldUntil = giving && new Date(giving.since.getTime() + LONGEST_GIVING_MS)
  const held = giving && heldUntil && heldUntil > now ? giving : null
  const look = { until, since, waiting: held?.proposals ?? [] }
  const called = await summon(tx, callout, (inner) => toCall(inner, now, campaign, look))
  if (called > 0) {
    await insertCallout(tx, callout, playbook.callout)
    await learnSizes(tx, ['summons'])
    const detail = { called, campaign: campaign.id }
    await audit(tx, now, ENGINE, { district, lane, act: 'callout.start', subject: callout.id, detail })
    await ask(tx, lane, district, 'climb', now)
  }
  const later = await nextToCall(tx, campaign, until)
  const at = earlierOf(later && new Date(later.getTime() - CALL_LEAD_MS), await nextBack(tx, now, campaign, until))
  const calledAt = held && held.since < now ? held.since : now
  await saveCallWatch(tx, campaign, { calledAt, lookedAt: now, allAt: at })
  return held ? earlierOf(at, heldUntil) : at
}

/**
 * Summonses for everybody in a query of (person, duties), as one statement; where that fails because of one of them, by
 * halves, until those who cannot be called stand alone and are set aside. Returns how many were called.
 */
async function summon(tx: Tx, callout: NewCallout, asked: (tx: Tx) => Fragment): Promise<number> {
  try {
    return await tx.savepoint((inner) => insertSummonses(inner, callout, asked(inner)))
  } catch (error) {
    if (!isItemFault(error)) throw error
  }
  const people = await tx<{ person: string; duties: string[] }[]>`${asked(tx)}`
  const failed = await byHalves(tx, people, async (inner, part) => {
    const listed = rows(inner, part, { person: 'uuid', duties: 'uuid[]' })
    await insertSummonses(inner, callout, inner`select person, duties from ${listed}`)
  })
  const { district, lane, id, startedAt } = callout
  const aside = failed.map(({ item: { person }, error }) => ({
    district,
    item: summonsItem({ callout: id, person }),
    error,
  }))
  await setAside(tx, startedAt, { lane, step: 'call' }, aside)
  return people.length - failed.length
}
