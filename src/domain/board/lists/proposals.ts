import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { NOTHING_OPEN, openOf } from '../../gaps/plan-lines.ts'
import type { Proposal } from '../../gaps/proposals.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, sift, walk } from './walk.ts'

const STATES = ['open', 'accepted', 'refused', 'overtaken', 'undone'] as const

/** Plans on offer and those decided, made last first: of a district (proposal_by_time) or a campaign (proposal_by_campaign). */
export const proposals: List = {
  list: 'proposals',
  columns: [
    { key: 'proposal', kind: 'proposal' },
    { key: 'campaign', kind: 'campaign', aside: true },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'duties', kind: 'number' },
    { key: 'people', kind: 'number' },
    { key: 'metres', kind: 'metres' },
    { key: 'left', kind: 'number' },
    { key: 'madeAt', kind: 'moment', sort: 'made' },
    { key: 'decidedAt', kind: 'moment' },
    { key: 'decidedBy', kind: 'text', aside: true },
    { key: 'partOf', kind: 'proposal', aside: true },
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
      columns: tx`p.id, p.campaign, ${state} as state, p.made_at as "madeAt", p.summary, p.part_of as "partOf",
        case when p.decided_at <= ${ask.moment} then p.decided_at end as "decidedAt", p.decided_by as "decidedBy"`,
      from: tx`proposal p`,
      where: all(tx, [
        tx`p.district = ${ask.district}`,
        campaign !== null && tx`p.campaign = ${campaign}`,
        ask.past && tx`p.made_at <= ${ask.moment} and (p.part_of is null or p.decided_at <= ${ask.moment})`,
        mark && tx`(p.made_at, p.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`p.made_at desc, p.id desc`,
      keep: sift(tx, [
        tx`exists (select from campaign c where c.district = p.district and c.id = p.campaign and c.lane = ${ask.lane})`,
        states.length > 0 && tx`${state} = any(${states}::text[])`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (p) => [p.madeAt, p.id])
    // What waits counts only what is still to be given; how much that was at a moment past was not kept.
    const { district, lane, moment: now } = ask
    const waiting = ask.past ? [] : rows.filter((p) => p.state === 'open').map((p) => p.id)
    const open = await openOf(tx, { district, lane, proposals: waiting, now })
    const countsOf = (p: Listed) => {
      if (ask.past && p.state === 'open') return { duties: null, people: null, metres: null }
      if (waiting.includes(p.id)) {
        const { duties, people, metres } = open.get(p.id) ?? NOTHING_OPEN
        return { duties, people, metres }
      }
      const { rules, people, metres } = p.summary
      return { duties: Object.values(rules).reduce((sum, n) => sum + n, 0), people, metres }
    }
    return {
      next,
      rows: rows.map((p) => ({
        id: p.id,
        ref: pointer('proposal', p.id, ask.district),
        cells: {
          proposal: pointer('proposal', p.id, ask.district),
          campaign: pointer('campaign', p.campaign, ask.district),
          state: p.state,
          ...countsOf(p),
          left: p.summary.left.reduce((sum, l) => sum + l.n, 0),
          madeAt: p.madeAt,
          decidedAt: p.decidedAt,
          decidedBy: p.decidedAt && p.decidedBy,
          partOf: pointer('proposal', p.partOf, ask.district),
        },
      })),
    }
  },
}

type Listed = Proposal & { decidedAt: Date | null; decidedBy: string | null }

const Mark = z.tuple([z.iso.datetime(), z.uuid()])
