import { DAY } from '../../base/clock.ts'
import type { Tx } from '../../db/connect.ts'
import { holdersWith, loads } from '../duties/store.ts'
import { absentIn } from '../people/absences.ts'
import type { Candidate } from '../people/model.ts'
import { unitLines } from '../people/store.ts'
import { riversAt } from '../places/store.ts'
import type { Rule } from '../playbooks/model.ts'
import type { OpenCampaign } from './model.ts'
import { holdersAt, type Opening } from './openings.ts'
import { type AskedWindow, type Dividers, neededIn, needsRivers, needsUnits, tiedUp } from './window-problem.ts'

/** Up to so many people are asked about by name; of more, everybody is counted at once. */
const FEW_PEOPLE = 2_000
/** Shifts in seven days, at most. */
const MOST_IN_WEEK = 5
const NOBODY: ReadonlySet<string> = new Set()

async function tiredBy(tx: Tx, { district, lane }: OpenCampaign, rule: Rule, ends: Date): Promise<Set<string>> {
  return holdersWith(tx, district, lane, rule.role, [new Date(ends.getTime() - 7 * DAY), ends], MOST_IN_WEEK)
}

/** The units and rivers of a district, if a rule has a price for which they are needed. */
export async function dividersFor(tx: Tx, now: Date, district: string, rules: readonly Rule[]): Promise<Dividers> {
  return {
    units: rules.some(needsUnits) ? await unitLines(tx, district, now) : null,
    rivers: rules.some(needsRivers) ? await riversAt(tx, district, now) : null,
  }
}

/** Reads what an opening's window is planned from; `dividers` are asked for once for all windows. */
export async function readWindow(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  rule: Rule,
  open: readonly [Opening, ...Opening[]],
  people: readonly Candidate[],
  dividers: Dividers,
): Promise<AskedWindow> {
  const [first] = open
  const known = people.length <= FEW_PEOPLE ? people.map((p) => p.id) : null
  const tied = tiedUp(rule, first.starts, first.ends, now)
  const carried = await loads(
    tx,
    campaign.district,
    campaign.lane,
    rule.role,
    tied.from,
    tied.to,
    known,
    rule.weight ?? null,
  )
  const subjects = open.map((o) => o.subject)
  const held = await holdersAt(tx, first.starts, campaign, rule.role, subjects)
  const tired = rule.shift && first.ends ? await tiredBy(tx, campaign, rule, first.ends) : NOBODY
  const units = needsUnits(rule) ? dividers.units : null
  const rivers = needsRivers(rule) ? dividers.rivers : null
  const absent = await absentIn(tx, campaign.district, ...neededIn(first.starts, first.ends))
  return { rule, open, tied, carried, held, tired, absent, dividers: { units, rivers } }
}
