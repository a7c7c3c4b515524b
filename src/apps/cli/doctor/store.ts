import type { Tx } from '../../../db/connect.ts'
import { EXTENSIONS } from '../../../db/engines.ts'
import { SECRETARY } from '../../../domain/people/model.ts'
import { noTeam } from '../../../domain/people/store.ts'

/** The server's own version, and those of the extensions that Muster needs or knows and the database has. */
export async function readDatabaseVersions(
  tx: Tx,
): Promise<{ version: string; extensions: { name: string; version: string }[] }> {
  const [server] = await tx<{ version: string }[]>`select current_setting('server_version') as version`
  const extensions = await tx<{ name: string; version: string }[]>`
    select extname as name, extversion as version from pg_extension
    where extname = any(${[...EXTENSIONS, 'citus']}::text[]) order by extname`
  return { version: server?.version ?? 'unknown', extensions: [...extensions] }
}

/** Writes a megabyte that is gone with the transaction. Throws DB_SHORT where there is no room for it, DB_READ_ONLY on a standby. */
export async function tryRoom(tx: Tx): Promise<void> {
  await tx`
    create temporary table room_tried on commit drop as
    select repeat(md5(n::text), 32) as filler from generate_series(1, 1000) n`
}

/** What a drill would find out too late: how many there are of each, and how many fall short. */
export interface Shortfalls {
  people: number
  withoutContact: number
  units: number
  withoutSecretary: number
  places: number
  /** Places in an area for which no unit answers, nor for any area above it in its district. */
  inNobodysCare: number
}

/**
 * Counts over the whole register, district by district (indexes membership_by_unit, duty_by_subject, unit_by_area, and
 * the keys of person and contact). It reads every person once: a check to run by hand, not by the minute.
 */
export async function readShortfalls(tx: Tx, now: Date): Promise<Shortfalls> {
  const [people] = await tx<{ people: number; withoutContact: number }[]>`
    select count(*) as people, count(*) filter (where not exists (
        select from contact c where c.district = p.district and c.person = p.id)) as "withoutContact"
    from person p where p.left_at > ${now}`
  const [units] = await tx<{ units: number; withoutSecretary: number }[]>`
    select count(*) as units, count(*) filter (where not exists (
        select from duty d where d.district = u.district and d.subject = u.id and d.role = ${SECRETARY}
          and d.lane = 'actual' and d.starts <= ${now} and d.ends > ${now})) as "withoutSecretary"
    from unit u where u.dissolved > ${now} and ${noTeam(tx)}`
  const [places] = await tx<{ places: number; inNobodysCare: number }[]>`
    select coalesce(sum(n), 0) as places, coalesce(sum(n) filter (where not exists (
        select from area a join unit u on u.district = p.district and u.area = any(a.path)
        where a.code = p.area and u.dissolved > ${now} and ${noTeam(tx)})), 0) as "inNobodysCare"
    from (select district, area, count(*) as n from place where closed > ${now} group by district, area) p`
  return {
    ...(people as NonNullable<typeof people>),
    ...(units as NonNullable<typeof units>),
    ...(places as NonNullable<typeof places>),
  }
}
