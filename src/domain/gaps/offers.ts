import { MINUTE } from '../../base/clock.ts'
import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../audit/changes.ts'
import type { OpenCampaign } from './model.ts'
import type { Barred, ProposalLine } from './proposals.ts'

/** A plan of the engine's that waits for a yes. */
export interface Offer {
  id: string
  madeAt: Date
  rules: string[]
  /** The campaign's level when it was made; null: not known. */
  level: string | null
}

/** An offer stands so long whatever happens: time to read it and to decide. After that a better one may take its place. */
const STANDS_MS = 10 * MINUTE

/**
 * Until when nothing takes an offer's place; null once something may: at once where the level has risen since it was made, for it
 * answers less than is asked now. `levels`: of the playbook, the lowest first; `level`: that of the campaign.
 */
export function standsUntil(
  offer: Offer,
  now: Date,
  { level, levels }: { level: string; levels: readonly string[] },
): Date | null {
  if (offer.level !== null && levels.indexOf(offer.level) < levels.indexOf(level)) return null
  const until = new Date(offer.madeAt.getTime() + STANDS_MS)
  return until > now ? until : null
}

/** What the engine has on offer in a campaign; what a coordinator asked for is beside it and stands in nobody's way. */
export async function offersOf(tx: Tx, campaign: OpenCampaign): Promise<Offer[]> {
  return tx<Offer[]>`
    select id, made_at as "madeAt", array(select jsonb_object_keys(summary -> 'rules')) as rules, level from proposal
    where district = ${campaign.district} and campaign = ${campaign.id} and state = 'open' and not by_hand
    order by made_at, id`
}

/** What these offers would give: who has a place in one is not moved by the next without need (primary key). */
export async function linesOffered(
  tx: Tx,
  { district }: OpenCampaign,
  offers: readonly Offer[],
): Promise<ProposalLine[]> {
  if (offers.length === 0) return []
  return tx<ProposalLine[]>`
    select subject, rule, role, sole, holder, starts, nullif(ends, 'infinity') as ends, distance_m as "distanceM"
    from proposal_line where district = ${district} and proposal = any(${offers.map((o) => o.id)}::uuid[])`
}

/**
 * Takes offers back in favour of a plan that fills more, and tells whether it does: whether any of its lines is for an
 * opening that the offers leave open. Only then, for whoever is reading an offer should not have it replaced by its like.
 */
export async function supersede(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  offers: Offer[],
  lines: ProposalLine[],
): Promise<boolean> {
  if (offers.length === 0) return true
  const ids = offers.map((o) => o.id)
  const offered = await tx<Pick<ProposalLine, 'subject' | 'rule' | 'ends'>[]>`
    select subject, rule, nullif(ends, 'infinity') as ends from proposal_line
    where district = ${campaign.district} and proposal = any(${ids}::uuid[])`
  if (!goesBeyond(lines, offered)) return false
  await tx`
    update proposal set state = 'overtaken', decided_at = ${now}
    where district = ${campaign.district} and id = any(${ids}::uuid[]) and state = 'open'`
  await noteChange(tx, campaign.lane, [campaign.district], 'proposals')
  return true
}

/** Says of offers that were taken back which plan took their place. */
export async function sayInstead(
  tx: Tx,
  { district }: OpenCampaign,
  offers: readonly string[],
  proposal: string,
): Promise<void> {
  if (offers.length === 0) return
  await tx`
    update proposal set overtaken_by = ${proposal}
    where district = ${district} and id = any(${offers as string[]}::uuid[]) and state = 'overtaken'`
}

/**
 * Who was refused for which place, line by line: the engine does not offer them there again while what they were to do lasts (indexes
 * proposal_by_campaign, proposal_line_pkey).
 */
export async function refusedLines(tx: Tx, now: Date, { district, id }: OpenCampaign): Promise<Barred[]> {
  return tx<Barred[]>`
    select distinct l.subject, l.rule, l.holder from (
        select id from proposal
        where district = ${district} and campaign = ${id} and state = 'refused' and part_of is not null offset 0) p,
      lateral (select * from proposal_line where district = ${district} and proposal = p.id offset 0) l
    where l.ends > ${now}`
}

type Filled = Pick<ProposalLine, 'subject' | 'rule' | 'ends'>

/** Whether some opening (a rule at a place, of a shift by its end) is filled by more people than were offered for it. */
function goesBeyond(lines: readonly Filled[], offered: readonly Filled[]): boolean {
  const left = new Map<string, number>()
  const keyOf = (l: Filled) => `${l.rule} ${l.subject} ${l.ends?.getTime() ?? ''}`
  for (const l of offered) left.set(keyOf(l), (left.get(keyOf(l)) ?? 0) + 1)
  return lines.some((l) => {
    const n = (left.get(keyOf(l)) ?? 0) - 1
    left.set(keyOf(l), n)
    return n < 0
  })
}
