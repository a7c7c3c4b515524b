import { z } from 'zod'
import type { Tx } from '../../../db/connect.ts'
import { actIn } from '../../audit/store.ts'
import type { Ask, List } from './ask.ts'
import type { RefKind } from './model.ts'
import { type Pointer, pointer } from './refs.ts'
import { all, sift, walk } from './walk.ts'

/**
 * What was done and by whom, last first: in a district (audit_by_time; `*` for what belongs to none), or to one subject
 * (audit_by_subject). An act of an exercise stands in its lane alone; one on the register itself, which is real, in every lane.
 */
export const acts: List = {
  list: 'acts',
  columns: [
    { key: 'at', kind: 'moment', sort: 'at' },
    { key: 'act', kind: 'code' },
    { key: 'by', kind: 'text' },
    { key: 'person', kind: 'person', aside: true },
    { key: 'subject', kind: 'subject' },
    { key: 'detail', kind: 'text' },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'subject', kind: 'text' },
    { key: 'act', kind: 'text', many: true },
    { key: 'by', kind: 'text' },
  ],
  needs: [['district', 'area']],
  sorts: [{ key: 'at', index: 'audit_by_time' }],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const mark = ask.mark(Mark)
    const [subject, by, wanted] = [ask.value('subject'), ask.value('by'), ask.values('act')]
    const w = {
      columns: tx`a.id, a.at, a.actor, a.act, a.subject, a.detail`,
      from: tx`audit a`,
      where: all(tx, [
        tx`a.district = ${ask.district}`,
        subject !== null && tx`a.subject = ${subject}`,
        ask.past && tx`a.at <= ${ask.moment}`,
        mark && tx`(a.at, a.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)`,
      ]),
      order: tx`a.at desc, a.id desc`,
      keep: sift(tx, [
        actIn(tx, ask.lane),
        wanted.length > 0 && tx`(a.act = any(${wanted}::text[]) or split_part(a.act, '.', 1) = any(${wanted}::text[]))`,
        by !== null && tx`a.actor = ${by}`,
      ]),
    }
    const { rows, next } = await walk<Listed>(tx, w, ask.limit, (a) => [a.at, a.id])
    return {
      next,
      rows: rows.map((a) => {
        const about = subjectOf(a, ask.district)
        return {
          id: a.id,
          ref: about,
          cells: {
            at: a.at,
            act: a.act,
            by: a.actor.startsWith('person:') ? null : (a.actor.split(':')[0] ?? a.actor),
            person: actorOf(a.actor, ask.district),
            subject: about,
            detail: detailText(a.detail),
          },
        }
      }),
    }
  },
}

interface Listed {
  id: string
  at: Date
  actor: string
  act: string
  subject: string | null
  detail: Record<string, unknown>
}

const Mark = z.tuple([z.iso.datetime(), z.uuid()])
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What an act's subject is, by its first word; what has no page of its own is none. */
const KIND: Readonly<Record<string, RefKind>> = {
  absence: 'person',
  callout: 'callout',
  summons: 'person',
  record: 'record',
  proposal: 'proposal',
  unit: 'unit',
  person: 'person',
  warning: 'warning',
  campaign: 'campaign',
  place: 'place',
}

/** The page that an act is about: of a duty that was given, its place. */
export function subjectOf(act: Pick<Listed, 'act' | 'subject' | 'detail'>, district: string): Pointer | null {
  const { subject } = act.detail
  if (act.act === 'duty.give' && typeof subject === 'string') return pointer('place', subject, district)
  const kind = KIND[act.act.split('.')[0] ?? '']
  return kind && act.subject !== null && UUID.test(act.subject) ? pointer(kind, act.subject, district) : null
}

/** Who did it, where that is a person. */
export function actorOf(actor: string, district: string): Pointer | null {
  const [kind, id] = actor.split(':')
  return kind === 'person' && id !== undefined && UUID.test(id) ? pointer('person', id, district) : null
}

/** Counts and words of an act in one line; ids are for programs and left out. */
function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, v]) => typeof v === 'number' || (typeof v === 'string' && !UUID.test(v)))
    .map(([key, v]) => `${key}: ${v}`)
    .join(', ')
}
