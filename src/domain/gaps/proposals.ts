import { MusterError } from '../../base/errors.ts'
import { newId, newIds } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { flags, instants } from '../../db/lists.ts'
import { learnSizes } from '../../db/statistics.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { campaignById, campaignsIn } from '../playbooks/store.ts'
import { restateAndCount } from './actions.ts'
import type { OpenCampaign } from './model.ts'
import { ofSubjects } from './store.ts'

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

/** What a plan leaves open, and why. */
export interface Left {
  rule: string
  reason: string
  n: number
}

export interface Proposal {
  id: string
  campaign: string
  state: 'open' | 'accepted' | 'refused' | 'overtaken'
  madeAt: Date
  summary: { rules: Record<string, number>; people: number; metres: number; left: Left[] }
}

/** Offers a plan. What it would change is in its lines; nothing changes until it is accepted. */
export async function propose(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  lines: ProposalLine[],
  left: Left[],
): Promise<string> {
  const id = newId(now)
  const rules: Record<string, number> = {}
  for (const line of lines) rules[line.rule] = (rules[line.rule] ?? 0) + 1
  const summary: Proposal['summary'] = {
    rules,
    people: new Set(lines.map((l) => l.holder)).size,
    metres: Math.round(lines.reduce((sum, l) => sum + l.distanceM, 0)),
    left,
  }
  await tx`
    insert into proposal (district, id, campaign, state, made_at, summary)
    values (${campaign.district}, ${id}, ${campaign.id}, 'open', ${now}, ${JSON.stringify(summary)}::text::jsonb)`
  await tx`
    insert into proposal_line (district, proposal, duty, subject, rule, role, sole, holder, starts, ends, distance_m)
    select ${campaign.district}, ${id}, duty, subject, rule, role, sole = 1, holder, starts, coalesce(ends, 'infinity'), metres
    from unnest(${newIds(now, lines.length)}::uuid[], ${lines.map((l) => l.subject)}::uuid[],
      ${lines.map((l) => l.rule)}::text[], ${lines.map((l) => l.role)}::text[], ${flags(lines.map((l) => l.sole))}::int[],
      ${lines.map((l) => l.holder)}::uuid[], ${instants(lines.map((l) => l.starts))}::timestamptz[],
      ${instants(lines.map((l) => l.ends))}::timestamptz[], ${lines.map((l) => l.distanceM)}::real[])
      as t (duty, subject, rule, role, sole, holder, starts, ends, metres)`
  return id
}

/**
 * Gives the duties of a proposal: as many as their requirement still lacks, from now or from the beginning of their shift.
 * Where a sole role is held by somebody who declined in this campaign, that duty ends at the same instant. Lines that
 * the register refuses, because somebody was quicker, are left out and counted.
 */
export async function accept(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: OpenCampaign,
  proposal: string,
): Promise<{ given: number; overtaken: number }> {
  const { district } = campaign
  const [taken] = await tx`
    update proposal set state = 'accepted', decided_at = ${now}, decided_by = ${actorText(actor)}
    where district = ${district} and id = ${proposal} and state = 'open' returning id`
  if (!taken) throw new MusterError('PROPOSAL_DECIDED', { proposal })
  await tx`
    update duty d set ends = greatest(d.starts, ${now}), changed_at = ${now}, end_reason = 'declined'
    from proposal_line l
    where l.district = ${district} and l.proposal = ${proposal} and l.sole
      and d.district = ${district} and d.subject = l.subject and d.role = l.role and d.sole and d.lane = ${campaign.lane}
      and d.starts <= ${now} and d.ends > ${now}
      and exists (select from summons s where s.district = ${district} and s.campaign = ${campaign.id}
        and s.person = d.holder and s.declined_at is not null and d.id = any(s.duties))`
  const given = await tx<{ subject: string }[]>`
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
      proposal, recorded_at, recorded_by, changed_at)
    select ${district}, l.duty, ${campaign.lane}, 'place', l.subject, l.role, l.sole, 'person', l.holder,
      greatest(l.starts, ${now}), l.ends, ${campaign.id}, ${proposal}, ${now}, ${actorText(actor)}, ${now}
    from (
      select *, row_number() over (partition by subject, rule, ends order by distance_m, duty) as nth from proposal_line
      where district = ${district} and proposal = ${proposal} and ends > ${now}
    ) l
    where exists (select from requirement r where r.district = ${district} and r.subject = l.subject
      and r.campaign = ${campaign.id} and r.rule = l.rule and r.ends = l.ends and r.needed - r.held >= l.nth)
    on conflict do nothing
    returning subject`
  const [lines] = await tx<{ n: number }[]>`
    select count(*)::int as n from proposal_line where district = ${district} and proposal = ${proposal}`
  await learnSizes(tx, 'duty', given.length)
  const result = { given: given.length, overtaken: (lines?.n ?? 0) - given.length }
  await audit(tx, now, actor, { district, act: 'proposal.accept', subject: proposal, detail: result })
  await restateAndCount(tx, now, campaign, ofSubjects(tx, now, [...new Set(given.map((g) => g.subject))]))
  await ask(tx, campaign.lane, district, 'call', now)
  return result
}

