import { newId, newIds } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noteChange } from '../audit/changes.ts'
import type { Words } from '../playbooks/model.ts'
import type { OpenCampaign } from './model.ts'
import { namePlan } from './plan-names.ts'

/** A duty that a plan would give. */
export interface ProposalLine {
  subject: string
  rule: string
  role: string
  sole: boolean
  holder: string
  starts: Date
  ends: Date | null
  distanceM: number
}

const LINE = {
  duty: 'uuid',
  subject: 'uuid',
  rule: 'text',
  role: 'text',
  sole: 'boolean',
  holder: 'uuid',
  starts: 'timestamptz',
  ends: 'timestamptz',
  distanceM: 'float8',
} as const

/** What a plan leaves open, and why. */
export interface Left {
  rule: string
  reason: string
  n: number
}

/** What a plan costs under one rule, ways and prices, and what every plan costs at least, in metres; null: not known. */
export interface Proof {
  rule: string
  metres: number
  bound: number | null
}

export interface Proposal {
  id: string
  campaign: string
  state: 'open' | 'accepted' | 'refused' | 'overtaken' | 'undone'
  madeAt: Date
  /** Where and when, in both languages; null: made before plans had names. */
  names: Words | null
  /** The plan of which these lines were a part, decided on by itself. */
  partOf: string | null
  /** The plan that took its place. */
  overtakenBy: string | null
  summary: {
    rules: Record<string, number>
    people: number
    metres: number
    left: Left[]
    /** How many people it was for when it was made, where lines were parted off or changed since. */
    made?: number
    /** Of rules whose plan is not proved to be the best. */
    proofs?: Proof[]
    /** What a coordinator asked for; the engine's own plans have none. */
    asked?: Asked
  }
}

/** Somebody who is not to be given a place, under one rule. */
export interface Barred {
  subject: string
  rule: string
  holder: string
}

/** What a plan by hand was asked for, so that it can be explained, and made anew with one thing otherwise. */
export interface Asked {
  /** All rules of the campaign where none is named; all that is open where neither places nor areas are. */
  rules?: string[]
  subjects?: string[]
  areas?: string[]
  /** The proposal whose place it took, which it was to change as little as it must. */
  instead?: string
  /** By the ids of their duties, the lines that were to stay. */
  kept: string[]
  not: Barred[]
}

/** Lines written by one statement: some tenths of a second. */
const LINES = 5_000

/**
 * Offers a plan. What it would change is in its lines; nothing changes until it is accepted. `byHand`: what a coordinator
 * asked for, and which lines were to stay; what the engine plans does not wait for it.
 */
export async function propose(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  lines: ProposalLine[],
  { left, proofs }: { left: Left[]; proofs: Proof[] },
  byHand: { asked: Omit<Asked, 'kept'>; stays: (line: ProposalLine) => boolean } | null = null,
): Promise<string> {
  const id = newId(now)
  const ids = newIds(now, lines.length)
  const rules: Record<string, number> = {}
  for (const line of lines) rules[line.rule] = (rules[line.rule] ?? 0) + 1
  const summary: Proposal['summary'] = {
    rules,
    people: new Set(lines.map((l) => l.holder)).size,
    metres: Math.round(lines.reduce((sum, l) => sum + l.distanceM, 0)),
    left,
    ...(proofs.length > 0 && { proofs }),
  }
  if (byHand) {
    const kept = ids.filter((_, i) => byHand.stays(lines[i] as ProposalLine))
    summary.asked = { ...byHand.asked, kept }
  }
  await tx`
    insert into proposal (district, id, campaign, state, made_at, summary, by_hand, level)
    values (${campaign.district}, ${id}, ${campaign.id}, 'open', ${now}, ${JSON.stringify(summary)}::text::jsonb,
      ${byHand !== null}, ${campaign.level})`
  for (let from = 0; from < lines.length; from += LINES) {
    const piece = lines.slice(from, from + LINES).map((line, i) => ({ ...line, duty: ids[from + i] as string }))
    await tx`
      insert into proposal_line (district, proposal, duty, subject, rule, role, sole, holder, starts, ends, distance_m)
      select ${campaign.district}, ${id}, duty, subject, rule, role, sole, holder, starts, coalesce(ends, 'infinity'), "distanceM"
      from ${rows(tx, piece, LINE)}`
  }
  await namePlan(tx, campaign, { proposal: id, madeAt: now })
  await noteChange(tx, campaign.lane, [campaign.district], 'proposals')
  return id
}

