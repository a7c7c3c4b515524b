import type { Tx } from '../../../db/connect.ts'
import { campaignsOpen, playbookAt } from '../../playbooks/store.ts'
import type { LaneOf } from '../actions.ts'

/**
 * For which campaign a role is given by hand at each of these places: the one in force whose rule asks for that role there in shifts.
 * Who stands a shift stands it for the campaign, and goes home with it; a post without shifts is the register's, and stays. (Primary
 * key of requirement.)
 */
export async function campaignsForShifts(
  tx: Tx,
  now: Date,
  { district, lane }: LaneOf,
  role: string,
  places: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const campaign of await campaignsOpen(tx, district, lane)) {
    const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
    const rules = playbook?.rules.flatMap((r) => (r.shift && r.role === role ? [r.id] : [])) ?? []
    if (rules.length === 0) continue
    const asked = await tx<{ subject: string }[]>`
      select distinct subject from requirement
      where district = ${district} and subject = any(${places as string[]}::uuid[]) and campaign = ${campaign.id}
        and rule = any(${rules}::text[]) and ends > greatest(starts, ${now})`
    for (const { subject } of asked) if (!found.has(subject)) found.set(subject, campaign.id)
  }
  return found
}
