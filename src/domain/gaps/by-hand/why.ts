import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import { within } from '../../../db/transaction.ts'
import type { Viewer } from '../../audit/model.ts'
import type { Planner } from '../../planner/model.ts'
import { type Difference, type Pays, why } from '../../planner/why.ts'
import { willing } from '../fill.ts'
import type { Opening } from '../openings.ts'
import { dividersFor, readWindow } from '../read-window.ts'
import { lineKey, windowKey } from '../steer.ts'
import { holderOf, problemOf } from '../window-problem.ts'
import { askedOf, linesIn, openIn, openProposal } from './asked.ts'
import { inForce } from './campaign.ts'
import { type Fits, fitsOf, insistedOn } from './insisted.ts'

interface Someone {
  person: string
  name: string
  /** From home to the place. */
  distanceM: number
}

/** Why a plan gives a place to somebody. Metres are whole; differences are of all ways of the rule in that window together. */
export interface WhyLine extends Someone {
  /** Duties of this rule that the holder has then, with all of the plan, and may have. */
  carries: number
  may: number
  /** What the pair pays of the rule's prices, in metres beside the way; 0: nothing, or there is no such price. */
  pays: Pays
  /** Who would have the place if this one could not; null: nobody. */
  next: Someone | null
  /** What the plan would cost more without this pair. */
  without: Difference
  /** What it would cost more to insist on whoever was named, and how it stands with them under the rule. */
  insist: (Someone & Difference & { fits: Fits }) | null
}

/** The line that is asked about, and somebody who might have it in this one's stead. */
interface WhyRequest {
  district: string
  proposal: string
  line: string
  holder?: string | undefined
}

/**
 * Why one line of an open proposal: planned again without it, and with somebody else in its stead. Only what is open of that
 * rule in that window is planned, as things are now; the proposal's other lines count as given. PROPOSAL_UNKNOWN,
 * PROPOSAL_DECIDED, CAMPAIGN_OVER, LINE_UNKNOWN, LINE_GONE, GAP_FILLED, PERSON_UNKNOWN, HOME_UNKNOWN, BAD_INPUT for insisting
 * on whoever has it.
 */
export async function readWhy(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  { district, proposal: id, line: duty, holder }: WhyRequest,
  planner: Planner,
): Promise<WhyLine> {
  const proposal = await openProposal(tx, district, id)
  const [line] = await linesIn(tx, district, id, { duties: [duty] })
  if (!line) throw new MusterError('LINE_UNKNOWN', { line: duty, proposal: id })
  if (holder === line.holder) throw new MusterError('BAD_INPUT', { what: 'holder: has it in this plan' })
  const { campaign, rules } = await inForce(tx, viewer, district, proposal.campaign)
  const wanted = askedOf(proposal)
  const open = await openIn(within(tx), now, campaign, rules, { ...wanted, rules: [line.rule] })
  const rule = rules.find((r) => r.id === line.rule)
  const own = open.find((o) => windowKey(o) === windowKey(line))
  if (!rule || !own) throw new MusterError('GAP_FILLED')

  const window = inWindow(open, own)
  const lines = await linesIn(tx, district, id, { rule: rule.id })
  const here = new Set(window.map(windowKey))
  const elsewhere = lines.filter((l) => !here.has(windowKey(l)))
  const kept = lines.filter((l) => wanted.kept.includes(l.duty) && lineKey(l) !== lineKey(line))
  const people = await willing(within(tx), now, campaign, window, [rule])
  const dividers = await dividersFor(tx, now, district, [rule])
  const asked = await readWindow(tx, now, campaign, rule, window, people, dividers)
  const before = wanted.instead === undefined ? [] : await linesIn(tx, district, wanted.instead, 'all')
  const steer = { keep: [...kept, line], not: wanted.not, before }
  const problem = problemOf(asked, people, elsewhere, steer)
  const other = holder === undefined ? null : await insistedOn(tx, now, district, holder)
  const ratherNot = other !== null && asked.absent.get(other.id) === 'rather-not'
  const insist = other && { ...holderOf(other, rule, 0, dividers.units), ratherNot }
  const found = why(problem, { place: line.subject, holder: line.holder }, planner, insist)

  const nameOf = await names(tx, district, [line.holder, found.next?.holder, other?.id])
  const someone = (person: string, far: number): Someone => ({ person, name: nameOf.get(person) ?? '', distanceM: far })
  const carried = problem.holders.find((h) => h.id === line.holder)?.carries ?? 0
  const weightAt = new Map(problem.places.map((p) => [p.id, p.weight ?? 1]))
  const theirs = lines.filter((l) => here.has(windowKey(l)) && l.holder === line.holder)
  return {
    ...someone(line.holder, found.distanceM),
    carries: carried + theirs.reduce((sum, l) => sum + (weightAt.get(l.subject) ?? 1), 0),
    may: rule.holders.atMost,
    pays: found.pays,
    next: found.next && someone(found.next.holder, found.next.distanceM),
    without: found.without,
    insist: other &&
      found.insist && {
        ...found.insist,
        ...someone(other.id, found.insist.distanceM),
        fits: await fitsOf(tx, now, campaign, rule, own, other, elsewhere),
      },
  }
}

/** What is planned together with an opening: its rule in its window. */
function inWindow(open: readonly Opening[], own: Opening): [Opening, ...Opening[]] {
  const same = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime()
  return [own, ...open.filter((o) => o !== own && same(o.starts, own.starts) && same(o.ends, own.ends))]
}

async function names(tx: Tx, district: string, ids: (string | undefined)[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => id !== undefined)
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${known}::uuid[])`
  return new Map(found.map((p) => [p.id, p.name]))
}
