import type { Tx } from '../../../db/connect.ts'
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

/** How names of each kind are read: rows of (id, district, name, names) for lists of districts and ids. */
const READ: Record<RefKind, (tx: Tx, districts: string[], ids: string[]) => Promise<Named[]>> = {
  area: (tx, _, ids) => tx<Named[]>`
    select code as id, district, name, names from area where code = any(${ids}::text[])`,
  place: (tx, districts, ids) => tx<Named[]>`
    select id, district, name, '{}'::jsonb as names from place
    where district = any(${districts}::text[]) and id = any(${ids}::uuid[])`,
  unit: (tx, districts, ids) => tx<Named[]>`
    select id, district, name, names from unit where district = any(${districts}::text[]) and id = any(${ids}::uuid[])`,
  person: (tx, districts, ids) => tx<Named[]>`
    select id, district, name, names from person where district = any(${districts}::text[]) and id = any(${ids}::uuid[])`,
  campaign: (tx, districts, ids) => tx<Named[]>`
    select c.id, c.district, p.body -> 'title' ->> 'en' as name, p.body -> 'title' as names
    from campaign c join playbook p on p.id = c.playbook and p.version = c.version
    where c.district = any(${districts}::text[]) and c.id = any(${ids}::uuid[])`,
  callout: (tx, districts, ids) => tx<Named[]>`
    select id, district, reason as name, '{}'::jsonb as names from callout
    where district = any(${districts}::text[]) and id = any(${ids}::uuid[])`,
  proposal: (tx, districts, ids) => tx<Named[]>`
    select o.id, o.district, p.body -> 'title' ->> 'en' as name, p.body -> 'title' as names
    from proposal o join campaign c on c.district = o.district and c.id = o.campaign
      join playbook p on p.id = c.playbook and p.version = c.version
    where o.district = any(${districts}::text[]) and o.id = any(${ids}::uuid[])`,
  record: (tx, districts, ids) => tx<Named[]>`
    select id, district, kind as name, '{}'::jsonb as names from record
    where district = any(${districts}::text[]) and id = any(${ids}::uuid[])`,
  warning: (tx, _, ids) => tx<Named[]>`
    select id, '' as district, coalesce(parsed -> 'infos' -> 0 ->> 'headline', parsed -> 'events' ->> 0, identifier) as name,
      coalesce(parsed -> 'headlines', '{}') as names from warning where id = any(${ids}::uuid[])`,
}

/** The names of all that is pointed to; what is not there any more keeps an empty name. */
export async function refsOf(tx: Tx, pointers: readonly Pointer[]): Promise<(p: Pointer) => Ref> {
  const found = new Map<string, Ref>()
  const kinds = [...Map.groupBy(pointers, (p) => p.point)]
  await Promise.all(
    kinds.map(async ([kind, own]) => {
      const unique = (list: string[]) => [...new Set(list)]
      const named = await READ[kind](tx, unique(own.map((p) => p.district)), unique(own.map((p) => p.id)))
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
