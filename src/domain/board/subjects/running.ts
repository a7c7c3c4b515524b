import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import { hasState } from '../../callouts/said.ts'
import { linesWithState, NOTHING_OPEN, openOf } from '../../gaps/plan-lines.ts'
import type { Proof, Proposal } from '../../gaps/proposals.ts'
import { sumOfRules } from '../by-kind.ts'
import { type Pointer, pointer } from '../lists/refs.ts'
import { shareOf } from '../model.ts'
import { campaignsAt, countsAt } from '../store.ts'
import { missingOf } from './answers.ts'
import { areaChain, type Countable, countAbout, type Draft, draft, fact, type Look } from './draft.ts'
import { ANSWER_STATES } from './model.ts'

/** Pages of what is running: a campaign, a call-out, a proposal. Each is found by its id alone where no district is given. */

const inDistrict = (tx: Tx, district: string | null) => (district === null ? tx`true` : tx`o.district = ${district}`)

/** That it was there at the moment: what began later was not known. */
const begun = (tx: Tx, look: Look, column: string) => (look.past ? tx`o.${tx(column)} <= ${look.moment}` : tx`true`)

/** The playbook's title, which is what a campaign and all that belongs to it is called. */
const TITLE = (tx: Tx) => tx`p.body -> 'title' as names, c.playbook`

export async function campaignPage(tx: Tx, look: Look, id: string, among: string | null): Promise<Draft> {
  const [row] = await tx<CampaignRow[]>`
    select o.district, o.lane, o.level, o.starts, nullif(o.ends, 'infinity') as ends, p.body -> 'title' as names, o.playbook
    from campaign o join playbook p on p.id = o.playbook and p.version = o.version
    where o.id = ${id} and o.lane = ${look.lane} and ${begun(tx, look, 'starts')} and ${inDistrict(tx, among)}`
  if (!row) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign: id })
  const { district } = row
  const then = look.past ? look.moment : null
  const standing = (await campaignsAt(tx, district, row.lane, look.moment)).find((c) => c.id === id)
  const counts = standing ? await countsAt(tx, { tree: 'area', lane: row.lane, at: then }, district, district) : []
  const own = counts.filter((c) => c.playbook === row.playbook)
  const total = sumOfRules(own)
  const warnings = await tx<{ warning: string }[]>`
    select distinct warning from campaign_zone where district = ${district} and campaign = ${id} and warning is not null
      and starts <= ${look.moment} and ends > ${look.moment}`
  const ids = { district, campaign: id }
  const rows = { district: tx`district = ${district}`, campaign: tx`campaign = ${id}` }
  return draft({ point: 'campaign', id, district }, row.names.en ?? row.playbook, {
    names: row.names,
    what: [
      ...fact('state', 'state', standing ? 'open' : 'over'),
      ...fact('playbook', 'playbook', row.playbook),
      ...fact('level', 'level', standing?.level ?? row.level),
      ...fact('starts', 'moment', row.starts),
      ...fact('ends', 'moment', row.ends && row.ends <= look.moment ? row.ends : null),
      ...fact('required', 'number', total.required),
      ...fact('unheld', 'number', total.unheld),
      ...fact('late', 'number', total.late),
      ...fact('share', 'share', shareOf(total)),
      ...warnings.flatMap((w) => fact('warning', 'warning', pointer('warning', w.warning, district))),
    ],
    where: await areaChain(tx, district),
    missing: standing && row.lane === look.lane ? await missingOf(tx, look, { district, campaign: id }) : [],
    about: await countAbout(tx, [
      {
        key: 'duties',
        list: 'duties',
        filter: ids,
        rows: tx`select from duty where ${rows.district} and ${rows.campaign} and recorded_at <= ${look.moment}`,
      },
      {
        key: 'callouts',
        list: 'callouts',
        filter: ids,
        rows: tx`select from callout where ${rows.district} and ${rows.campaign} and started_at <= ${look.moment}`,
      },
      {
        key: 'proposals',
        list: 'proposals',
        filter: ids,
        rows: tx`select from proposal where ${rows.district} and ${rows.campaign} and made_at <= ${look.moment}`,
      },
    ]),
    may: look.past || !standing || total.unheld === 0 ? [] : [{ action: 'plan', ids }],
  })
}

interface CampaignRow {
  district: string
  lane: string
  level: string
  starts: Date
  ends: Date | null
  names: Record<string, string>
  playbook: string
}

export async function calloutPage(tx: Tx, look: Look, id: string, among: string | null): Promise<Draft> {
  const [row] = await tx<CalloutRow[]>`
    select o.district, o.campaign, o.started_at as "startedAt", o.ended_at as "endedAt", o.reason, ${TITLE(tx)}
    from callout o join campaign c on c.district = o.district and c.id = o.campaign
      join playbook p on p.id = c.playbook and p.version = c.version
    where o.id = ${id} and o.lane = ${look.lane} and ${begun(tx, look, 'started_at')} and ${inDistrict(tx, among)}`
  if (!row) throw new MusterError('CALLOUT_UNKNOWN', { callout: id })
  const { district } = row
  const ended = row.endedAt !== null && row.endedAt <= look.moment
  const filter = { district, callout: id }
  const called = tx`from summons s where s.district = ${district} and s.callout = ${id} and s.called_at <= ${look.moment}`
  const states = ANSWER_STATES.map(
    (state): Countable => ({
      key: state,
      list: 'summonses',
      filter: { ...filter, state },
      rows: tx`select ${called} and ${hasState(tx, [state], look.past ? look.moment : null)}`,
    }),
  )
  return draft({ point: 'callout', id, district }, row.reason, {
    names: row.names,
    what: [
      ...fact('campaign', 'campaign', pointer('campaign', row.campaign, district)),
      ...fact('state', 'state', ended ? 'ended' : 'calling'),
      ...fact('startedAt', 'moment', row.startedAt),
      ...fact('endedAt', 'moment', ended ? row.endedAt : null),
    ],
    where: await areaChain(tx, district),
    about: await countAbout(tx, [{ key: 'called', list: 'summonses', filter, rows: tx`select ${called}` }, ...states]),
    may:
      look.past || ended
        ? []
        : [
            { action: 'call-again', ids: filter },
            { action: 'stop', ids: filter },
          ],
  })
}

