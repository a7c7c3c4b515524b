import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Place } from '../../places/model.ts'
import { awayThen } from '../away-holders.ts'
import { PLACE_STATES } from '../subjects/model.ts'
import type { Ask, List } from './ask.ts'
import { placeStates } from './place-states.ts'
import { pointer } from './refs.ts'
import { all, each, type Stretch, sift, walk } from './walk.ts'

/**
 * Places by kind and code (place_by_code); inside an area one area after another (place_by_area); along a dam by chainage
 * (place_by_line). How each stands is worked out for the page alone.
 */
export const places: List = {
  list: 'places',
  columns: [
    { key: 'place', kind: 'place' },
    { key: 'kind', kind: 'slug' },
    { key: 'code', kind: 'code', sort: 'code' },
    { key: 'state', kind: 'state', choices: PLACE_STATES },
    { key: 'holder', kind: 'person' },
    { key: 'holders', kind: 'number' },
    { key: 'area', kind: 'area' },
    { key: 'line', kind: 'text', sort: 'chainage' },
    { key: 'fromM', kind: 'metres' },
    { key: 'toM', kind: 'metres' },
    { key: 'people', kind: 'number' },
    { key: 'risk', kind: 'share', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'kind', kind: 'slug', many: true },
    { key: 'line', kind: 'text' },
  ],
  needs: [['district', 'area']],
  sorts: [
    { key: 'code', index: 'place_by_code' },
    { key: 'chainage', index: 'place_by_line' },
  ],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const { rows, next } = await found(tx, ask)
    const ids = rows.map((p) => p.id)
    const states = await placeStates(tx, ask, ids)
    const holders = await holdersOf(tx, ask, ids)
    return {
      next,
      rows: rows.map((p) => ({
        id: p.id,
        ref: pointer('place', p.id, p.district),
        cells: {
          place: pointer('place', p.id, p.district),
          kind: p.kind,
          code: p.code,
          state: states.get(p.id) ?? 'unknown',
          holder: pointer('person', holders.get(p.id)?.first ?? null, p.district),
          holders: holders.get(p.id)?.n ?? 0,
          area: pointer('area', p.area, p.district),
          line: p.line,
          fromM: p.fromM,
          toM: p.toM,
          people: p.people,
          risk: p.risk,
        },
      })),
    }
  },
}

const PLACE = (tx: Tx) =>
  tx`p.district, p.id, p.kind, p.code, p.name, p.area, p.line, p.from_m as "fromM", p.to_m as "toM", p.people, p.risk`

const there = (tx: Tx, ask: Ask) => tx`p.opened <= ${ask.moment} and p.closed > ${ask.moment}`

function found(tx: Tx, ask: Ask): Promise<Stretch<Place>> {
  if (ask.sort === 'chainage' || ask.value('line') !== null) return alongLines(tx, ask)
  return ask.areas ? byArea(tx, ask, [...ask.areas].sort(), ask.values('kind')) : byCode(tx, ask)
}

