import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { answerCounts } from '../../callouts/said.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, each, sift, walk } from './walk.ts'

const STATES = ['calling', 'ended'] as const

/**
 * Call-outs of a district, begun last first: in a lane (callout_by_time) or of a campaign (callout_by_campaign). How each is
 * answered is counted from its own summonses (their key), for the page alone.
 */
export const callouts: List = {
  list: 'callouts',
  columns: [
    { key: 'callout', kind: 'callout' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'startedAt', kind: 'moment', sort: 'started' },
    { key: 'endedAt', kind: 'moment' },
    { key: 'called', kind: 'number' },
    { key: 'acknowledged', kind: 'number' },
    { key: 'accepted', kind: 'number' },
    { key: 'declined', kind: 'number' },
    { key: 'arrived', kind: 'number' },
    { key: 'stoodDown', kind: 'number' },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'campaign', kind: 'campaign' },
    { key: 'state', kind: 'choice', choices: STATES },
  ],
  needs: [['district', 'area']],
  sorts: [{ key: 'started', index: 'callout_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const campaign = ask.value('campaign')
    const state = tx`case when c.ended_at <= ${ask.moment} then 'ended' else 'calling' end`
    const w = {
      columns: tx`c.id, c.campaign, c.started_at as "startedAt",
        case when c.ended_at <= ${ask.moment} then c.ended_at end as "endedAt", ${state} as state`,
      from: tx`callout c`,
      where: all(tx, [
        tx`c.district = ${ask.district}`,
        campaign === null ? tx`c.lane = ${ask.lane}` : tx`c.campaign = ${campaign}`,
        ask.past && tx`c.started_at <= ${ask.moment}`,
        mark && tx`(c.started_at, c.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`c.started_at desc, c.id desc`,
      keep: sift(tx, [
        campaign !== null && tx`c.lane = ${ask.lane}`,
        ask.value('state') !== null && tx`${state} = ${ask.value('state')}`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (c) => [c.startedAt, c.id])
    const counted = await tx<(Counted & { callout: string })[]>`
      select s.callout, ${answerCounts(tx, ask.past ? ask.moment : null)}
      from ${each(
        tx,
        rows.map((c) => c.id),
      )} join summons s on s.district = ${ask.district} and s.callout = k.id
      where ${ask.past ? tx`s.called_at <= ${ask.moment}` : tx`true`} group by s.callout`
    const counts = new Map(
      counted.map(({ callout, called, acknowledged, accepted, declined, arrived, stoodDown }) => {
        return [callout, { called, acknowledged, accepted, declined, arrived, stoodDown }]
      }),
    )
    return {
      next,
      rows: rows.map((c) => ({
        id: c.id,
        ref: pointer('callout', c.id, ask.district),
        cells: {
          callout: pointer('callout', c.id, ask.district),
          campaign: pointer('campaign', c.campaign, ask.district),
          state: c.state,
          startedAt: c.startedAt,
          endedAt: c.endedAt,
          ...(counts.get(c.id) ?? { called: 0, acknowledged: 0, accepted: 0, declined: 0, arrived: 0, stoodDown: 0 }),
        },
      })),
    }
  },
}

interface Listed {
  id: string
  campaign: string
  startedAt: Date
  endedAt: Date | null
  state: string
}

interface Counted {
  called: number
  acknowledged: number
  accepted: number
  declined: number
  arrived: number
  stoodDown: number
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])
