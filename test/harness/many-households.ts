import type { Db } from '../../src/db/connect.ts'
import { COUNTY, villageCode } from './county.ts'

/**
 * Households of village 1 beside those of the little county, all at one spot of it: as many as need several pieces. They are
 * written bare, and nobody tells the database's planner of them.
 */
export async function addHouseholds(db: Db, now: Date, count: number): Promise<void> {
  await db.write(
    now,
    (tx) => tx`
      insert into place (district, id, kind, code, name, area, geom, people)
      select ${COUNTY}, gen_random_uuid(), 'household', 'M' || n, 'M' || n, ${villageCode(1)},
        st_setsrid(st_point(116.61, 29.01), 4326), 2
      from generate_series(1, ${count}::int) n`,
  )
}

/** A helper for each household that has none, members in turn. */
export async function giveEachAHelper(db: Db, now: Date): Promise<void> {
  await db.write(
    now,
    (tx) => tx`
      insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
        changed_at)
      select ${COUNTY}, gen_random_uuid(), 'place', h.id, 'helper', true, 'person', p.id, ${now}, ${now}, 'story', ${now}
      from (
        select id, row_number() over (order by id) % ${PEOPLE}::int as n from place h
        where kind = 'household' and not exists (select from duty d where d.subject = h.id and d.role = 'helper')
      ) h join (
        select id, row_number() over (order by code) - 1 as n from person where code like 'P_-_' limit ${PEOPLE}::int
      ) p using (n)`,
  )
}

const PEOPLE = 50
