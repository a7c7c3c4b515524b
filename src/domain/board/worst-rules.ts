import type { RuleCounts } from './model.ts'

/**
 * The rules among which the `limit` gravest gaps of a node are found, by its counts alone: those with any gap, from the
 * highest risk down, until they have as many as are wanted. A gap may be of both kinds and is then counted twice, so a rule
 * is only sure to have as many as the greater of its counts. Rules of one risk go in together, since their gaps are
 * listed among each other.
 */
export function worstRules(
  counts: readonly RuleCounts[],
  riskOf: ReadonlyMap<string, number>,
  limit: number,
): RuleCounts[] {
  const risk = (rule: string) => riskOf.get(rule) ?? 1
  const open = counts.filter((c) => c.unheld > 0 || c.late > 0).sort((a, b) => risk(b.rule) - risk(a.rule))
  const worst: RuleCounts[] = []
  let sure = 0
  let last = Number.POSITIVE_INFINITY
  for (const c of open) {
    if (sure >= limit && risk(c.rule) < last) break
    worst.push(c)
    sure += Math.max(c.unheld, c.late)
    last = risk(c.rule)
  }
  return worst
}
