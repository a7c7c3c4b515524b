import type { Tx } from '../../db/connect.ts'
import { openOf } from '../gaps/plan-lines.ts'
import type { Standing } from './nodes.ts'

/** A plan that waits for a yes, as it concerns a node. */
export interface OfferedPlan {
  id: string
  campaign: string
  playbook: string
  /** Where and when, in both languages. */
  names: Record<string, string>
  madeAt: Date
  /** What is still to be given of it, in all. */
  duties: number
  people: number
  /** The area that the node is or answers for, and how many of the duties lie in it; null: the node is the whole district. */
  within: { area: string; duties: number; people: number } | null
}

/** So many plans that wait are shown. */
const PLANS = 10

/**
 * The plans of open campaigns that wait for a yes or a no (campaign_open, then proposal_by_campaign) and have something to give still:
 * all of the district's where one is at its head, and those that give something in the area that a node is or answers for.
 */
export async function openPlans(tx: Tx, now: Date, self: Standing, lane: string): Promise<OfferedPlan[]> {
  const { district, whole, area } = self
  if (district === '' || (!whole && area === null)) return []
  const found = await tx<Omit<OfferedPlan, 'duties' | 'people' | 'within'>[]>`
    select p.id, p.campaign, c.playbook, p.made_at as "madeAt", coalesce(p.names, b.body -> 'title') as names
    from campaign c join proposal p on p.district = c.district and p.campaign = c.id and p.state = 'open'
      join playbook b on b.id = c.playbook and b.version = c.version
    where c.district = ${district} and c.lane = ${lane} and c.ends = 'infinity'
    order by p.made_at desc, p.id desc limit ${PLANS}`
  const of = { district, lane, proposals: found.map((p) => p.id), now }
  const open = await openOf(tx, of)
  const here = whole || area === null ? null : await openOf(tx, of, { area })
  return found.flatMap((plan) => {
    const { duties = 0, people = 0 } = open.get(plan.id) ?? {}
    const own = here?.get(plan.id)
    if (duties === 0 || (here && !own)) return []
    return [
      {
        ...plan,
        duties,
        people,
        within: own && area !== null ? { area, duties: own.duties, people: own.people } : null,
      },
    ]
  })
}
