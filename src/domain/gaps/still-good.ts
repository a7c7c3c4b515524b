import type { Reading, Tx } from '../../db/connect.ts'
import { decliners } from '../callouts/store.ts'
import { loads } from '../duties/store.ts'
import { absentIn } from '../people/absences.ts'
import { membersAmong, peopleInTeams } from '../people/store.ts'
import type { Rule } from '../playbooks/model.ts'
import { weigh } from '../playbooks/weigh.ts'
import type { OpenCampaign } from './model.ts'
import type { Opening } from './openings.ts'
import type { ProposalLine } from './proposals.ts'
import { lineKey, windowKey } from './steer.ts'
import { neededIn, tiedUp } from './window-problem.ts'

/** A plan that was made, and what is open of it now. */
export interface Made {
  rules: readonly Rule[]
  open: readonly Opening[]
  lines: readonly ProposalLine[]
  /** Lines that come before others, and that stay whatever their holder carries; among the rest the nearest come first. */
  keep?: readonly ProposalLine[]
}

/**
 * The lines of a plan that still hold when it is written: a plan takes a while to be made, and nothing is locked meanwhile. A
 * line is left out whose gap was filled, or not for as many, and one for somebody who has declined, left, joined a team, is
 * away or carries as much as the rule allows by now.
 */
export async function stillGood(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  { rules, open, lines, keep = [] }: Made,
): Promise<ProposalLine[]> {
  if (lines.length === 0) return []
  const { district } = campaign
  const missing = new Map(open.map((o) => [windowKey(o), o.missing]))
  const holders = [...new Set(lines.map((l) => l.holder))]
  const members = await read((tx) => membersAmong(tx, district, now, holders))
  const not = await read(async (tx) => [
    ...(await decliners(tx, district, campaign.id)),
    ...(await peopleInTeams(tx, district, now)),
  ]).then((ids) => new Set(ids))
  const away = await read((tx) => awayFor(tx, district, lines))
  const room = await read((tx) => roomFor(tx, now, campaign, rules, lines))
  const weights = weightsIn(rules, open)
  const kept = new Set(keep.map(lineKey))
  const rank = (line: ProposalLine) => (kept.has(lineKey(line)) ? 0 : 1)
  const good = new Set<ProposalLine>()
  for (const line of lines.toSorted((a, b) => rank(a) - rank(b) || a.distanceM - b.distanceM)) {
    const left = missing.get(windowKey(line)) ?? 0
    if (left === 0 || not.has(line.holder) || !members.has(line.holder) || away(line)) continue
    if (!room.take(line, weights.get(windowKey(line)) ?? 1) && rank(line) > 0) continue
    missing.set(windowKey(line), left - 1)
    good.add(line)
  }
  return lines.filter((line) => good.has(line))
}

/** The stretch of time and the rule that a line is for. */
const stretchOf = ({ rule, starts, ends }: ProposalLine) => `${rule} ${starts.getTime()} ${ends?.getTime() ?? ''}`

/** Who is away when a line would need them; of lines for one stretch of time the absences are read once. */
async function awayFor(
  tx: Tx,
  district: string,
  lines: readonly ProposalLine[],
): Promise<(line: ProposalLine) => boolean> {
  const keyOf = ({ starts, ends }: ProposalLine) => `${starts.getTime()} ${ends?.getTime() ?? ''}`
  const absent = new Map<string, Awaited<ReturnType<typeof absentIn>>>()
  for (const line of lines) {
    const key = keyOf(line)
    if (!absent.has(key)) absent.set(key, await absentIn(tx, district, ...neededIn(line.starts, line.ends)))
  }
  return (line) => absent.get(keyOf(line))?.get(line.holder) === 'away'
}

/** Up to so many holders are asked about by name; of more, everybody is counted at once. */
const FEW_HOLDERS = 2_000

/**
 * What each holder of a line may carry still under its rule, read once for each rule and stretch of time. `take` says whether a
 * line has room, and takes it.
 */
async function roomFor(
  tx: Tx,
  now: Date,
  { district, lane }: OpenCampaign,
  rules: readonly Rule[],
  lines: readonly ProposalLine[],
): Promise<{ take(line: ProposalLine, weight: number): boolean }> {
  const left = new Map<string, { atMost: number; carried: Map<string, number> }>()
  for (const [key, own] of Map.groupBy(lines, stretchOf)) {
    const [first] = own
    const rule = rules.find((r) => r.id === first?.rule)
    if (!first || !rule) continue
    const { from, to } = tiedUp(rule, first.starts, first.ends, now)
    const holders = [...new Set(own.map((l) => l.holder))]
    const known = holders.length <= FEW_HOLDERS ? holders : null
    const carried = await loads(tx, district, lane, rule.role, from, to, known, rule.weight ?? null)
    left.set(key, { atMost: rule.holders.atMost, carried })
  }
  return {
    take(line, weight) {
      const stretch = left.get(stretchOf(line))
      if (!stretch) return true
      const after = (stretch.carried.get(line.holder) ?? 0) + weight
      if (after > stretch.atMost) return false
      stretch.carried.set(line.holder, after)
      return true
    },
  }
}

/** What each opening counts of what its holder may carry. */
function weightsIn(rules: readonly Rule[], open: readonly Opening[]): Map<string, number> {
  const byId = new Map(rules.map((r) => [r.id, r]))
  return new Map(
    open.flatMap((o) => {
      const rule = byId.get(o.rule)
      return rule ? [[windowKey(o), weigh(rule, o)] as const] : []
    }),
  )
}
