import { newId } from '../../src/base/ids.ts'
import type { Db } from '../../src/db/connect.ts'
import { rows } from '../../src/db/rows.ts'
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

/** A helper for each household that has none, members in turn. Put together here: places are of one table, people of another. */
export async function giveEachAHelper(db: Db, now: Date): Promise<void> {
  await db.write(now, async (tx) => {
    const homes = await tx<{ id: string }[]>`
      select id from place h where district = ${COUNTY} and kind = 'household' and not exists (
        select from duty d where d.district = ${COUNTY} and d.subject = h.id and d.role = 'helper') order by id`
    const people = await tx<{ id: string }[]>`
      select id from person where district = ${COUNTY} and code like 'P_-_' order by code limit ${PEOPLE}`
    const given = homes.map(({ id }, n) => ({ id: newId(now), subject: id, holder: people[n % people.length]?.id }))
    await tx`
      insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
        changed_at)
      select ${COUNTY}, id, 'place', subject, 'helper', true, 'person', holder, ${now}, ${now}, 'story', ${now}
      from ${rows(tx, given, { id: 'uuid', subject: 'uuid', holder: 'uuid' })}`
  })
}

const PEOPLE = 50
