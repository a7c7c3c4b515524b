import { newId } from '../../src/base/ids.ts'
import type { Tx } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { LONG_AGO } from '../main/county.ts'

/** Holders that are called in a county. */
const HOLDERS = 5_000
/** Of the households, one in so many has nobody. */
const ONE_IN = 5
/** Households of one in so many have been heard of. */
const HEARD = 2

/** A committee over the units of every county that has some: a tree of two levels. */
export async function putUnderCommittees(tx: Tx, now: Date): Promise<void> {
  await tx`
    with tops as (
      insert into unit (district, id, code, name, kind, area)
      select district, gen_random_uuid(), 'C-' || district, 'Committee of ' || district, 'committee', district
      from unit group by district returning district, id
    )
    insert into unit_parent (district, unit, parent_district, parent, starts)
    select u.district, u.id, t.district, t.id, ${LONG_AGO} from unit u join tops t using (district)`
  await tx`
    insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
      changed_at, backfilled)
    select u.district, gen_random_uuid(), 'unit', u.id, 'secretary', true, 'person', m.person, ${LONG_AGO}, ${now},
      'import:bench', ${now}, true
    from unit u, lateral (select person from membership m where m.district = u.district and m.unit = u.id limit 1) m`
}

/**
 * A flood at its height in one county: households that each need a helper, most of whom are held by one of 5,000 people, all
 * of whom have been called, a call-out that some have answered, and a record from every second household.
 */
export async function busy(tx: Tx, now: Date, district: string, households: number): Promise<void> {
  const callout = newId(now)
  await tx`
    insert into place (district, id, kind, code, name, area, geom, people)
    select ${district}, gen_random_uuid(), 'household', 'H' || lpad(i::text, 7, '0'), 'household ' || i,
      v.codes[1 + mod(i, cardinality(v.codes))], st_setsrid(st_point(116 + random(), 29 + random()), 4326), 3
    from generate_series(1, ${households}) i, (
      select array_agg(code order by code) as codes from area where district = ${district} and kind = 'village') v`
  await tx`
    insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, campaign, recorded_at,
      recorded_by, changed_at)
    select ${district}, gen_random_uuid(), 'place', h.id, 'helper', true, 'person', p.ids[1 + mod(h.n, cardinality(p.ids))],
      ${now}, c.id, ${now}, 'engine:engine', ${now}
    from (select id, row_number() over (order by code)::int as n from place
        where district = ${district} and kind = 'household' and code like 'H%') h
      cross join (select array_agg(id order by code) as ids
        from (select id, code from person where district = ${district} order by code limit ${HOLDERS}) few) p
      join campaign c on c.district = ${district} where mod(h.n, ${ONE_IN}::int) <> 0`
  // A hundred thousand rows that the planner has not heard of would be looked through once for each of them.
  await tx`analyze place, duty`
  await tx`
    insert into requirement (district, subject, campaign, rule, starts, area, unit, role, needed, risk, held, evidence, due,
      first_due, counted, gap_since)
    select ${district}, p.id, c.id, 'household-helper', ${now}, p.area, null, 'helper', 1, 0.7, h.n, 'evacuation',
      ${now}::timestamptz + interval '2 h', ${now}::timestamptz + interval '2 h', 3 - 2 * h.n, case when h.n = 0 then ${now}::timestamptz end
    from place p join campaign c on c.district = ${district},
      lateral (select count(*)::int as n from duty d where d.district = ${district} and d.subject = p.id) h
    where p.district = ${district} and p.kind = 'household' and p.code like 'H%'`
  await tx`
    insert into callout (district, id, campaign, lane, started_at, ladder, reason)
    select ${district}, ${callout}, id, ${ACTUAL}, ${now}, '{}', 'flood II' from campaign where district = ${district}`
  await tx`
    insert into summons (district, callout, person, campaign, lane, asked_as, duties, called_at, next_at, acknowledged_at,
      accepted_at, arrived_at)
    select ${district}, ${callout}, d.holder, d.campaign, ${ACTUAL}, 'holder', array_agg(d.id), ${now}, 'infinity', ${now},
      case when random() < 0.8 then ${now}::timestamptz end, case when random() < 0.6 then ${now}::timestamptz end
    from duty d where d.district = ${district} and d.campaign is not null group by d.holder, d.campaign`
  await tx`
    insert into record (district, id, lane, kind, subject, told_by, occurred_at, received_at, body)
    select ${district}, gen_random_uuid(), ${ACTUAL}, 'evacuation', d.subject, d.holder, t.at, t.at, '{"state": "out", "people": 3}'
    from (select *, row_number() over (order by id) as n from duty where district = ${district} and campaign is not null) d,
      lateral (select date_trunc('milliseconds', ${now}::timestamptz) - make_interval(secs => d.n) as at) t
    where mod(d.n, ${HEARD}::int) = 0`
  await tx`
    insert into audit (district, id, at, actor, act, subject, detail)
    select district, gen_random_uuid(), received_at, 'console:console', 'record.take', id::text, '{"records": 1}'
    from record where district = ${district}`
}
