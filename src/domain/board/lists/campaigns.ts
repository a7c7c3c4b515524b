import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { NO_SUM } from '../by-kind.ts'
import { levelsThen } from '../levels-then.ts'
import { type SummedCounts, shareOf } from '../model.ts'
import { countsThen } from '../store.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, sift, walk } from './walk.ts'

const STATES = ['open', 'over'] as const

/** Campaigns of a lane, begun last first, in one district or in all below an area (campaign_by_time). */
export const campaigns: List = {
  list: 'campaigns',
  columns: [
    { key: 'campaign', kind: 'campaign' },
    { key: 'district', kind: 'area' },
    { key: 'level', kind: 'level' },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'starts', kind: 'moment', sort: 'starts' },
    { key: 'ends', kind: 'moment' },
    { key: 'required', kind: 'number' },
    { key: 'unheld', kind: 'number' },
    { key: 'late', kind: 'number' },
    { key: 'share', kind: 'share' },
    { key: 'playbook', kind: 'playbook', aside: true },
    { key: 'version', kind: 'number', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'playbook', kind: 'slug', many: true },
    { key: 'state', kind: 'choice', choices: STATES },
  ],
  needs: [],
  sorts: [{ key: 'starts', index: 'campaign_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const playbooks = ask.values('playbook')
    const state = tx`case when c.ends > ${ask.moment} then 'open' else 'over' end`
    const w = {
      columns: tx`c.district, c.id, c.playbook, c.version, c.level, c.starts,
        case when c.ends <= ${ask.moment} then c.ends end as ends, ${state} as state`,
      from: tx`campaign c`,
      where: all(tx, [
        tx`c.lane = ${ask.lane}`,
        ask.district !== '' && tx`c.district = ${ask.district}`,
        ask.past && tx`c.starts <= ${ask.moment}`,
        mark && tx`(c.starts, c.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`c.starts desc, c.id desc`,
      keep: sift(tx, [
        ask.above !== null &&
          tx`exists (select from area d where d.code = c.district and d.path @> ${[ask.above]}::text[])`,
        playbooks.length > 0 && tx`c.playbook = any(${playbooks}::text[])`,
        ask.value('state') !== null && tx`${state} = ${ask.value('state')}`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (c) => [c.starts, c.id])
    const counts = await countsOf(tx, ask, rows)
    const levels = ask.past ? await levelsThen(tx, rows, ask.moment) : new Map<string, string>()
    return {
      next,
      rows: rows.map((c) => {
        const own = counts.get(c.id) ?? NO_SUM
        return {
          id: c.id,
          ref: pointer('campaign', c.id, c.district),
          cells: {
            campaign: pointer('campaign', c.id, c.district),
            district: pointer('area', c.district, c.district),
            level: levels.get(c.id) ?? c.level,
            state: c.state,
            starts: c.starts,
            ends: c.ends,
            required: own.required,
            unheld: own.unheld,
            late: own.late,
            share: shareOf(own),
            playbook: c.playbook,
            version: c.version,
          },
        }
      }),
    }
  },
}

interface Listed {
  district: string
  id: string
  playbook: string
  version: number
  level: string
  starts: Date
  ends: Date | null
  state: string
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

/** What stands at the top of each district; a campaign that is over requires nothing. */
async function countsOf(tx: Tx, ask: Ask, listed: readonly Listed[]): Promise<Map<string, SummedCounts>> {
  const open = listed.filter((c) => c.state === 'open')
  const counts = await countsThen(tx, { lane: ask.lane, at: ask.past ? ask.moment : null }, open)
  return new Map(open.map((c) => [c.id, counts.get(`${c.district} ${c.playbook}`) ?? NO_SUM]))
}
