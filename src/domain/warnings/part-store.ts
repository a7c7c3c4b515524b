import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { touchesZone } from '../playbooks/touches-zone.ts'
import type { Part } from './parts.ts'

/** In force and nobody can be called for it: it touches no area that is known, or none of the places that are asked about. */
export type PartFault = 'no-area' | 'no-place'

/** A part as it is kept. */
export interface KeptPart extends Omit<Part, 'asked' | 'version'> {
  warning: string
  n: number
  state: 'waiting' | 'asked' | 'declined' | 'in-force' | 'over'
  fault: PartFault | null
}

const PART = (tx: Tx) => tx`
  warning, n, playbook, level, nullif(area, -1) as area, begins, nullif(expires, 'infinity') as expires, state, fault`

/** Keeps the parts of warnings, in the place of what was kept of the same ones while they waited for a yes. */
export async function saveParts(tx: Tx, lane: string, parts: readonly KeptPart[]): Promise<void> {
  const ids = [...new Set(parts.map((part) => part.warning))]
  await tx`delete from warning_part where warning = any(${ids}::uuid[])`
  const list = parts.map((part) => ({ ...part, area: part.area ?? -1 }))
  await tx`
    insert into warning_part (warning, n, lane, playbook, level, area, begins, expires, state)
    select warning, n, ${lane}, playbook, level, area, begins, coalesce(expires, 'infinity'), state
    from ${rows(tx, list, {
      warning: 'uuid',
      n: 'int',
      playbook: 'text',
      level: 'text',
      area: 'int',
      begins: 'timestamptz',
      expires: 'timestamptz',
      state: 'text',
    })}`
}

export async function partsKept(tx: Tx, warning: string): Promise<KeptPart[]> {
  return tx<KeptPart[]>`select ${PART(tx)} from warning_part where warning = ${warning} order by n`
}

/** The playbooks that parts of these warnings are of, whether they stand or not. */
export async function playbooksOfWarnings(tx: Tx, warnings: readonly string[]): Promise<Map<string, string[]>> {
  if (warnings.length === 0) return new Map()
  const found = await tx<{ warning: string; playbooks: string[] }[]>`
    select warning, array_agg(distinct playbook) as playbooks from warning_part
    where warning = any(${[...warnings]}::uuid[]) group by warning`
  return new Map(found.map((row) => [row.warning, row.playbooks]))
}

/** Which of these warnings have parts that wait for a yes (primary key of warning_part). */
export async function askedAmong(tx: Tx, warnings: readonly string[]): Promise<Set<string>> {
  if (warnings.length === 0) return new Set()
  const found = await tx<{ warning: string }[]>`
    select distinct warning from warning_part where warning = any(${[...warnings]}::uuid[]) and state = 'asked'`
  return new Set(found.map((row) => row.warning))
}

/** What of these warnings is in force or waits for its time, by playbook and area (primary key of warning_part). */
export async function partsStanding(
  tx: Tx,
  warnings: readonly string[],
): Promise<{ warning: string; playbook: string; area: number }[]> {
  if (warnings.length === 0) return []
  return tx<{ warning: string; playbook: string; area: number }[]>`
    select distinct warning, playbook, area from warning_part
    where warning = any(${[...warnings]}::uuid[]) and state in ('waiting', 'in-force')`
}

/** The parts of a lane that are in force or wait for their time (index warning_part_open). */
export async function partsOpen(tx: Tx, lane: string): Promise<KeptPart[]> {
  return tx<KeptPart[]>`
    select ${PART(tx)} from warning_part where lane = ${lane} and state in ('waiting', 'in-force') order by warning, n`
}

/**
 * The districts that areas of warnings touch: by overlap of shapes (area_by_shape) or by code. A code inside a district is
 * that district's; below one at or above the districts lie all that it has (area_by_path).
 */
export async function districtsOf(
  tx: Tx,
  warnings: readonly string[],
): Promise<{ warning: string; area: number; district: string }[]> {
  const ids = [...warnings]
  return tx<{ warning: string; area: number; district: string }[]>`
    select w.warning, w.n as area, a.district from warning_area w join area a on a.shape && w.shape and st_intersects(a.shape, w.shape)
    where w.warning = any(${ids}::uuid[]) and not exists (select from area b where b.parent = a.code and b.shape is not null)
    union
    select w.warning, w.n, a.district from warning_area w join area a on a.code = any(w.codes)
    where w.warning = any(${ids}::uuid[])
    union
    select w.warning, w.n, a.district from warning_area w join area named on named.code = any(w.codes) and named.code = named.district
      join area a on a.path @> array[named.code]
    where w.warning = any(${ids}::uuid[])
    order by 1, 2, 3`
}

/** What is found of parts that are in force: where they are zones, and what is wrong with them. */
export async function savePartStates(
  tx: Tx,
  parts: readonly (Pick<KeptPart, 'warning' | 'n' | 'state' | 'fault'> & { districts: string[] | null })[],
): Promise<void> {
  if (parts.length === 0) return
  await tx`
    update warning_part p set state = t.state, fault = t.fault, districts = coalesce(t.districts, p.districts)
    from ${rows(tx, parts, { warning: 'uuid', n: 'int', state: 'text', fault: 'text', districts: 'text[]' })}
    where p.warning = t.warning and p.n = t.n`
}

/** Takes all parts of these warnings out of force; returns where they were zones, as far as is known. */
export async function overParts(tx: Tx, warnings: readonly string[]): Promise<void> {
  await tx`
    update warning_part set state = 'over', was_state = state, fault = null
    where warning = any(${[...warnings]}::uuid[]) and state in ('waiting', 'asked', 'in-force')`
}

/**
 * Which parts have a place of their playbook's kinds in one of their zones: by the zone's shape (place_by_geom) or by its codes
 * (area_by_district, place_by_area), until the first is found.
 */
export async function partsWithPlaces(
  tx: Tx,
  now: Date,
  lane: string,
  of: { warnings: readonly string[]; districts: readonly string[]; kinds: Readonly<Record<string, string[]>> },
): Promise<{ warning: string; part: number }[]> {
  const kinds = JSON.stringify(of.kinds)
  return tx<{ warning: string; part: number }[]>`
    with kinds as (
      select playbook, kind from jsonb_each(${kinds}::text::jsonb) as k (playbook, list), jsonb_array_elements_text(list) as kind
    )
    select distinct z.warning, z.part from campaign_zone z
      join campaign c on c.district = z.district and c.id = z.campaign and c.lane = ${lane}
    where z.district = any(${[...of.districts]}::text[]) and z.warning = any(${[...of.warnings]}::uuid[]) and z.ends > ${now} and (
      exists (select true from place p join kinds k on k.kind = p.kind
        where p.district = z.district and k.playbook = c.playbook and p.closed > ${now}
          and ${touchesZone(tx)})
      or exists (select true from area a join place p on p.area = a.code join kinds k on k.kind = p.kind
        where a.district = z.district and a.path && z.codes and p.district = z.district and k.playbook = c.playbook
          and p.closed > ${now}))`
}
