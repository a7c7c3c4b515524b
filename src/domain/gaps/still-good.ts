import type { Tx } from '../../db/connect.ts'
import { decliners } from '../callouts/store.ts'
import { absentIn } from '../people/absences.ts'
import { membersAmong, peopleInTeams } from '../people/store.ts'
import type { OpenCampaign } from './model.ts'
import type { Opening } from './openings.ts'
import type { ProposalLine } from './proposals.ts'
import { lineKey, windowKey } from './steer.ts'
import { neededIn } from './window-problem.ts'

/**
 * The lines of a plan that still hold when it is written: a plan takes a while to be made, and nothing is locked meanwhile. A
 * line is left out whose gap was filled, or not for as many, and one for somebody who has declined, left, joined a team or
 * is away by now. `keep`: lines that come before others; among the rest the nearest do.
 */
export async function stillGood(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  open: readonly Opening[],
  lines: readonly ProposalLine[],
  keep: readonly ProposalLine[] = [],
): Promise<ProposalLine[]> {
  if (lines.length === 0) return []
  const { district } = campaign
  const missing = new Map(open.map((o) => [windowKey(o), o.missing]))
  const members = await membersAmong(tx, district, now, [...new Set(lines.map((l) => l.holder))])
  const not = new Set([...(await decliners(tx, district, campaign.id)), ...(await peopleInTeams(tx, district, now))])
  const away = await awayFor(tx, district, lines)
  const kept = new Set(keep.map(lineKey))
  const rank = (line: ProposalLine) => (kept.has(lineKey(line)) ? 0 : 1)
  const good = new Set<ProposalLine>()
  for (const line of lines.toSorted((a, b) => rank(a) - rank(b) || a.distanceM - b.distanceM)) {
    const left = missing.get(windowKey(line)) ?? 0
    if (left === 0 || not.has(line.holder) || !members.has(line.holder) || away(line)) continue
    missing.set(windowKey(line), left - 1)
    good.add(line)
  }
  return lines.filter((line) => good.has(line))
}

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
