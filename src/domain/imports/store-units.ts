import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

export interface KnownUnit {
  district: string
  id: string
  code: string
  name: string
}

/** Units that bear one of these words as their code or their name (a scan by name, for what no code answers to). */
export async function unitsNamed(tx: Tx, words: readonly string[]): Promise<KnownUnit[]> {
  if (words.length === 0) return []
  return tx<KnownUnit[]>`
    select district, id, code, name from unit
    where code = any(${words as string[]}::text[]) or name = any(${words as string[]}::text[])
    order by district, code`
}

export interface UnitToWrite {
  district: string
  id: string
  code: string
  name: string
  kind: string
  area: string | null
  founded: string | null
  dissolved: string | null
}

const UNIT = {
  district: 'text',
  id: 'uuid',
  code: 'text',
  name: 'text',
  kind: 'text',
  area: 'text',
  founded: 'timestamptz',
  dissolved: 'timestamptz',
} as const

/** Adds units and brings known ones up to date; what the file leaves open stays. A row for each added or changed. */
export async function upsertUnits(tx: Tx, units: readonly UnitToWrite[]): Promise<{ id: string; added: boolean }[]> {
  return tx<{ id: string; added: boolean }[]>`
    insert into unit (district, id, code, name, kind, area, founded, dissolved)
    select district, id, code, name, kind, area, coalesce(founded, '-infinity'), coalesce(dissolved, 'infinity')
    from ${rows(tx, units, UNIT)}
    on conflict (district, code) do update set
      name = excluded.name, kind = excluded.kind, area = coalesce(excluded.area, unit.area),
      founded = case when excluded.founded > '-infinity' then excluded.founded else unit.founded end,
      dissolved = case when excluded.dissolved < 'infinity' then excluded.dissolved else unit.dissolved end
    where (unit.name, unit.kind) is distinct from (excluded.name, excluded.kind)
      or excluded.area <> coalesce(unit.area, '')
      or (excluded.founded > '-infinity' and excluded.founded <> unit.founded)
      or (excluded.dissolved < 'infinity' and excluded.dissolved <> unit.dissolved)
    returning id, xmax = 0 as added`
}

/** The ids under which the register has these codes of these districts, by `district` and `code`. */
export async function unitIds(tx: Tx, units: readonly { district: string; code: string }[]): Promise<KnownUnit[]> {
  return tx<KnownUnit[]>`
    select u.district, u.id, u.code, u.name
    from ${rows(tx, units, { district: 'text', code: 'text' })} join unit u using (district, code)`
}

/** What stands above each unit of a district now. */
export async function edgesNow(
  tx: Tx,
  now: Date,
  district: string,
): Promise<{ unit: string; parent: string; parentDistrict: string }[]> {
  return tx`
    select unit, parent, parent_district as "parentDistrict" from unit_parent
    where district = ${district} and during @> ${now}::timestamptz`
}

export interface EdgeToWrite {
  district: string
  unit: string
  parentDistrict: string
  parent: string
  /** When the unit began to be under its first parent; null when that is not known. */
  since: string | null
}

const EDGE = { district: 'text', unit: 'uuid', parentDistrict: 'text', parent: 'uuid', since: 'timestamptz' } as const

/** A unit that hangs under another parent than before; `from` null: it had none. */
export interface Hung {
  district: string
  unit: string
  from: { district: string; id: string } | null
  to: { district: string; id: string }
}

/**
 * Hangs units under their parents. A unit that hangs elsewhere is moved now: the old edge ends and a new one begins, so
 * that the tree of any past day stays. Its first edge reaches back as far as it does. Returns the units that changed.
 */
export async function hangUnits(tx: Tx, now: Date, edges: readonly EdgeToWrite[]): Promise<Hung[]> {
  const left = await tx<{ of: string; unit: string; district: string; parent: string }[]>`
    update unit_parent e set ends = ${now}
    from ${rows(tx, edges, EDGE)}
    where e.district = t.district and e.unit = t.unit and e.starts <= ${now} and e.ends > ${now} and e.parent <> t.parent
    returning e.district as of, e.unit, e.parent_district as district, e.parent`
  const from = new Map(left.map(({ of, unit, district, parent }) => [`${of} ${unit}`, { district, id: parent }]))
  const hung = await tx<{ key: string; open: boolean }[]>`
    select e.district || ' ' || e.unit as key, bool_or(e.ends > ${now}) as open
    from ${rows(tx, edges, EDGE)} join unit_parent e on e.district = t.district and e.unit = t.unit
    group by e.district, e.unit`
  const open = new Map(hung.map((e) => [e.key, e.open]))
  // Put together here: a distributed database can ask this of no row that is not in a table yet.
  const fresh = edges.flatMap((edge) => {
    const known = open.get(`${edge.district} ${edge.unit}`)
    return known ? [] : [{ ...edge, since: known === false ? now : (edge.since ?? '-infinity') }]
  })
  const written = await tx<{ district: string; unit: string; parentDistrict: string; parent: string }[]>`
    insert into unit_parent (district, unit, parent_district, parent, starts)
    select district, unit, "parentDistrict", parent, since from ${rows(tx, fresh, EDGE)}
    on conflict (district, unit, starts) do update set
      parent_district = excluded.parent_district, parent = excluded.parent, ends = 'infinity'
    returning district, unit, parent_district as "parentDistrict", parent`
  return written.map(({ district, unit, parentDistrict, parent }) => ({
    district,
    unit,
    from: from.get(`${district} ${unit}`) ?? null,
    to: { district: parentDistrict, id: parent },
  }))
}

/** A unit as the register has it, before a file changes it. */
export interface UnitBefore {
  id: string
  code: string
  name: string
  kind: string
  area: string | null
  founded: Date | null
  dissolved: Date | null
  parent: string | null
}

/** The units of a district with these codes, with the code of what stands above each now in the same district. */
export async function unitsBefore(
  tx: Tx,
  now: Date,
  district: string,
  codes: readonly string[],
): Promise<UnitBefore[]> {
  const units = await tx<Omit<UnitBefore, 'parent'>[]>`
    select id, code, name, kind, area, nullif(founded, '-infinity') as founded,
      nullif(dissolved, 'infinity') as dissolved
    from unit where district = ${district} and code = any(${codes as string[]}::text[])`
  if (units.length === 0) return []
  // Put together here: how many edges a district has the database cannot know.
  const above = new Map((await edgesNow(tx, now, district)).map(({ unit, parent }) => [unit, parent]))
  const parents = [...new Set(units.flatMap(({ id }) => above.get(id) ?? []))]
  const named = await tx<{ id: string; code: string }[]>`
    select id, code from unit where district = ${district} and id = any(${parents}::uuid[])`
  const codeOf = new Map(named.map(({ id, code }) => [id, code]))
  return units.map((unit) => ({ ...unit, parent: codeOf.get(above.get(unit.id) ?? '') ?? null }))
}
