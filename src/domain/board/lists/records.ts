import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { type Ask, fewPlaces, type List, placeIn } from './ask.ts'
import { pointer } from './refs.ts'
import { all, each, sift, walk } from './walk.ts'

/**
 * What happened, what came in last first: in a lane (record_by_time), of a subject (record_by_subject), told by somebody
 * (record_by_teller).
 */
export const records: List = {
  list: 'records',
  columns: [
    { key: 'kind', kind: 'slug' },
    { key: 'subject', kind: 'subject' },
    { key: 'says', kind: 'text' },
    { key: 'toldBy', kind: 'person' },
    { key: 'occurredAt', kind: 'moment' },
    { key: 'receivedAt', kind: 'moment', sort: 'received' },
    { key: 'corrects', kind: 'record', aside: true },
    { key: 'corrected', kind: 'flag', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'subject', kind: 'subject' },
    { key: 'person', kind: 'person' },
    { key: 'kind', kind: 'slug', many: true },
  ],
  needs: [['district', 'area']],
  sorts: [{ key: 'received', index: 'record_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [subject, person, kinds] = [ask.value('subject'), ask.value('person'), ask.values('kind')]
    const places = await fewPlaces(tx, ask)
    const one = subject !== null || person !== null || places !== null
    const w = {
      columns: tx`e.id, e.kind, e.subject, e.told_by as "toldBy", e.occurred_at as "occurredAt",
        e.received_at as "receivedAt", e.body, e.corrects`,
      from: tx`record e`,
      where: all(tx, [
        tx`e.district = ${ask.district}`,
        subject !== null && tx`e.subject = ${subject}`,
        person !== null && tx`e.told_by = ${person}`,
        places && tx`e.subject in (select k.id from ${each(tx, places)})`,
        !one && tx`e.lane = ${ask.lane}`,
        ask.past && tx`e.received_at <= ${ask.moment}`,
        mark && tx`(e.received_at, e.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`e.received_at desc, e.id desc`,
      keep: sift(tx, [
        one && tx`e.lane = ${ask.lane}`,
        kinds.length > 0 && tx`e.kind = any(${kinds}::text[])`,
        !places && placeIn(tx, ask, tx`e.district`, tx`e.subject`),
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (e) => [e.receivedAt, e.id])
    const more = await aboutThem(tx, ask, rows)
    return {
      next,
      rows: rows.map((e) => ({
        id: e.id,
        ref: pointer('record', e.id, ask.district),
        cells: {
          kind: e.kind,
          subject: pointer(more.places.has(e.subject) ? 'place' : 'person', e.subject, ask.district),
          says: sayingOf(e.body),
          toldBy: pointer('person', e.toldBy, ask.district),
          occurredAt: e.occurredAt,
          receivedAt: e.receivedAt,
          corrects: pointer('record', e.corrects, ask.district),
          corrected: more.corrected.has(e.id),
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
  corrects: string | null
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])

/** Which are about places, and which were corrected later (keys of place and record_by_subject). */
async function aboutThem(tx: Tx, ask: Ask, rows: readonly Listed[]) {
  const subjects = rows.map((e) => e.subject)
  const places = await tx<{ id: string }[]>`
    select p.id from ${each(tx, subjects)} join place p on p.district = ${ask.district} and p.id = k.id`
  const corrected = await tx<{ id: string }[]>`
    select distinct corrects as id from ${each(tx, subjects)} join record on district = ${ask.district} and subject = k.id
    where corrects = any(${rows.map((e) => e.id)}::uuid[]) and lane = ${ask.lane} and received_at <= ${ask.moment}`
  return { places: new Set(places.map((p) => p.id)), corrected: new Set(corrected.map((r) => r.id)) }
}

/** What a record says, in one line: `water: muddy, note: by the willow`. */
export function sayingOf(body: Record<string, unknown>): string {
  const told = Object.entries(body).filter(([, value]) => value !== null && value !== '')
  return told.map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ')
}
