import type { Db } from '../../../db/connect.ts'
import type { Actor } from '../../audit/model.ts'
import { once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Planner } from '../../planner/model.ts'
import { fill, leftOf, willing } from '../fill.ts'
import { openings } from '../openings.ts'
import { type Left, propose } from '../proposals.ts'
import { inForce } from './campaign.ts'

/** What to plan for: some places, or some areas with what lies below them; neither means all that is open. */
export interface PlanInput {
  subjects?: string[] | undefined
  areas?: string[] | undefined
}

export interface Planned {
  /** Null: there was nothing to plan, or nobody to plan with. */
  proposal: string | null
  lines: number
  people: number
  left: Left[]
}

/**
 * Plans for what is open now, whatever the rules say of who fills it, and offers the plan: a coordinator asked for it, and
 * decides on it. What the engine plans at once it does not wait for. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER, KEY_USED.
 */
export async function planByHand(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  id: string,
  input: PlanInput,
  planner: Planner,
  key?: string,
): Promise<Planned> {
  const sent = { district, key, act: 'proposal.make', asked: { id, ...input } }
  const { subjects, areas } = input
  return db.write(now, (tx) =>
    once(
      tx,
      now,
      sent,
      (answer) => answer,
      async () => {
        const { campaign, rules } = await inForce(tx, actor, district, id)
        const ids = rules.map((r) => r.id)
        const which = tx`true
          ${subjects ? tx`and r.subject = any(${subjects}::uuid[])` : tx``}
          ${areas ? tx`and r.area in (select code from area where path && ${areas}::text[])` : tx``}`
        const open = await openings(tx, now, campaign, ids, which)
        const people = await willing(tx, now, campaign, open, rules)
        const { lines, unfilled } = await fill(tx, now, campaign, rules, open, people, planner)
        const left = leftOf(unfilled)
        if (lines.length === 0) return { proposal: null, lines: 0, people: 0, left }
        const proposal = await propose(tx, now, campaign, lines, left, true)
        const holders = new Set(lines.map((l) => l.holder)).size
        const detail = { lines: lines.length, people: holders }
        await audit(tx, now, actor, { district, lane: campaign.lane, act: 'proposal.make', subject: proposal, detail })
        return { proposal, lines: lines.length, people: holders, left }
      },
    ),
  )
}
