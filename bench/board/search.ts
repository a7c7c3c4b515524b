import { chineseName, indonesianName } from '../../src/apps/demo/names.ts'
import { type Random, seeded } from '../../src/base/random.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { fold } from '../../src/domain/search/fold.ts'
import { freshInDistrict, indexNames } from '../../src/domain/search/keep-names.ts'
import { search } from '../../src/domain/search/read.ts'
import { soundsOf } from '../../src/domain/search/sound.ts'
import type { Figure } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile, timed, timeEach } from '../harness/timing.ts'
import { analyze, LONG_AGO } from '../main/county.ts'
import { loadAreas } from '../main/coverage.ts'

const PEOPLE = 5_000_000
const UNITS = 250_000
/** Counties that the people and units live in: a province's. */
const COUNTIES = 100
const SEARCHES = 2_000
/** One person in so many has a name in words. */
const IN_WORDS = 10
/** Districts indexed at the same time. */
const ABREAST = 2
/** Names indexed in one transaction. */
const PIECE = 5_000

/**
 * What people type, of each sort as much: whole names and beginnings, characters, pinyin, initials, slips and codes, common
 * and rare, everywhere and in one county, with the areas of the whole nation in the register. Held against the one
 * statement that a search can't do without: people of a name, by index.
 */
export const searchOfTheProvince: Figure = {
  figure: 'search over 5 million people, 250,000 units on PostgreSQL, p95',
  unit: 'ms',
  aim: 80,
  measure: (kit) =>
    kit.server(async (db) => {
      const now = new Date()
      kit.tell("the nation's areas")
      await loadAreas(db, now, kit)
      kit.tell('units and people')
      await settle(db, now, kit)
      await analyze(db)
      kit.tell('indexing names')
      const indexing = await timed(() => indexAll(db, now))
      await analyze(db)

      kit.tell('searching')
      const asked = await db.read((tx) => drawSearches(tx, kit.sized(SEARCHES)))
      const look = ({ q, district }: Asked) =>
        db.read((tx) => search(tx, CONSOLE, now, { q, district, lane: ACTUAL, limit: 12 }))
      await checkFound(asked, look)
      const times = await timeEach(asked, look)
      const value = percentile(times, 0.95)
      const names = asked.filter((a) => a.sort === 'whole name')
      const bare = percentile(await timeEach(names, ({ q }) => db.read((tx) => peopleNamed(tx, q))), 0.95)
      return {
        value,
        against: { what: 'select of twelve people of a name, p95', value: bare, unit: 'ms', ratio: value / bare },
        sizes: {
          ...(await db.read(countRows)),
          searches: asked.length,
          medianMs: percentile(times, 0.5),
          indexingS: Math.round(indexing.ms / 1000),
          p95MsBySort: bySort(asked, times),
        },
      }
    }),
}

/** A province's people and units, in so many counties. */
export async function settle(db: Db, now: Date, kit: Kit): Promise<void> {
  const counties = await db.read(
    (tx) => tx<{ code: string }[]>`select code from area where kind = 'county' order by code limit ${COUNTIES}`,
  )
  const random = seeded(5)
  for (const [i, { code }] of counties.entries()) {
    const share = (full: number) => Math.round(kit.sized(full) / counties.length)
    await db.write(now, async (tx) => {
      await addUnits(tx, code, share(UNITS))
      await addPeople(
        tx,
        code,
        Array.from({ length: share(PEOPLE) }, (_, n) => nameOf(random, n)),
        i,
      )
    })
  }
}

const nameOf = (random: Random, n: number) => (n % IN_WORDS === 0 ? indonesianName(random) : chineseName(random))

/** Branches of the county's villages and groups of them, as many as asked for. */
async function addUnits(tx: Tx, county: string, count: number): Promise<void> {
  await tx`
    with v as materialized (select code, name, count(*) over () as of from area where district = ${county} and kind = 'village')
    insert into unit (district, id, code, name, kind, area)
    select ${county}, gen_random_uuid(), 'G-' || v.code || '-' || g,
      regexp_replace(v.name, '(居民|村民)?(委员会|居委会|委会)$', '') || '支部第' || g || '小组', 'group', v.code
    from v cross join generate_series(1, ${count} / v.of::int + 1) g order by g, v.code limit ${count}`
}

/**
 * People, each a member of one of the county's units. Ids are in the order of time, as the register makes them (UUIDv7), and
 * that person and unit are there is not asked again for each of five million members.
 */
async function addPeople(tx: Tx, county: string, names: readonly string[], n: number): Promise<void> {
  await tx`set local session_replication_role = replica`
  const first = LONG_AGO.getTime() + n * 1_000_000
  await tx`
    insert into person (district, id, code, name)
    select ${county}, overlay(gen_random_uuid()::text placing left(hex, 8) || '-' || right(hex, 4) || '-7' from 1 for 15)::uuid,
      'P' || ${n}::int || '-' || lpad(i::text, 6, '0'), name
    from unnest(${names as string[]}::text[]) with ordinality as t (name, i),
      lateral (select lpad(to_hex(${first}::bigint + i), 12, '0') as hex) h`
  await tx`
    with u as materialized (select array_agg(id order by id) as ids from unit where district = ${county})
    insert into membership (district, person, unit, kind, starts)
    select ${county}, p.id, u.ids[1 + mod(p.i, cardinality(u.ids))], 'member', ${LONG_AGO}
    from (select id, row_number() over (order by code)::int as i from person where district = ${county}) p, u`
}

