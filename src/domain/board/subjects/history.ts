import { z } from 'zod'
import { keyOf, type Page, pageOf } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { actorOf, subjectOf } from '../lists/acts.ts'
import { REF_KINDS, type RefKind } from '../lists/model.ts'
import { type Pointer, refsOf } from '../lists/refs.ts'
import { all } from '../lists/walk.ts'
import type { Source } from './event-source.ts'
import { sourcesOf } from './events.ts'
import type { Event, EventKind } from './model.ts'
import { findSelf, lookOf, type SubjectRequest } from './read.ts'

export interface HistoryRequest extends SubjectRequest {
  kinds?: readonly EventKind[] | undefined
  limit: number
  after?: string | undefined
}

const Mark = z.tuple([z.iso.datetime(), z.string()])

/** What happened to a subject up to the moment, newest first. Errors of `readSubject`; BAD_CURSOR. */
export async function readHistory(tx: Tx, viewer: Viewer, wall: Date, request: HistoryRequest): Promise<Page<Event>> {
  const look = await lookOf(tx, viewer, wall, request)
  const mark = keyOf(request.after, Mark)
  const self = await findSelf(tx, request)
  const { kinds } = request
  const sources = sourcesOf(tx, look, self).filter((s) => !kinds || kinds.includes(s.kind))
  const rows = await newest(tx, sources, { to: look.moment, mark }, request.limit + 1)
  const page = pageOf(rows, request.limit, (r) => [r.at, r.key])
  return { items: await told(tx, self.district, page.items), next: page.next }
}

/** An event before names are read. */
export interface RawEvent {
  key: string
  at: Date
  kind: EventKind
  act: string
  actor: string | null
  about_kind: string | null
  about: string | null
  detail: Record<string, unknown>
}

/** The newest of all sources before a mark: each is asked for that many, along its index, and they are merged. */
async function newest(
  tx: Tx,
  sources: readonly Source[],
  { to, mark }: { to: Date; mark: z.output<typeof Mark> | null },
  limit: number,
): Promise<RawEvent[]> {
  const [first, ...rest] = sources.map((s) => {
    // One source tells of a moment by its own key, which another source's mark can't be compared with in an index.
    const until = mark ? tx`${s.at} <= ${mark[0]}::timestamptz` : tx`${s.at} <= ${to}`
    return tx`(select * from (${s.rows} where ${all(tx, [s.where, until])}) e
      where ${mark ? tx`(e.at, e.key collate "C") < (${mark[0]}::timestamptz, ${mark[1]})` : tx`true`}
      order by at desc, key collate "C" desc limit ${limit})`
  })
  if (!first) return []
  const merged = rest.reduce((sum, one) => tx`${sum} union all ${one}`, first)
  const rows = await tx<RawEvent[]>`
    select * from (${merged}) e order by at desc, key collate "C" desc limit ${limit}`
  return [...rows]
}

/** Events with the names of who did them and what they concern. */
export async function told(tx: Tx, district: string, rows: readonly RawEvent[]): Promise<Event[]> {
  const pointed = rows.map((r) => ({
    by: r.actor === null ? null : actorOf(r.actor, district),
    about:
      r.kind === 'act' ? subjectOf({ act: r.act, subject: null, detail: r.detail }, district) : aboutOf(r, district),
  }))
  const refOf = await refsOf(
    tx,
    pointed.flatMap((p) => [p.by, p.about].filter((x): x is Pointer => x !== null)),
  )
  return rows.map((r, i) => {
    const by = pointed[i]?.by ?? null
    const about = pointed[i]?.about ?? null
    const ref = by && refOf(by)
    return {
      id: r.key,
      at: r.at,
      kind: r.kind,
      act: r.act,
      by: r.actor === null ? null : { ref, name: ref?.name ?? r.actor.split(':')[0] ?? r.actor },
      about: about && refOf(about),
      detail: r.detail,
    }
  })
}

function aboutOf(r: RawEvent, district: string): Pointer | null {
  const kind = REF_KINDS.find((k) => k === r.about_kind) as RefKind | undefined
  return kind && r.about !== null ? { point: kind, id: r.about, district } : null
}