/** A place that moved has its code again: the moment at which each is closed tells them apart. */
const Closed = z.string().regex(/^(?:infinity|[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:[\d.:+-]+)$/)
const CodeMark = z.tuple([z.string(), z.string(), Closed])

/** One kind, or all kinds one after another: a few of many are sifted out. */
function byCode(tx: Tx, ask: Ask): Promise<Stretch<Place>> {
  const mark = ask.mark(CodeMark)
  const [kind, ...others] = ask.values('kind')
  const single = kind !== undefined && others.length === 0
  const w = {
    columns: tx`${PLACE(tx)}, p.closed::text as until`,
    from: tx`place p`,
    where: all(tx, [
      tx`p.district = ${ask.district}`,
      single && tx`p.kind = ${kind}`,
      mark && tx`(p.kind, p.code, p.closed) > (${mark[0]}, ${mark[1]}, ${mark[2]}::timestamptz)`,
    ]),
    order: tx`p.kind, p.code, p.closed`,
    keep: sift(tx, [others.length > 0 && tx`p.kind = any(${ask.values('kind')}::text[])`, there(tx, ask)]),
  }
  return walk<Place & { until: string }>(tx, w, ask.limit, (p) => [p.kind, p.code, p.until])
}

const AreaMark = z.tuple([z.string(), z.string(), z.string()])

/** Each area's places are taken along the index until the page is full; areas before the mark are not looked at again. */
async function byArea(tx: Tx, ask: Ask, areas: readonly string[], kinds: string[]): Promise<Stretch<Place>> {
  const mark = ask.mark(AreaMark)
  const left = mark ? areas.filter((a) => a >= mark[0]) : areas
  const part = (area: Fragment, more: Fragment): Fragment => tx`
    select ${PLACE(tx)} from place p
    where p.district = ${ask.district} and p.area = ${area} and ${there(tx, ask)} and ${more}
      ${kinds.length > 0 ? tx`and p.kind = any(${kinds}::text[])` : tx``}
    order by p.kind, p.code limit ${ask.limit + 1}`
  const rows: Place[] = []
  if (mark && left[0] === mark[0])
    rows.push(...(await tx<Place[]>`${part(tx`${mark[0]}`, tx`(p.kind, p.code) > (${mark[1]}, ${mark[2]})`)}`))
  // A few areas at a time: most pages are full with the first.
  const rest = mark ? left.filter((a) => a !== mark[0]) : left
  for (let i = 0, many = 4; i < rest.length && rows.length <= ask.limit; i += many, many *= 4) {
    const some = rest.slice(i, i + many)
    rows.push(
      ...(await tx<Place[]>`
        select p.* from unnest(${some}::text[]) with ordinality as a (code, nth),
          lateral (${part(tx`a.code`, tx`true`)}) p order by a.nth, p.kind, p.code limit ${ask.limit + 1}`),
    )
  }
  const last = rows[ask.limit - 1]
  return {
    rows: rows.slice(0, ask.limit),
    next: rows.length > ask.limit && last ? [last.area, last.kind, last.code] : null,
  }
}

const LineMark = z.tuple([z.string(), z.number(), z.uuid()])

function alongLines(tx: Tx, ask: Ask): Promise<Stretch<Place>> {
  const mark = ask.mark(LineMark)
  const [line, kinds] = [ask.value('line'), ask.values('kind')]
  const w = {
    columns: PLACE(tx),
    from: tx`place p`,
    where: all(tx, [
      tx`p.district = ${ask.district} and p.line is not null`,
      line !== null && tx`p.line = ${line}`,
      mark && tx`(p.line, p.from_m, p.id) > (${mark[0]}, ${mark[1]}, ${mark[2]}::uuid)`,
    ]),
    order: tx`p.line, p.from_m, p.id`,
    keep: sift(tx, [
      there(tx, ask),
      kinds.length > 0 && tx`p.kind = any(${kinds}::text[])`,
      ask.areas && tx`p.area = any(${ask.areas}::text[])`,
    ]),
  }
  return walk<Place>(tx, w, ask.limit, (p) => [p.line, p.fromM, p.id])
}

/** Who answers for each at the moment and is not away: the first by role and name, and how many (duty_by_subject). */
async function holdersOf(tx: Tx, ask: Ask, ids: string[]): Promise<Map<string, { first: string | null; n: number }>> {
  const rows = await tx<{ subject: string; first: string | null; n: number }[]>`
    select subject, (array_agg(holder order by role, starts, holder) filter (where holder_kind = 'person'))[1] as first,
      count(distinct holder)::int as n
    from ${each(tx, ids)} join duty on district = ${ask.district} and subject = k.id
    where lane = any(${ask.lanes}::text[]) and holder not in (${awayThen(tx, ask.district, ask.moment)})
      and starts <= ${ask.moment} and ends > ${ask.moment} ${ask.past ? tx`and (backfilled or recorded_at <= ${ask.moment})` : tx``}
    group by subject`
  return new Map(rows.map((r) => [r.subject, r]))
}