/** What a plan costs above the bound, as a share of what it costs; null: no bound is known. */
const gapOf = ({ metres, bound }: Proof) => (bound === null || metres === 0 ? null : (metres - bound) / metres)

interface CalloutRow {
  district: string
  campaign: string
  startedAt: Date
  endedAt: Date | null
  reason: string
  names: Record<string, string>
}

export async function proposalPage(tx: Tx, look: Look, id: string, among: string | null): Promise<Draft> {
  const [row] = await tx<ProposalRow[]>`
    select o.district, o.campaign, o.state, o.made_at as "madeAt", o.summary, o.decided_at as "decidedAt", o.level,
      o.decided_by as "decidedBy", o.undone_at as "undoneAt", o.part_of as "partOf", o.overtaken_by as "overtakenBy",
      coalesce(o.names, p.body -> 'title') as names, c.playbook
    from proposal o join campaign c on c.district = o.district and c.id = o.campaign
      join playbook p on p.id = c.playbook and p.version = c.version
    where o.id = ${id} and c.lane = ${look.lane} and ${begun(tx, look, 'made_at')} and ${inDistrict(tx, among)}
      and ${look.past ? tx`(o.part_of is null or o.decided_at <= ${look.moment})` : tx`true`}`
  if (!row) throw new MusterError('PROPOSAL_UNKNOWN', { proposal: id })
  const { district, summary } = row
  const decided = row.decidedAt !== null && row.decidedAt <= look.moment
  const stateThen = row.undoneAt !== null && row.undoneAt > look.moment ? 'accepted' : row.state
  const filter = { district, proposal: id }
  const self: Pointer = { point: 'proposal', id, district }
  const waits = !look.past && row.state === 'open'
  const { duties, loads } = await givenBy(tx, look, { district, id, summary, decided, waits })
  return draft(self, row.names.en ?? row.playbook, {
    names: row.names,
    what: [
      ...fact('campaign', 'campaign', pointer('campaign', row.campaign, district)),
      ...fact('state', 'state', decided ? stateThen : 'open'),
      ...fact('madeAt', 'moment', row.madeAt),
      ...fact('decidedAt', 'moment', decided ? row.decidedAt : null),
      ...fact('decidedBy', 'text', decided ? row.decidedBy : null),
      ...fact('level', 'level', row.level),
      ...fact('partOf', 'proposal', pointer('proposal', row.partOf, district)),
      ...fact('overtakenBy', 'proposal', pointer('proposal', decided ? row.overtakenBy : null, district)),
      ...fact('people', 'number', duties?.people ?? null),
      ...fact('metres', 'metres', duties?.metres ?? null),
      ...Object.entries(duties?.rules ?? {}).flatMap(([rule, n]) => fact(`rule ${rule}`, 'number', n)),
      ...summary.left.flatMap((l) => fact(`left ${l.rule} ${l.reason}`, 'number', l.n)),
      ...loads.flatMap((l) => fact(`load ${l.duties}`, 'number', l.people)),
      // How much longer than the least that any plan costs, where it is not proved to be the best: a share.
      ...(summary.proofs ?? []).flatMap((p) => fact(`proof ${p.rule}`, 'number', gapOf(p))),
    ],
    where: await areaChain(tx, district),
    about: await countAbout(tx, [
      {
        key: 'lines',
        list: 'lines',
        filter,
        rows: tx`select from proposal_line where district = ${district} and proposal = ${id}`,
      },
    ]),
    may: !waits
      ? []
      : [
          { action: 'accept', ids: filter },
          { action: 'refuse', ids: filter },
        ],
  })
}

/**
 * What a plan gives, and how many people are given how many: of one that waits what is still to be given, of one that was decided all of
 * it; how much of it was still to be given at a moment past was not kept.
 */
async function givenBy(
  tx: Tx,
  look: Look,
  plan: { district: string; id: string; summary: Proposal['summary']; decided: boolean; waits: boolean },
): Promise<{
  duties: Pick<Proposal['summary'], 'rules' | 'people' | 'metres'> | null
  loads: { duties: number; people: number }[]
}> {
  const { district, id, summary, decided, waits } = plan
  if (!decided && !waits) return { duties: null, loads: [] }
  const of = { district, lane: look.lane, proposals: [id], now: look.moment }
  const lines = waits
    ? tx`select holder from (${linesWithState(tx, of)}) q where state = 'to-give'`
    : tx`select holder from proposal_line where district = ${district} and proposal = ${id}`
  const loads = await tx<{ duties: number; people: number }[]>`
    select duties, count(*)::int as people from (select count(*)::int as duties from (${lines}) l group by holder) h
    group by duties order by duties`
  return { duties: waits ? ((await openOf(tx, of)).get(id) ?? NOTHING_OPEN) : summary, loads }
}

interface ProposalRow {
  district: string
  campaign: string
  state: Proposal['state']
  madeAt: Date
  summary: Proposal['summary']
  decidedAt: Date | null
  decidedBy: string | null
  undoneAt: Date | null
  level: string | null
  partOf: string | null
  overtakenBy: string | null
  names: Record<string, string>
  playbook: string
}
