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

/** How names of each kind are read, for pointers `k (district, id)`: a kept plan must not walk through a whole district. */
const READ: Record<RefKind, (tx: Tx, k: Fragment) => Promise<Named[]>> = {
  area: (tx, k) => tx<Named[]>`select a.code as id, a.district, a.name, a.names from ${k} join area a on a.code = k.id`,
  place: (tx, k) => tx<Named[]>`
    select p.id, p.district, p.name, '{}'::jsonb as names from ${k} join place p on p.district = k.district and p.id = k.id::uuid`,
  unit: (tx, k) => tx<Named[]>`
    select u.id, u.district, u.name, u.names from ${k} join unit u on u.district = k.district and u.id = k.id::uuid`,
  person: (tx, k) => tx<Named[]>`
    select p.id, p.district, p.name, p.names from ${k} join person p on p.district = k.district and p.id = k.id::uuid`,
  campaign: (tx, k) => tx<Named[]>`
    select c.id, c.district, p.body -> 'title' ->> 'en' as name, p.body -> 'title' as names
    from ${k} join campaign c on c.district = k.district and c.id = k.id::uuid
      join playbook p on p.id = c.playbook and p.version = c.version`,
  callout: (tx, k) => tx<Named[]>`
    select o.id, o.district, o.reason as name, '{}'::jsonb as names
    from ${k} join callout o on o.district = k.district and o.id = k.id::uuid`,
  proposal: (tx, k) => tx<Named[]>`
    select o.id, o.district, p.body -> 'title' ->> 'en' as name, p.body -> 'title' as names
    from ${k} join proposal o on o.district = k.district and o.id = k.id::uuid
      join campaign c on c.district = o.district and c.id = o.campaign
      join playbook p on p.id = c.playbook and p.version = c.version`,
  record: (tx, k) => tx<Named[]>`
    select e.id, e.district, e.kind as name, '{}'::jsonb as names
    from ${k} join record e on e.district = k.district and e.id = k.id::uuid`,
  warning: (tx, k) => tx<Named[]>`
    select w.id, '' as district, coalesce(w.parsed -> 'headlines', '{}') as names,
      coalesce(w.parsed -> 'infos' -> 0 ->> 'headline', w.parsed -> 'events' ->> 0, w.identifier) as name
    from ${k} join warning w on w.id = k.id::uuid`,
}

/** The names of all that is pointed to; what is not there any more keeps an empty name. */
export async function refsOf(tx: Tx, pointers: readonly Pointer[]): Promise<(p: Pointer) => Ref> {
  const found = new Map<string, Ref>()
  const kinds = [...Map.groupBy(pointers, (p) => p.point)]
  await Promise.all(
    kinds.map(async ([kind, own]) => {
      const once = [...new Map(own.map((p) => [`${p.district} ${p.id}`, p])).values()]
      const [districts, ids] = [once.map((p) => p.district), once.map((p) => p.id)]
      const named = await READ[kind](tx, tx`unnest(${districts}::text[], ${ids}::text[]) as k (district, id)`)
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
