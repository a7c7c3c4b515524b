import { MINUTE } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Db } from '../../db/connect.ts'
import { asideByTurn, isItemFault, setAside, takeBack } from '../../db/set-aside.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { givePiece, givingsOf } from '../../domain/gaps/accept.ts'
import { linesStillGood, readPlanTasks, writePlan } from '../../domain/gaps/engine-plans.ts'
import { type Filling, fill } from '../../domain/gaps/fill.ts'
import type { Filled } from '../../domain/gaps/filled.ts'
import { isSettling } from '../../domain/gaps/round.ts'
import type { Campaign } from '../../domain/playbooks/campaign.ts'
import { campaignsOpen } from '../../domain/playbooks/store.ts'
import { isBeingUndone } from '../../domain/undo/store.ts'
import type { Gear, Step, Work } from '../step.ts'

/**
 * Fills what too few hold: at once where the playbook says so, as a proposal where a person decides. A county's plan takes
 * minutes: it is read, then made without a transaction, a lock, or the process's own thread, and then written against what has
 * changed meanwhile.
 */
export const planStep: Step = {
  name: 'plan',
  async run(_tx, work, gear) {
    return { next: null, afterwards: (db) => planAll(db, work, gear) }
  },
}

async function planAll(db: Db, work: Work, gear: Gear): Promise<void> {
  const { lane, district, now } = work
  const at = { lane, step: 'plan' } as const
  const [campaigns, aside] = await db.read(
    async (tx) => [await campaignsOpen(tx, district, lane), await asideByTurn(tx, district, at, now)] as const,
  )
  let again = aside.next
  for (const campaign of campaigns) {
    gear.stopping?.throwIfAborted()
    const item = `campaign ${campaign.id}`
    if (aside.waiting.has(item)) continue
    try {
      await finishGiving(db, work, campaign, gear)
      const without = new Set(
        [...aside.waiting].flatMap((a) => (a.startsWith(`${item} `) ? [a.slice(item.length + 1)] : [])),
      )
      const failed = await planOne(db, work, campaign, without, gear)
      if (failed) again = new Date(now.getTime() + MINUTE)
      const own = [...aside.tried].filter((each) => each === item || (!failed && each.startsWith(`${item} `)))
      const mended = own.map((each) => ({ step: 'plan' as const, item: each }))
      if (mended.length > 0) await db.write(now, (tx) => takeBack(tx, lane, district, mended))
    } catch (error) {
      if (!isItemFault(error)) throw error
      await db.write(now, (tx) => setAside(tx, now, at, [{ district, item, error }]))
      again = new Date(now.getTime() + MINUTE)
    }
  }
  const next = again
  if (next) await db.write(now, (tx) => ask(tx, lane, district, 'plan', next))
}

/** What was accepted by a process that then died, or that is still at it, is given to its end. */
async function finishGiving(db: Db, { now }: Work, campaign: Campaign, gear: Gear): Promise<void> {
  for (const proposal of await db.read((tx) => givingsOf(tx, campaign)))
    await giveAll(db, now, campaign, proposal, gear)
}

async function giveAll(db: Db, now: Date, campaign: Campaign, proposal: string, gear: Gear): Promise<void> {
  for (let done = false; !done; gear.stopping?.throwIfAborted())
    done = await db.write(now, async (tx) => (await givePiece(tx, now, ENGINE, campaign, proposal)).done)
}

/** Plans for one campaign, but for what is passed over; returns whether some of its rules could not be planned. */
async function planOne(
  db: Db,
  { lane, district, now }: Work,
  campaign: Campaign,
  passedOver: ReadonlySet<string>,
  gear: Gear,
): Promise<boolean> {
  // Half of what is required would be a plan for half: the round's end asks for one.
  if (await db.read((tx) => isSettling(tx, campaign))) return false
  // So would a plan for places that are about to have their holders again.
  if (await db.read((tx) => isBeingUndone(tx, now, campaign))) return false
  // In parts: others are answered in between, and what changes meanwhile is seen when the plan is written.
  const { tasks, again } = await readPlanTasks(db.read, now, campaign, passedOver)
  if (again) await db.write(now, (tx) => ask(tx, lane, district, 'plan', again))
  let someFailed = false
  for (const task of tasks) {
    const { made, failed } = await solve(task.filling, gear)
    someFailed ||= failed.length > 0
    const then = gear.clock?.now() ?? now
    const good = await linesStillGood(db.read, then, task, made)
    const rest = await db.write(then, async (tx) => {
      const items = failed.map(({ rule, error }) => ({ district, item: `campaign ${campaign.id} ${rule}`, error }))
      await setAside(tx, then, { lane, step: 'plan' }, items)
      return writePlan(tx, then, task, made, good)
    })
    if (rest) await giveAll(db, then, campaign, rest, gear)
  }
  return someFailed
}

/** Makes a plan of what was read; where that fails, rule by rule, so that the rules that can be planned are. */
async function solve(
  filling: Filling,
  gear: Gear,
): Promise<{ made: Filled; failed: { rule: string; error: unknown }[] }> {
  try {
    const made = await (gear.fill?.(filling, gear.stopping) ?? fill(filling, gear.planner))
    return { made, failed: [] }
  } catch (error) {
    gear.stopping?.throwIfAborted()
    const rules = [...new Set([...filling.windows, ...filling.rosters].map((w) => w.rule.id))]
    const made: Filled = { lines: [], unfilled: [], proofs: [], unplanned: [] }
    if (rules.length <= 1) return { made, failed: rules.map((rule) => ({ rule, error })) }
    const failed: { rule: string; error: unknown }[] = []
    for (const rule of rules) {
      const of = <T extends { rule: { id: string } }>(all: T[]) => all.filter((each) => each.rule.id === rule)
      const part = await solve({ ...filling, windows: of(filling.windows), rosters: of(filling.rosters) }, gear)
      made.lines.push(...part.made.lines)
      made.unfilled.push(...part.made.unfilled)
      made.proofs.push(...part.made.proofs)
      failed.push(...part.failed)
    }
    return { made, failed }
  }
}
