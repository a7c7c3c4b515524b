import type { Tx } from '../../../db/connect.ts'
import { loads } from '../../duties/store.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import { weigh } from '../../playbooks/weigh.ts'
import type { Opening } from '../openings.ts'
import type { ProposalLine } from '../proposals.ts'
import { windowKey } from '../steer.ts'
import { tiedUp } from '../window-problem.ts'

/** What somebody carries already, of so much as the rule lets one person have. */
export interface CarriedLoad {
  carries: number
  may: number
}

/**
 * Of lines by which a person gives to people by name, those that would give somebody more than the rule allows at one time, with what
 * they carry: what they have in the register and by the lines before it together (index duty_by_holder).
 */
export async function beyondAtMost(
  tx: Tx,
  now: Date,
  { district, lane }: Campaign,
  rules: readonly Rule[],
  { lines, open }: { lines: readonly ProposalLine[]; open: readonly Opening[] },
): Promise<Map<string, CarriedLoad>> {
  const found = new Map<string, CarriedLoad>()
  const openingAt = new Map(open.map((o) => [windowKey(o), o]))
  for (const rule of rules) {
    const own = lines.filter((l) => l.rule === rule.id)
    const weightOf = (line: ProposalLine) => {
      const opening = openingAt.get(windowKey(line))
      return opening ? weigh(rule, opening) : 1
    }
    const windows = Map.groupBy(own, (l) => `${l.starts.getTime()} ${l.ends?.getTime()}`)
    for (const [first, ...others] of [...windows.values()].filter((w) => w.length > 0)) {
      if (!first) continue
      const { from, to } = tiedUp(rule, first.starts, first.ends, now)
      const here = new Set([first, ...others])
      const people = [...new Set([...here].map((l) => l.holder))]
      const carried = await loads(tx, district, lane, rule.role, from, to, people, rule.weight ?? null)
      // What this act gives them in other windows that lie within the same time counts too.
      for (const l of own) {
        if (here.has(l) || !(l.starts < to && (l.ends === null || l.ends > from))) continue
        if (l.starts < first.starts) carried.set(l.holder, (carried.get(l.holder) ?? 0) + weightOf(l))
      }
      for (const line of here) {
        const [counts, carries] = [weightOf(line), carried.get(line.holder) ?? 0]
        if (carries + counts > rule.holders.atMost) found.set(windowKey(line), { carries, may: rule.holders.atMost })
        else carried.set(line.holder, carries + counts)
      }
    }
  }
  return found
}
