import { z } from 'zod'
import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Ask, List } from './ask.ts'
import { pointer } from './refs.ts'
import { unitsAsked } from './units-of.ts'
import { all, each, type Stretch, sift, walk } from './walk.ts'

/**
 * People of a district by code (the unique key of district and code) or by how a name sounds (person_by_sound). Those of a unit are found
 * by membership_by_unit and sorted where they are few; of a unit with many, they are sifted out of all.
 */
export const people: List = {
  list: 'people',
  columns: [
    { key: 'person', kind: 'person', sort: 'name' },
    { key: 'code', kind: 'code', sort: 'code' },
    { key: 'unit', kind: 'unit' },
    { key: 'membership', kind: 'slug' },
    { key: 'skills', kind: 'slugs' },
    { key: 'duties', kind: 'number' },
    { key: 'since', kind: 'moment', aside: true },
    { key: 'seconded', kind: 'flag', aside: true },
  ],
  filters: [
    { key: 'district', kind: 'district' },
    { key: 'area', kind: 'area' },
    { key: 'unit', kind: 'unit' },
    { key: 'membership', kind: 'slug', many: true },
    { key: 'skill', kind: 'slug', many: true },
  ],
  needs: [['district', 'area', 'unit']],
  sorts: [
    { key: 'code', index: 'person_district_code_key' },
    { key: 'name', index: 'person_by_sound' },
  ],
  lane: true,
  past: true,
  async page(tx: Tx, ask: Ask) {
    const { rows, next } = await found(tx, ask)
    const more = await aboutThem(
      tx,
      ask,
      rows.map((p) => p.id),
    )
    return {
      next,
      rows: rows.map((p) => ({
        id: p.id,
        ref: pointer('person', p.id, ask.district),
        cells: {
          person: pointer('person', p.id, ask.district),
          code: p.code,
          unit: pointer('unit', more.get(p.id)?.unit ?? null, ask.district),
          membership: more.get(p.id)?.kind ?? null,
          skills: p.skills,
          duties: more.get(p.id)?.duties ?? 0,
          since: more.get(p.id)?.since ?? null,
          seconded: p.seconded,
        },
      })),
    }
  },
}

interface Listed {
  id: string
  code: string
  sound: string
  skills: string[]
  seconded: boolean
}

const Mark = z.tuple([z.string(), z.uuid()])

/** As index person_by_sound has it: a name that was written before keys were kept stands by its letters. */
const sound = (tx: Tx): Fragment => tx`coalesce(p.sort_key, lower(left(p.name, 100)) collate "C")`

/** Above so many members they are met soon enough on the way along the index of all. */
const FEW = 3_000

async function found(tx: Tx, ask: Ask): Promise<Stretch<Listed>> {
  const mark = ask.mark(Mark)
  const units = await unitsAsked(tx, ask)
  const member = membership(tx, ask, units)
  const few = units && (await countMembers(tx, ask, units)) <= FEW
  const skills = ask.values('skill')
  const byName = ask.sort === 'name'
  const sifted = [
    tx`p.left_at > ${ask.moment}`,
    skills.length > 0 && tx`p.skills @> ${skills}::text[]`,
    member && !few && tx`exists (select ${member} and m.person = p.id)`,
  ]
  const after = byName
    ? tx`(${sound(tx)}, p.id) > (${mark?.[0] ?? ''}, ${mark?.[1] ?? null}::uuid)`
    : tx`p.code > ${mark?.[0] ?? ''}`
  const narrow = [tx`p.district = ${ask.district}`, mark && after]
  const w = {
    columns: tx`p.id, p.code, ${sound(tx)} as sound, p.skills, p.home_district is not null as seconded`,
    from: tx`person p`,
    where: few ? all(tx, [...narrow, tx`p.id in (select m.person ${member})`, ...sifted]) : all(tx, narrow),
    order: byName ? tx`${sound(tx)}, p.id` : tx`p.code`,
    keep: few ? null : sift(tx, sifted),
  }
  return walk<Listed>(tx, w, ask.limit, (p) => (byName ? [p.sound, p.id] : [p.code, p.id]))
}

/** Memberships in force, of the units and kinds asked for; null where none is asked for. */
function membership(tx: Tx, ask: Ask, units: string[] | null): Fragment | null {
  const kinds = ask.values('membership')
  if (!units && kinds.length === 0) return null
  return tx`from membership m where m.district = ${ask.district} and m.starts <= ${ask.moment} and m.ends > ${ask.moment}
    ${units ? tx`and m.unit = any(${units}::uuid[])` : tx``}
    ${kinds.length > 0 ? tx`and m.kind = any(${kinds}::text[])` : tx``}`
}

async function countMembers(tx: Tx, ask: Ask, units: string[]): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from (
      select from ${each(tx, units)} join membership on district = ${ask.district} and unit = k.id limit ${FEW + 1}) m`
  return row?.n ?? 0
}

/** Of each: the membership that began last, and the duties in force (primary key of membership, duty_by_holder). */
async function aboutThem(tx: Tx, ask: Ask, ids: string[]) {
  const rows = await tx<{ id: string; unit: string | null; kind: string | null; since: Date | null; duties: number }[]>`
    select p.id, m.unit, m.kind, nullif(m.starts, '-infinity') as since, (
      select count(*)::int from duty d where d.district = ${ask.district} and d.holder = p.id
        and d.ends > ${ask.moment} and d.starts <= ${ask.moment} and d.lane = any(${ask.lanes}::text[])
        ${ask.past ? tx`and (d.backfilled or d.recorded_at <= ${ask.moment})` : tx``}) as duties
    from unnest(${ids}::uuid[]) as p (id) left join lateral (
      select unit, kind, starts from membership where district = ${ask.district} and person = p.id
        and starts <= ${ask.moment} and ends > ${ask.moment} order by starts desc, unit limit 1) m on true`
  return new Map(rows.map((r) => [r.id, r]))
}
