import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import { WHYS } from '../../warnings/explain.ts'
import { ASKS, STATES } from '../../warnings/model.ts'
import { COLUMNS, MOMENT, readStored, type WarningColumns } from '../../warnings/stored.ts'
import { stoodThen } from '../../warnings/then.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { all, sift, walk } from './walk.ts'

/** Warnings of a lane, what was sent last first (warning_by_time), by a moment that is not ahead of when it came in. Of an area or district: those with a zone there. */
export const warnings: List = {
  list: 'warnings',
  columns: [
    { key: 'warning', kind: 'warning' },
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'severity', kind: 'state', choices: ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] },
    { key: 'level', kind: 'level' },
    { key: 'playbook', kind: 'playbook' },
    { key: 'sent', kind: 'moment', sort: 'sent' },
    { key: 'expires', kind: 'moment' },
    { key: 'sender', kind: 'text' },
    { key: 'reason', kind: 'state', choices: WHYS },
    { key: 'cause', kind: 'text' },
    { key: 'asks', kind: 'state', choices: ASKS, aside: true },
    { key: 'areas', kind: 'text', aside: true },
    { key: 'event', kind: 'text', aside: true },
    { key: 'msgType', kind: 'state', choices: ['Alert', 'Update', 'Cancel', 'Ack', 'Error'], aside: true },
    { key: 'status', kind: 'state', choices: ['Actual', 'Exercise', 'System', 'Test', 'Draft'], aside: true },
    { key: 'identifier', kind: 'code', aside: true },
    { key: 'receivedAt', kind: 'moment', aside: true },
    { key: 'source', kind: 'text', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'state', kind: 'choice', choices: STATES, many: true },
    { key: 'asks', kind: 'choice', choices: ASKS, many: true },
    { key: 'playbook', kind: 'slug', many: true },
    { key: 'level', kind: 'slug', many: true },
  ],
  needs: [],
  sorts: [{ key: 'sent', index: 'warning_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [states, playbooks, levels] = [ask.values('state'), ask.values('playbook'), ask.values('level')]
    const asks = ask.values('asks')
    const here = await zonedIn(tx, ask)
    const state = await stateAt(tx, ask)
    const w = {
      columns: tx`w.id, ${MOMENT(tx)} as moment, ${state()} as state, w.why, w.by, w.asks, w.source, w.received_at as "receivedAt", w.playbook, w.level,
        ${COLUMNS(tx)}`,
      from: tx`warning w`,
      where: all(tx, [
        tx`w.lane = ${ask.lane}`,
        here && tx`w.id = any(${here}::uuid[])`,
        mark && tx`(${MOMENT(tx)}, w.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`${MOMENT(tx)} desc, w.id desc`,
      keep: sift(tx, [
        ask.past && tx`w.received_at <= ${ask.moment}`,
        states.length > 0 && tx`${state()} = any(${states}::text[])`,
        asks.length > 0 && tx`w.asks = any(${asks}::text[])`,
        playbooks.length > 0 && tx`w.playbook = any(${playbooks}::text[])`,
        levels.length > 0 && tx`w.level = any(${levels}::text[])`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (k) => [k.moment, k.id])
    return {
      next,
      rows: rows
        .map((k) => ({ k, p: readStored(k).warning }))
        .map(({ k, p }) => ({
          id: k.id,
          ref: pointer('warning', k.id, ask.district),
          cells: {
            warning: pointer('warning', k.id, ask.district),
            state: k.state,
            severity: p.severity,
            // What it asks for is known once it has a zone.
            level: ask.past && k.state === 'received' ? null : k.level,
            playbook: ask.past && k.state === 'received' ? null : k.playbook,
            sent: k.sent,
            expires: p.expires,
            sender: p.infos[0]?.senderName ?? p.sender,
            // Why it ended is known only after it has.
            reason: ask.past ? null : k.why,
            cause: ask.past ? null : k.by,
            asks: ask.past ? null : k.asks,
            areas: p.areaDescs.join('; '),
            event: p.events.join('; '),
            msgType: p.msgType,
            status: p.status,
            identifier: p.identifier,
            receivedAt: k.receivedAt,
            source: k.source,
          },
        })),
    }
  },
}

interface Listed extends WarningColumns {
  id: string
  /** What the list is sorted by. */
  moment: Date
  state: string
  why: string | null
  by: string | null
  asks: string | null
  source: string
  receivedAt: Date
  playbook: string | null
  level: string | null
  parsed: unknown
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

/**
 * Its state now, or as its zones tell it of a moment past. These are read beforehand: warnings lie whole on every node of a
 * distributed database and zones do not, so that nothing there could ask of each warning whether it has one.
 */
async function stateAt(tx: Tx, ask: Ask): Promise<() => Fragment> {
  if (!ask.past) return () => tx`w.state`
  const stood = [...(await stoodThen(tx, { lane: ask.lane }, ask.moment))]
  const [inForce, over] = ['in-force', 'over'].map((state) => stood.filter((s) => s[1] === state).map((s) => s[0]))
  return () => tx`case when w.id = any(${inForce ?? []}::uuid[]) then 'in-force'
    when w.id = any(${over ?? []}::uuid[]) then 'over' when w.state = 'noted' then 'noted' else 'received' end`
}

/** The warnings that have a zone in the district, or in one of the districts below an area (key of campaign_zone). */
async function zonedIn(tx: Tx, ask: Ask): Promise<string[] | null> {
  if (ask.district === '' && ask.above === null) return null
  const rows = await tx<{ warning: string }[]>`
    select distinct z.warning from campaign_zone z
    where ${
      ask.above !== null
        ? tx`z.district in (select district from area where path @> ${[ask.above]}::text[])`
        : tx`z.district = ${ask.district}`
    } and z.warning is not null`
  return rows.map((r) => r.warning)
}
