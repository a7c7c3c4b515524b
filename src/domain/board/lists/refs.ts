import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Cell, Ref, RefKind, Row } from './model.ts'

/**
 * Names for what rows point to. A list reads its own table alone and names what it points to as `pointer`s; the names of
 * a whole page are then read at once, one statement for each kind (primary keys).
 */

/** A reference that has no name yet. */
export interface Pointer {
  point: RefKind
  id: string
  district: string
}

export type RawCell = Cell | Pointer | Date

/** A row as its list reads it. */
export interface RawRow {
  id: string
  ref: Pointer | null
  cells: Record<string, RawCell>
}

export function pointer(point: RefKind, id: string | null, district: string): Pointer | null {
  return id === null ? null : { point, id, district }
}

type Named = Omit<Ref, 'kind'>

/** What is pointed to, as the condition of a table `t`: one district's ids, or pairs of district and id. */
type Among = (t: string) => Fragment

/** How names of each kind are read, of those that `among` picks by their primary key. */
const READ: Record<RefKind, (tx: Tx, among: Among) => Promise<Named[]>> = {
  area: (tx, among) => tx<Named[]>`select a.code as id, a.district, a.name, a.names from area a where ${among('a')}`,
  place: (tx, among) => tx<Named[]>`
    select p.id, p.district, p.name, '{}'::jsonb as names from place p where ${among('p')}`,
  unit: (tx, among) => tx<Named[]>`select u.id, u.district, u.name, u.names from unit u where ${among('u')}`,
  person: (tx, among) => tx<Named[]>`select p.id, p.district, p.name, p.names from person p where ${among('p')}`,
  campaign: (tx, among) => tx<Named[]>`
    select c.id, c.district, p.body -> 'title' ->> 'en' as name, p.body -> 'title' as names
    from campaign c join playbook p on p.id = c.playbook and p.version = c.version where ${among('c')}`,
  callout: (tx, among) => tx<Named[]>`
    select o.id, o.district, o.reason as name, '{}'::jsonb as names from callout o where ${among('o')}`,
  proposal: (tx, among) => tx<Named[]>`
    select o.id, o.district, coalesce(o.names, p.body -> 'title') ->> 'en' as name, coalesce(o.names, p.body -> 'title') as names
    from proposal o join campaign c on c.district = o.district and c.id = o.campaign
      join playbook p on p.id = c.playbook and p.version = c.version
    where ${among('o')}`,
  record: (tx, among) => tx<Named[]>`
    select e.id, e.district, e.kind as name, '{}'::jsonb as names from record e where ${among('e')}`,
  warning: (tx, among) => tx<Named[]>`
    select w.id, '' as district, coalesce(w.parsed -> 'headlines', '{}') as names,
      coalesce(w.parsed -> 'infos' -> 0 ->> 'headline', w.parsed -> 'events' ->> 0, w.identifier) as name
    from warning w where ${among('w')}`,
}

/** Kinds that lie in no district: their id alone is their key. */
const KEY: Partial<Record<RefKind, string>> = { area: 'code', warning: 'id' }

/**
 * Picks by primary key, whatever the statistics say. A page mostly points into one district: named as a value, a distributed
 * database asks the one node that has it, and a kept plan steps down the key for each id. Only a page over several districts
 * compares pairs.
 */
function amongOf(tx: Tx, kind: RefKind, pointers: readonly Pointer[]): Among {
  const ids = pointers.map((p) => p.id)
  const key = KEY[kind]
  if (key) return (t) => tx`${tx(t)}.${tx(key)} = any(${ids}::${tx.unsafe(key === 'code' ? 'text' : 'uuid')}[])`
  const districts = pointers.map((p) => p.district)
  const [district] = districts
  return districts.every((other) => other === district)
    ? (t) => tx`${tx(t)}.district = ${district as string} and ${tx(t)}.id = any(${ids}::uuid[])`
    : (t) => tx`(${tx(t)}.district, ${tx(t)}.id) in (
        select district, id from unnest(${districts}::text[], ${ids}::uuid[]) as k (district, id))`
}

/** The names of all that is pointed to; what is not there any more keeps an empty name. */
export async function refsOf(tx: Tx, pointers: readonly Pointer[]): Promise<(p: Pointer) => Ref> {
  const found = new Map<string, Ref>()
  const kinds = [...Map.groupBy(pointers, (p) => p.point)]
  await Promise.all(
    kinds.map(async ([kind, own]) => {
      const once = [...new Map(own.map((p) => [`${p.district} ${p.id}`, p])).values()]
      const named = await READ[kind](tx, amongOf(tx, kind, once))
      for (const n of named) {
        const ref = { kind, ...n }
        found.set(`${kind} ${n.id}`, ref)
        found.set(`${kind} ${n.id} ${n.district}`, ref)
      }
    }),
  )
  return ({ point, id, district }) =>
    found.get(`${point} ${id} ${district}`) ??
    found.get(`${point} ${id}`) ?? { kind: point, id, district, name: '', names: {} }
}

/** Rows with their names, and moments as text. */
export async function named(tx: Tx, rows: readonly RawRow[]): Promise<Row[]> {
  const pointers = rows.flatMap((r) => [...(r.ref ? [r.ref] : []), ...Object.values(r.cells).filter(isPointer)])
  const refOf = await refsOf(tx, pointers)
  const cellOf = (cell: RawCell): Cell => {
    if (cell instanceof Date) return cell.toISOString()
    return isPointer(cell) ? refOf(cell) : cell
  }
  return rows.map(({ id, ref, cells }) => ({
    id,
    ref: ref && refOf(ref),
    cells: Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, cellOf(cell)])),
  }))
}

function isPointer(cell: RawCell): cell is Pointer {
  return typeof cell === 'object' && cell !== null && 'point' in cell
}