/** Accepts or refuses a proposal that waits for a person's yes. */
export async function decideProposal(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  proposal: string,
  yes: boolean,
): Promise<{ given: number; overtaken: number }> {
  return db.write(now, async (tx) => {
    const [row] = await tx<{ campaign: string }[]>`
      select campaign from proposal where district = ${district} and id = ${proposal}`
    const campaign = row && (await campaignById(tx, district, row.campaign))
    if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
    // Locks them, as every act that counts does; and what this plan stood in the way of may be planned now.
    await campaignsIn(tx, district)
    await ask(tx, campaign.lane, district, 'plan', now)
    if (yes) return accept(tx, now, actor, campaign, proposal)
    const [refused] = await tx`
      update proposal set state = 'refused', decided_at = ${now}, decided_by = ${actorText(actor)}
      where district = ${district} and id = ${proposal} and state = 'open' returning id`
    if (!refused) throw new MusterError('PROPOSAL_DECIDED', { proposal })
    await audit(tx, now, actor, { district, act: 'proposal.refuse', subject: proposal })
    return { given: 0, overtaken: 0 }
  })
}

/** The proposals of a campaign, newest first, one page (index proposal_by_campaign). */
export async function proposalsOf(
  tx: Tx,
  district: string,
  campaign: string,
  limit: number,
  after: { madeAt: Date; id: string } | null = null,
): Promise<Proposal[]> {
  return tx<Proposal[]>`
    select id, campaign, state, made_at as "madeAt", summary from proposal
    where district = ${district} and campaign = ${campaign} and (${after?.id ?? null}::uuid is null
      or (made_at, id) < (${after?.madeAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by made_at desc, id desc limit ${limit}`
}

export async function proposalById(tx: Tx, district: string, id: string): Promise<Proposal | null> {
  const [row] = await tx<Proposal[]>`
    select id, campaign, state, made_at as "madeAt", summary from proposal where district = ${district} and id = ${id}`
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

/** Proposals of a campaign that still wait for a yes, by rule: a second is not offered beside them. */
export async function rulesOnOffer(tx: Tx, campaign: OpenCampaign): Promise<Set<string>> {
  const rows = await tx<{ rule: string }[]>`
    select distinct jsonb_object_keys(summary -> 'rules') as rule from proposal
    where district = ${campaign.district} and campaign = ${campaign.id} and state = 'open'`
  return new Set(rows.map((r) => r.rule))
}

/** What nobody decided on before the campaign ended is no longer on offer. */
export async function overtake(tx: Tx, now: Date, campaign: OpenCampaign): Promise<void> {
  await tx`
    update proposal set state = 'overtaken', decided_at = ${now}
    where district = ${campaign.district} and campaign = ${campaign.id} and state = 'open'`
}

/** Every proposal of a lane that waits for a yes. */
export async function openProposals(tx: Tx, lane: string): Promise<{ district: string; id: string }[]> {
  return tx<{ district: string; id: string }[]>`
    select p.district, p.id from proposal p join campaign c on c.district = p.district and c.id = p.campaign
    where c.lane = ${lane} and c.ends = 'infinity' and p.state = 'open' order by p.made_at, p.id`
}
