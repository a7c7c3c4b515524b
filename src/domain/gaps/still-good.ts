import { setImmediate as othersFirst } from 'node:timers/promises'
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
import { lineKey } from './steer.ts'
import { neededIn, tiedUp } from './window-problem.ts'

/** A plan that was made, and what is open of it now. */
export interface MadePlan {
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
 *
 * A county's are hundreds of thousands, looked through stretch by stretch of time, some of them at a time, so that this process
 * answers others in between.
 */
export async function stillGood(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  { rules, open, lines, keep = [] }: MadePlan,
): Promise<ProposalLine[]> {
  if (lines.length === 0) return []
  const { district } = campaign
  const holders = [...new Set(lines.map((l) => l.holder))]
  const members = await read((tx) => membersAmong(tx, district, now, holders))
  const not = await read(async (tx) => [
    ...(await decliners(tx, district, campaign.id)),
    ...(await peopleInTeams(tx, district, now)),
  ]).then((ids) => new Set(ids))
  const gaps = Map.groupBy(open, windowOf)
  const kept = new Set(keep.map(lineKey))
  const good = new Set<ProposalLine>()
  for (const own of Map.groupBy(lines, stretchOf).values()) {
    const [first] = own as [ProposalLine, ...ProposalLine[]]
    const missing = new Map(gaps.get(windowOf(first))?.map((o) => [o.subject, { left: o.missing, gap: o }]))
    const rule = rules.find((r) => r.id === first.rule)
    const absent = await read((tx) => absentIn(tx, district, ...neededIn(first.starts, first.ends)))
    const room = await read((tx) => roomFor(tx, now, campaign, rule, own))
    for (const [i, line] of inOrder(own, kept).entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await othersFirst()
      const at = missing.get(line.subject)
      if (!at || at.left === 0 || not.has(line.holder) || !members.has(line.holder)) continue
      if (absent.get(line.holder) === 'away') continue
      if (!room(line.holder, rule ? weigh(rule, at.gap) : 1) && !(kept.size > 0 && kept.has(lineKey(line)))) continue
      at.left--
      good.add(line)
    }
  }
  return lines.filter((line) => good.has(line))
}

/** Lines looked through before others have their turn: a few milliseconds. */
const AT_ONCE = 10_000

/** The rule and the end of a gap or of a line: with the subject they name a requirement. */
const windowOf = ({ rule, ends }: Pick<ProposalLine, 'rule' | 'ends'>) => `${rule} ${ends?.getTime() ?? ''}`
/** The rule and the stretch of time that a line is for. */
const stretchOf = (line: ProposalLine) => `${windowOf(line)} ${line.starts.getTime()}`

/** Those that are kept before others, and the nearest first. */
function inOrder(lines: readonly ProposalLine[], kept: ReadonlySet<string>): ProposalLine[] {
  const nearest = lines.toSorted((a, b) => a.distanceM - b.distanceM)
  if (kept.size === 0) return nearest
  const { first = [], then = [] } = Object.groupBy(nearest, (l) => (kept.has(lineKey(l)) ? 'first' : 'then'))
  return [...first, ...then]
}

/** Up to so many holders are asked about by name; of more, everybody is counted at once. */
const FEW_HOLDERS = 2_000

/**
 * What the holders of some lines of one rule and stretch of time carry by now, as a function that says whether one of them has
 * room for so much more, and takes it.
 */
async function roomFor(
  tx: Tx,
  now: Date,
  { district, lane }: OpenCampaign,
  rule: Rule | undefined,
  lines: readonly ProposalLine[],
): Promise<(holder: string, weight: number) => boolean> {
  const [first] = lines
  if (!first || !rule) return () => true
  const { from, to } = tiedUp(rule, first.starts, first.ends, now)
  const holders = [...new Set(lines.map((l) => l.holder))]
  const known = holders.length <= FEW_HOLDERS ? holders : null
  const carried = await loads(tx, district, lane, rule.role, from, to, known, rule.weight ?? null)
  return (holder, weight) => {
    const after = (carried.get(holder) ?? 0) + weight
    if (after > rule.holders.atMost) return false
    carried.set(holder, after)
    return true
  }
}
