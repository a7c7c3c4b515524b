import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import type { Proposal } from '../../gaps/proposals.ts'
import { linesOf } from '../../gaps/proposals.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, cut, sift, walk } from './walk.ts'

const STATES = ['open', 'accepted', 'refused', 'overtaken', 'undone'] as const

/** Plans on offer and those decided, made last first: of a district (proposal_by_time) or a campaign (proposal_by_campaign). */
export const proposals: List = {
  list: 'proposals',
  columns: [
    { key: 'proposal', kind: 'proposal' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'duties', kind: 'number' },
    { key: 'people', kind: 'number' },
    { key: 'metres', kind: 'metres' },
    { key: 'left', kind: 'number' },
    { key: 'madeAt', kind: 'moment', sort: 'made' },
    { key: 'decidedAt', kind: 'moment' },
    { key: 'decidedBy', kind: 'text', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'state', kind: 'choice', choices: STATES, many: true },
  ],
  needs: [['district', 'area']],
  sorts: [{ key: 'made', index: 'proposal_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [campaign, states] = [ask.value('campaign'), ask.values('state')]
    const state = tx`case when p.decided_at > ${ask.moment} then 'open'
      when p.undone_at > ${ask.moment} then 'accepted' else p.state end`
    const w = {
      columns: tx`p.id, p.campaign, ${state} as state, p.made_at as "madeAt", p.summary,
        case when p.decided_at <= ${ask.moment} then p.decided_at end as "decidedAt", p.decided_by as "decidedBy"`,
      from: tx`proposal p`,
      where: all(tx, [
        tx`p.district = ${ask.district}`,
        campaign !== null && tx`p.campaign = ${campaign}`,
        ask.past && tx`p.made_at <= ${ask.moment}`,
        mark && tx`(p.made_at, p.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`p.made_at desc, p.id desc`,
      keep: sift(tx, [
        tx`exists (select from campaign c where c.district = p.district and c.id = p.campaign and c.lane = ${ask.lane})`,
        states.length > 0 && tx`${state} = any(${states}::text[])`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (p) => [p.madeAt, p.id])
    return {
      next,
      rows: rows.map(({ summary, ...p }) => ({
        id: p.id,
        ref: pointer('proposal', p.id, ask.district),
        cells: {
          proposal: pointer('proposal', p.id, ask.district),
          campaign: pointer('campaign', p.campaign, ask.district),
          state: p.state,
          duties: Object.values(summary.rules).reduce((sum, n) => sum + n, 0),
          people: summary.people,
          metres: summary.metres,
          left: summary.left.reduce((sum, l) => sum + l.n, 0),
          madeAt: p.madeAt,
          decidedAt: p.decidedAt,
          decidedBy: p.decidedAt && p.decidedBy,
        },
      })),
    }
  },
}

type Listed = Proposal & { decidedAt: Date | null; decidedBy: string | null }

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

/** What a proposal would change, line by line (its key). */
export const lines: List = {
  list: 'lines',
  columns: [
    { key: 'place', kind: 'place' },
    { key: 'rule', kind: 'rule' },
    { key: 'role', kind: 'slug' },
    { key: 'holder', kind: 'person' },
    { key: 'before', kind: 'number' },
    { key: 'after', kind: 'number' },
    { key: 'metres', kind: 'metres' },
    { key: 'starts', kind: 'moment' },
    { key: 'ends', kind: 'moment' },
    { key: 'sole', kind: 'flag', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'proposal', kind: 'proposal' },
  ],
  needs: [['district', 'area'], ['proposal']],
  sorts: [{ key: 'line', index: 'proposal_line_pkey' }],
  lane: true,
  past: false,
  async page(tx: Tx, ask: Ask) {
    const [last] = ask.mark(z.tuple([z.uuid()])) ?? [null]
    if (!(await isOfLane(tx, ask))) return { rows: [], next: null }
    const found = await linesOf(tx, ask.district, ask.value('proposal') ?? '', last, ask.limit + 1)
    const { rows, next } = cut([...found], ask.limit, (l) => [l.duty])
    const loads = await loadsOf(
      tx,
      ask,
      rows.map((l) => l.duty),
    )
    return {
      next,
      rows: rows.map((l) => ({
        id: l.duty,
        ref: pointer('place', l.subject, ask.district),
        cells: {
          place: pointer('place', l.subject, ask.district),
          rule: l.rule,
          role: l.role,
          holder: pointer('person', l.holder, ask.district),
          before: loads.get(l.duty)?.before ?? 0,
          after: loads.get(l.duty)?.after ?? 1,
          metres: l.distanceM,
          starts: l.starts,
          ends: l.ends,
          sole: l.sole,
        },
      })),
    }
  },
}

/** Whether the proposal is one of the lane (primary keys). */
async function isOfLane(tx: Tx, { district, lane, value }: Ask): Promise<boolean> {
  const [own] = await tx`
    select true from proposal p join campaign c on c.district = p.district and c.id = p.campaign
    where p.district = ${district} and p.id = ${value('proposal')} and c.lane = ${lane}`
  return own !== undefined
}

/**
 * How many duties of the role each line's holder carries while it runs: without the plan (duty_by_holder), whether or not
 * it was accepted since, and with all of it (its lines are met with themselves, which are a few thousand at most).
 */
async function loadsOf(tx: Tx, ask: Ask, duties: string[]): Promise<Map<string, { before: number; after: number }>> {
  const plan = tx`x.district = ${ask.district} and x.proposal = ${ask.value('proposal')}`
  const rows = await tx<{ duty: string; before: number; own: number }[]>`
    select l.duty, count(*)::int as own, (
      select count(*)::int from duty d
      where d.district = ${ask.district} and d.holder = l.holder and d.role = l.role and d.lane = any(${ask.lanes}::text[])
        and d.starts < l.ends and d.ends > l.starts and d.ends > d.starts
        and not exists (select from proposal_line x where ${plan} and x.duty = d.id)) as before
    from proposal_line l join proposal_line x on ${plan} and x.holder = l.holder and x.role = l.role
      and x.starts < l.ends and x.ends > l.starts
    where l.district = ${ask.district} and l.proposal = ${ask.value('proposal')} and l.duty = any(${duties}::uuid[])
    group by l.district, l.proposal, l.duty`
  return new Map(rows.map(({ duty, before, own }) => [duty, { before, after: before + own }]))
}