const PROPOSAL = (tx: Tx) => tx`
  id, campaign, state, made_at as "madeAt", names, part_of as "partOf", overtaken_by as "overtakenBy", summary`

/** The proposals of a campaign, newest first, one page (index proposal_by_campaign). */
export async function proposalsOf(
  tx: Tx,
  district: string,
  campaign: string,
  limit: number,
  after: { madeAt: Date; id: string } | null = null,
): Promise<Proposal[]> {
  return tx<Proposal[]>`
    select ${PROPOSAL(tx)} from proposal
    where district = ${district} and campaign = ${campaign} and (${after?.id ?? null}::uuid is null
      or (made_at, id) < (${after?.madeAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by made_at desc, id desc limit ${limit}`
}

export async function proposalById(tx: Tx, district: string, id: string): Promise<Proposal | null> {
  const [row] = await tx<Proposal[]>`
    select ${PROPOSAL(tx)} from proposal where district = ${district} and id = ${id}`
  return row ?? null
}

/** The lines of a proposal, by place (primary key), one page. */
export async function linesOf(
  tx: Tx,
  district: string,
  proposal: string,
  after: string | null,
  limit: number,
): Promise<(ProposalLine & { duty: string; place: string; person: string })[]> {
  return tx`
    select l.duty, l.subject, p.name as place, l.rule, l.role, l.sole, l.holder, h.name as person, l.starts,
      nullif(l.ends, 'infinity') as ends, l.distance_m as "distanceM"
    from proposal_line l left join place p on p.district = l.district and p.id = l.subject
      left join person h on h.district = l.district and h.id = l.holder
    where l.district = ${district} and l.proposal = ${proposal} and (${after}::uuid is null or l.duty > ${after}::uuid)
    order by l.duty limit ${limit}`
}

/**
 * What a coordinator's own plans have on offer, as `subject rule`: the engine does not propose it a second time; nor what
 * somebody is not to have there, whom it would choose again.
 */
export async function offeredByHand(tx: Tx, campaign: OpenCampaign): Promise<Set<string>> {
  const open = tx`
    p.district = ${campaign.district} and p.campaign = ${campaign.id} and p.state = 'open' and p.by_hand`
  const found = await tx<{ key: string }[]>`
    select l.subject || ' ' || l.rule as key
    from proposal p join proposal_line l on l.district = p.district and l.proposal = p.id where ${open}
    union
    select (n ->> 'subject') || ' ' || (n ->> 'rule')
    from proposal p, jsonb_array_elements(p.summary -> 'asked' -> 'not') n where ${open}`
  return new Set(found.map((r) => r.key))
}

/** What nobody decided on before the campaign ended is no longer on offer. */
export async function overtake(tx: Tx, now: Date, campaign: OpenCampaign): Promise<void> {
  await tx`
    update proposal set state = 'overtaken', decided_at = ${now}
    where district = ${campaign.district} and campaign = ${campaign.id} and state = 'open'`
  await noteChange(tx, campaign.lane, [campaign.district], 'proposals')
}

/** A proposal that waits for a yes, and of how many duties it is. */
export interface OpenProposal {
  district: string
  id: string
  duties: number
}

/** Every proposal of a lane that waits for a yes. */
export async function openProposals(tx: Tx, lane: string): Promise<OpenProposal[]> {
  return tx<OpenProposal[]>`
    select p.district, p.id,
      (select coalesce(sum(n::int), 0)::int from jsonb_each_text(p.summary -> 'rules') as r (rule, n)) as duties
    from proposal p join campaign c on c.district = p.district and c.id = p.campaign
    where c.lane = ${lane} and c.ends = 'infinity' and p.state = 'open' order by p.made_at, p.id`
}
