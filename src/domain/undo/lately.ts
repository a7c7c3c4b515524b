import { z } from 'zod'
import { HOUR } from '../../base/clock.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { actIn } from '../audit/store.ts'
import { type KeptAct, undoableUntil, undoKindOf } from './find-act.ts'
import { dutiesGivenBy } from './given-by.ts'
import { type ActUndoing, type LatelyAct, TRAY_ACTS, type UndoProgress } from './model.ts'
import { namesOfActs } from './names.ts'
import { undoingsOfActs } from './store.ts'

/** What was done before that is no longer "lately": it stands in the list of acts. */
const LATELY_MS = 12 * HOUR

/** What of a district's acts is asked for; `at`: a moment past, of which nothing can be undone. */
export interface LatelyRequest extends PageRequest {
  district: string
  lane: string
  at: Date | null
}

/**
 * What was done lately in a district by hand, and to warnings, which belong to none, last first: who, when, how much, why; and until
 * when it may be undone, or how far its undoing is (index audit_by_time, of both).
 */
export async function readLately(tx: Tx, _viewer: Viewer, now: Date, request: LatelyRequest): Promise<Page<LatelyAct>> {
  const { district, lane, limit, after } = request
  const mark = keyOf(after, z.tuple([z.iso.datetime(), z.uuid()]))
  const moment = request.at ?? now
  const of = { lane, since: new Date(moment.getTime() - LATELY_MS), moment }
  const acts = [district, EVERYWHERE].map((d) => actsIn(tx, { ...of, district: d, mark, limit: limit + 1 }))
  const found = (await Promise.all(acts)).flat().sort((a, b) => Number(b.at) - Number(a.at) || (a.id < b.id ? 1 : -1))
  const { items, next } = pageOf(found.slice(0, limit + 1), limit, (a) => [a.at, a.id])
  const undone = await undoneAmong(tx, { ...of, district })
  const undoings = Map.groupBy(
    await undoingsOfActs(
      tx,
      [district],
      items.map((a) => a.id),
    ),
    (u) => u.act,
  )
  const open = items.filter((a) => request.at === null && undoKindOf(a) !== null && undoableUntil(a.at) >= now)
  const given = await dutiesGivenBy(
    tx,
    now,
    district,
    open.filter((a) => a.act === 'duty.give'),
  )
  const names = await namesOfActs(tx, district, items)
  const mayUndo = (a: KeptAct) =>
    open.includes(a) && !isUndone(a, undone) && (a.act !== 'duty.give' || given.get(a.id)?.some((d) => d.lasts))
  return {
    next,
    items: items.map((a) => ({
      ...{ district: a.district, id: a.id, at: a.at, actor: a.actor, by: names.get(a.actor) ?? null, act: a.act },
      ...{ subject: a.subject, name: names.get(a.id) ?? null, count: countOf(a), reason: reasonOf(a) },
      undoUntil: mayUndo(a) ? undoableUntil(a.at) : null,
      undo: isUndone(a, undone) ? progressOf(undoings.get(a.id) ?? [], moment) : null,
    })),
  }
}

/** Acts by hand in one district, last first (index audit_by_time). */
async function actsIn(
  tx: Tx,
  of: { district: string; lane: string; since: Date; moment: Date; mark: [string, string] | null; limit: number },
): Promise<KeptAct[]> {
  const { district, lane, since, moment, mark, limit } = of
  return tx<KeptAct[]>`
    select a.district, a.id, a.at, a.lane, a.actor, a.act, a.subject, a.detail from audit a
    where a.district = ${district} and a.at > ${since} and a.at <= ${moment}
      and ${mark ? tx`(a.at, a.id) < (${mark[0]}::timestamptz, ${mark[1]}::uuid)` : tx`true`}
      and ${actIn(tx, lane)} and a.act = any(${[...TRAY_ACTS]}::text[]) and a.actor not like 'engine:%'
      and (a.act <> 'summons.answer' or a.detail ? 'written')
    order by a.at desc, a.id desc limit ${limit}`
}

/** What undoes an act, by the names of the acts that it undoes: rows of the audit, and acts of writing down. */
async function undoneAmong(
  tx: Tx,
  { district, lane, since, moment }: { district: string; lane: string; since: Date; moment: Date },
): Promise<Set<string>> {
  const found = await Promise.all(
    [district, EVERYWHERE].map(
      (d) => tx<{ of: string | null }[]>`
        select coalesce(a.detail ->> 'undoes', a.detail ->> 'written') as of from audit a
        where a.district = ${d} and a.at > ${since} and a.at <= ${moment} and ${actIn(tx, lane)}
          and a.act = any(${['warning.undo', 'proposal.undo', 'callout.undo', 'duty.undo', 'summons.take-back']}::text[])`,
    ),
  )
  return new Set(found.flat().flatMap((row) => row.of ?? []))
}

const isUndone = (a: KeptAct, undone: ReadonlySet<string>) => undone.has(a.id) || undone.has(String(a.detail.written))

function progressOf(undoings: readonly ActUndoing[], moment: Date): UndoProgress {
  const sum = (of: (u: ActUndoing) => number) => undoings.reduce((all, u) => all + of(u), 0)
  return {
    total: sum((u) => u.total),
    restored: sum((u) => u.restored),
    lost: sum((u) => u.lost),
    told: sum((u) => u.told),
    aside: sum((u) => u.aside.length),
    done: undoings.every((u) => u.endedAt !== null && u.endedAt <= moment),
  }
}

/** How much an act did, by what its detail counts. */
function countOf({ act, detail }: KeptAct): number | null {
  if (act === 'summons.answer') return sumOf(detail, ['acknowledged', 'accepted', 'declined', 'arrived'])
  for (const key of act === 'proposal.undo' ? ['duties'] : ['given', 'people', 'ended'])
    if (typeof detail[key] === 'number') return detail[key]
  return null
}

const sumOf = (detail: Record<string, unknown>, keys: string[]) =>
  keys.reduce((sum, key) => sum + (typeof detail[key] === 'number' ? detail[key] : 0), 0)

const reasonOf = ({ detail }: KeptAct) => (typeof detail.reason === 'string' ? detail.reason : null)
