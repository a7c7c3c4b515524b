import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { FiledArea, KnownArea } from './file-areas.ts'
import type { NamedArea } from './match-path.ts'

/** The areas of these codes that the register has. */
export async function knownAreas(tx: Tx, codes: readonly string[]): Promise<Map<string, KnownArea>> {
  const found = await tx<KnownArea[]>`
    select code, parent, district, level, kind, path, name, names, props, opened::text as opened, closed::text as closed
    from area where code = any(${codes as string[]}::text[])`
  return new Map(found.map((area) => [area.code, area]))
}

/** Names for matching: every area's, or only those just below these parents. */
export async function namedAreas(tx: Tx, parents?: readonly string[]): Promise<NamedArea[]> {
  return tx<NamedArea[]>`
    select code, parent, name from area ${parents ? tx`where parent = any(${parents as string[]}::text[])` : tx``}`
}

const AREA = {
  code: 'text',
  parent: 'text',
  district: 'text',
  level: 'int',
  kind: 'text',
  name: 'text',
  names: 'jsonb',
  path: 'text[]',
  shape: 'geometry',
  props: 'jsonb',
  opened: 'date',
  closed: 'date',
  implied: 'boolean',
} as const

/**
 * Adds areas and brings known ones up to what the file says of them; what it does not say (a shape, a day, a further
 * name) stays. Returns a row for each that was added or changed. Shapes are mended as valid unions of their parts:
 * overlapping parts of one area are one, which the `linework` method would turn into a hole.
 */
export async function upsertAreas(tx: Tx, areas: readonly FiledArea[]): Promise<{ code: string; added: boolean }[]> {
  return tx<{ code: string; added: boolean }[]>`
    insert into area (code, parent, district, level, kind, name, names, path, shape, props, opened, closed)
    select code, parent, district, level, kind, name, names, path,
      case when shape is not null then
        nullif(st_multi(st_collectionextract(st_makevalid(shape, 'method=structure'), 3)), 'SRID=4326;MULTIPOLYGON EMPTY')
      end, props, opened, closed
    from ${rows(tx, areas, AREA)}
    where not (implied and exists (select from area a where a.code = t.code))
    on conflict (code) do update set
      parent = excluded.parent, level = excluded.level, path = excluded.path, kind = excluded.kind, name = excluded.name,
      names = area.names || excluded.names, shape = coalesce(excluded.shape, area.shape),
      props = area.props || excluded.props, opened = coalesce(excluded.opened, area.opened),
      closed = coalesce(excluded.closed, area.closed)
    where (area.parent, area.level, area.path, area.kind, area.name, area.names, area.props)
        is distinct from (excluded.parent, excluded.level, excluded.path, excluded.kind, excluded.name,
          area.names || excluded.names, area.props || excluded.props)
      or (excluded.shape is not null and (area.shape is null or not st_orderingequals(area.shape, excluded.shape)))
      or excluded.opened <> coalesce(area.opened, 'infinity') or excluded.closed <> coalesce(area.closed, 'infinity')
    returning code, xmax = 0 as added`
}

/**
 * Notes which areas took whose place, beside what is noted already. Both have to be in the register. Returns the areas for
 * which that is new.
 */
export async function noteSuccessors(tx: Tx, pairs: readonly { code: string; successor: string }[]): Promise<string[]> {
  const found = await tx<{ code: string }[]>`
    update area a set successors = n.all_of_them
    from (
      select t.code, array(select distinct unnest(o.successors || array_agg(t.successor)) order by 1) as all_of_them
      from ${rows(tx, pairs, { code: 'text', successor: 'text' })} join area o on o.code = t.code group by t.code, o.successors
    ) n
    where a.code = n.code and a.successors <> n.all_of_them
    returning a.code`
  return found.map(({ code }) => code)
}

/** Carries the path and level of moved areas down to what lies below them and was not in the file. */
export async function repathBelow(tx: Tx, moved: readonly string[]): Promise<void> {
  await tx`
    with recursive below (code, path, level) as (
      select code, path, level from area where code = any(${moved as string[]}::text[])
      union all
      select c.code, b.path || c.code, (b.level + 1)::smallint from below b join area c on c.parent = b.code
    )
    update area a set path = b.path, level = b.level from below b
    where a.code = b.code and (a.path, a.level) is distinct from (b.path, b.level)`
}
