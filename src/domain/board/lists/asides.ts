import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { ASIDE_REASONS, type AsideReason } from '../../records/model.ts'
import type { Ask, List } from './ask.ts'
import { sayingOf } from './records.ts'
import { pointer } from './refs.ts'
import { all, each, sift, walk } from './walk.ts'

const STATES = ['waits', 'tied', 'dropped'] as const

/** Records that name what the register does not know, what came in last first (record_aside_by_time). */
export const asides: List = {
  list: 'asides',
  columns: [
    { key: 'state', kind: 'state', choices: STATES },
    { key: 'why', kind: 'states', choices: ASIDE_REASONS },
    { key: 'kind', kind: 'slug' },
    { key: 'subject', kind: 'subject' },
    { key: 'toldBy', kind: 'person' },
    { key: 'says', kind: 'text' },
    { key: 'occurredAt', kind: 'moment' },
    { key: 'receivedAt', kind: 'moment', sort: 'received' },
    { key: 'settledAt', kind: 'moment' },
    { key: 'reason', kind: 'text' },
    { key: 'subjectId', kind: 'code', aside: true },
    { key: 'toldById', kind: 'code', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'state', kind: 'choice', choices: STATES, many: true },
  ],
  needs: [['district']],
  sorts: [{ key: 'received', index: 'record_aside_by_time' }],
  lane: true,
  past: false,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const states = ask.values('state')
    const w = {
      columns: tx`a.id, a.kind, a.subject, a.told_by as "toldBy", a.occurred_at as "occurredAt", a.received_at as "receivedAt",
        a.body, a.why, coalesce(a.settled_as, 'waits') as state, a.settled_at as "settledAt", a.reason`,
      from: tx`record_aside a`,
      where: all(tx, [
        tx`a.district = ${ask.district} and a.lane = ${ask.lane}`,
        mark && tx`(a.received_at, a.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`a.received_at desc, a.id desc`,
      keep: sift(tx, [states.length > 0 && tx`coalesce(a.settled_as, 'waits') = any(${states}::text[])`]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (a) => [a.receivedAt, a.id])
    const places = await placesAmong(tx, ask, rows)
    return {
      next,
      rows: rows.map((a) => ({
        id: a.id,
        ref: a.state === 'tied' ? pointer('record', a.id, ask.district) : null,
        cells: {
          state: a.state,
          why: a.why,
          kind: a.kind,
          subject: a.why.includes('PLACE_UNKNOWN')
            ? null
            : pointer(places.has(a.subject) ? 'place' : 'person', a.subject, ask.district),
          toldBy: a.why.includes('PERSON_UNKNOWN') ? null : pointer('person', a.toldBy, ask.district),
          says: sayingOf(a.body),
          occurredAt: a.occurredAt,
          receivedAt: a.receivedAt,
          settledAt: a.settledAt,
          reason: a.reason,
          subjectId: a.subject,
          toldById: a.toldBy,
        },
      })),
    }
  },
}

interface Listed {
  id: string
  kind: string
  subject: string
  toldBy: string
  occurredAt: Date
  receivedAt: Date
  body: Record<string, unknown>
  why: AsideReason[]
  state: (typeof STATES)[number]
  settledAt: Date | null
  reason: string | null
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

async function placesAmong(tx: Tx, ask: Ask, rows: readonly Listed[]): Promise<Set<string>> {
  const subjects = rows.map((a) => a.subject)
  const found = await tx<{ id: string }[]>`
    select p.id from ${each(tx, subjects)} join place p on p.district = ${ask.district} and p.id = k.id`
  return new Set(found.map((p) => p.id))
}
