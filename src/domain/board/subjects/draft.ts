import type { Tx } from '../../../db/connect.ts'
import type { Fragment } from '../../../db/transaction.ts'
import { ACTUAL, type Viewer } from '../../audit/model.ts'
import { noTeam } from '../../people/store.ts'
import { chainAbove } from '../../people/tree.ts'
import type { CellKind, ListName } from '../lists/model.ts'
import { type Pointer, pointer, type RawCell } from '../lists/refs.ts'
import type { About, Answerer, NamedGap, PlaceState, Subject } from './model.ts'

/** What a page is read with: whose, in which lane, as of which moment. */
export interface Look {
  viewer: Viewer
  lane: string
  lanes: string[]
  moment: Date
  past: boolean
}

/** Somebody who answers, before names are read. */
export type RawAnswerer = Omit<Answerer, 'holder' | 'subject' | 'unit'> & {
  holder: Pointer
  subject: Pointer
  unit: Pointer | null
}

/** A page with a subject before the names of what it points to are read. */
export interface Draft {
  self: Pointer
  title: string
  names: Record<string, string>
  code: string | null
  state: PlaceState | null
  what: { key: string; kind: CellKind; value: RawCell }[]
  where: Pointer[]
  at: Subject['at']
  answers: RawAnswerer[]
  missing: NamedGap[]
  about: About[]
  may: Subject['may']
}

/** A draft of which only what there is need be said. */
export function draft(self: Pointer, title: string, parts: Partial<Draft>): Draft {
  const nothing = {
    names: {},
    code: null,
    state: null,
    what: [],
    where: [],
    at: null,
    answers: [],
    missing: [],
    about: [],
  }
  return { self, title, may: [], ...nothing, ...parts }
}

/** A fact, where it is known. */
export function fact(key: string, kind: CellKind, value: RawCell): Draft['what'] {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [{ key, kind, value }]
}

/** Rows of a list that are about the subject, and a query of them for counting. */
export interface Countable {
  key: string
  list: ListName
  filter: Record<string, string>
  rows: Fragment
}

/** Where counting stops: what people want to know is none, a few, or many. */
const MANY = 1_000

/** Counts all of them in one statement, each up to a thousand; what there is none of is left out. */
export async function countAbout(tx: Tx, items: readonly Countable[]): Promise<About[]> {
  const [first, ...rest] = items.map(
    (item, i) => tx`select ${i}::int as i, count(*)::int as n from (${item.rows} limit ${MANY + 1}) q`,
  )
  if (!first) return []
  const counted = await tx<{ i: number; n: number }[]>`${rest.reduce((sum, one) => tx`${sum} union all ${one}`, first)}`
  const counts = new Map(counted.map(({ i, n }) => [i, n]))
  return items.flatMap(({ key, list, filter }, i) => {
    const n = counts.get(i) ?? 0
    return n === 0 ? [] : [{ key, list, filter, n: Math.min(n, MANY), more: n > MANY }]
  })
}

/** The areas from the root down to one, itself included (area's key). */
export async function areaChain(tx: Tx, code: string | null): Promise<Pointer[]> {
  if (code === null) return []
  const rows = await tx<{ code: string; district: string }[]>`
    select a.code, a.district from area leaf join area a on a.code = any(leaf.path) where leaf.code = ${code} order by a.level`
  return rows.map((a) => ({ point: 'area', id: a.code, district: a.district }))
}

/** The units from the top down to one, itself included, as the tree was at the moment. */
export async function unitChain(tx: Tx, unit: Pointer | null, at: Date): Promise<Pointer[]> {
  if (!unit) return []
  const above = await chainAbove(tx, unit, at)
  return [...above.reverse().map((u): Pointer => ({ point: 'unit', ...u })), unit]
}

/** The unit that answers for an area: that of the deepest area above it which has one (unit_by_area). */
export async function unitOfArea(tx: Tx, district: string, area: string, at: Date): Promise<Pointer | null> {
  const [row] = await tx<{ id: string }[]>`
    select u.id from area leaf join unit u on u.district = ${district} and u.area = any(leaf.path)
      join area a on a.code = u.area
    where leaf.code = ${area} and ${noTeam(tx)} and u.founded <= ${at} and u.dissolved > ${at} order by a.level desc, u.code limit 1`
  return pointer('unit', row?.id ?? null, district)
}

/** That a team may be formed: of real people, so in real life alone, and where there is anybody to choose from. */
export async function mayForm(
  tx: Tx,
  look: Look,
  district: string,
  ids: Record<string, string>,
): Promise<Subject['may']> {
  if (look.past || look.lane !== ACTUAL) return []
  const [somebody] = await tx`select true from person where district = ${district} limit 1`
  return somebody ? [{ action: 'form-team', ids: { district, ...ids } }] : []
}