async function indexAll(db: Db, now: Date): Promise<void> {
  const districts = await db.read((tx) => tx<{ district: string }[]>`select distinct district from area`)
  const queue = districts.map((d) => d.district).sort()
  const work = async () => {
    for (let district = queue.pop(); district !== undefined; district = queue.pop()) {
      const at = { lane: ACTUAL, district, now }
      for (let more = true; more; ) {
        const fresh = await db.write(now, (tx) => freshInDistrict(tx, at))
        const names = fresh?.names ?? []
        for (let from = 0; from < names.length; from += PIECE) {
          await db.write(now, (tx) => indexNames(tx, at, names.slice(from, from + PIECE)))
        }
        more = fresh?.more ?? true
      }
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, work))
}

interface Asked {
  sort: string
  q: string
  district?: string
}

/** Names of everybody's kind, turned into what is typed for them. */
async function drawSearches(tx: Tx, count: number): Promise<Asked[]> {
  const sorts = 20
  const each = Math.ceil(count / sorts)
  const drawn = await somePeople(tx, each * 40)
  const chinese = drawn.filter((p) => /\p{Script=Han}/u.test(p.name)).slice(0, each)
  const inWords = drawn.filter((p) => p.name.includes(' '))
  const worded = inWords.slice(0, each)
  const slipped = inWords.filter((p) => /^\p{L}{4}/u.test(p.name)).slice(0, each)
  const villages = await tx<{ name: string }[]>`
    select name from area where kind = 'village' order by md5(code) limit ${each}`
  const units = await tx<{ name: string }[]>`select name from unit order by md5(code) limit ${each}`
  const sound = (name: string) => soundsOf(fold(name), true)[0] ?? []
  const of = <T>(list: readonly T[], sort: string, make: (item: T) => Omit<Asked, 'sort'> | string): Asked[] =>
    list.map((item) => {
      const made = make(item)
      return typeof made === 'string' ? { sort, q: made } : { sort, ...made }
    })
  return [
    ...of(chinese, 'whole name', (p) => p.name),
    ...of(chinese, 'family name', (p) => p.name.charAt(0)),
    ...of(chinese, 'a character', (p) => p.name.charAt(1)),
    ...of(chinese, 'given name', (p) => p.name.slice(1)),
    ...of(chinese, 'pinyin', (p) => sound(p.name).join('')),
    ...of(chinese, 'pinyin begun', (p) => sound(p.name).join('').slice(0, 4)),
    ...of(chinese, 'pinyin of the given name', (p) => sound(p.name.slice(1)).join(' ')),
    ...of(chinese, 'a letter', (p) => sound(p.name).join('').charAt(0)),
    ...of(chinese, 'initials', (p) =>
      sound(p.name)
        .map((s) => s.charAt(0))
        .join(''),
    ),
    ...of(chinese, 'half spelt', (p) =>
      sound(p.name)
        .map((s, i) => (i === 0 ? s : s.charAt(0)))
        .join(''),
    ),
    ...of(
      chinese,
      'mixed',
      (p) =>
        p.name.charAt(0) +
        sound(p.name.slice(1))
          .map((s) => s.charAt(0))
          .join(''),
    ),
    ...of(chinese, 'pinyin in a county', (p) => ({ q: sound(p.name).join(''), district: p.district })),
    ...of(chinese, 'family name in a county', (p) => ({ q: p.name.charAt(0), district: p.district })),
    ...of(worded, 'a word begun', (p) => p.name.slice(0, 4).toLowerCase()),
    ...of(worded, 'words turned round', (p) => p.name.split(' ').reverse().join(' ')),
    ...of(slipped, 'a slip', (p) => p.name.replace(/^(..)(.)(.)/, '$1$3$2')),
    ...of(villages, 'a village', (v) => v.name.slice(0, 3)),
    ...of(units, 'a unit', (u) => u.name.slice(0, 4)),
    ...of(drawn.slice(0, each), 'code', (p) => p.code.slice(0, -2)),
    ...of(drawn.slice(0, each), 'nothing there', () => 'qwertzuiop'),
  ]
}

async function somePeople(tx: Tx, count: number) {
  return tx<{ name: string; code: string; district: string }[]>`
    select name, code, district from person order by md5(id::text) limit ${count}`
}

/** A search that finds nobody would be quick: all sorts but the last find something. */
async function checkFound(asked: readonly Asked[], look: (a: Asked) => Promise<unknown[]>): Promise<void> {
  for (const [sort, own] of Map.groupBy(asked, (a) => a.sort)) {
    const found = (await look(own[0] as Asked)).length
    if ((found === 0) !== (sort === 'nothing there')) throw new Error(`${sort} "${own[0]?.q}" found ${found}`)
  }
}

async function peopleNamed(tx: Tx, name: string): Promise<unknown> {
  return tx`select district, id, code, name from person where name = ${name} order by district, id limit 12`
}

function bySort(asked: readonly Asked[], times: readonly number[]): Record<string, number> {
  const groups = Map.groupBy(asked.keys(), (i) => asked[i]?.sort ?? '')
  return Object.fromEntries(
    [...groups].map(([sort, own]) => [
      sort,
      Math.round(
        percentile(
          own.map((i) => times[i] as number),
          0.95,
        ) * 10,
      ) / 10,
    ]),
  )
}

async function countRows(tx: Tx) {
  const [row] = await tx`
    select (select count(*) from person)::int as people, (select count(*) from unit)::int as units,
      (select count(*) from area)::int as areas, (select count(*) from search_name)::int as names,
      (select count(*) from search_key)::int as keys,
      (pg_total_relation_size('search_key') + pg_total_relation_size('search_name') + pg_total_relation_size('search_slip')) / 1000000
        as "indexMb"`
  return row as NonNullable<typeof row>
}
