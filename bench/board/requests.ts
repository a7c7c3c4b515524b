import type { FastifyInstance } from 'fastify'
import { makeServer } from '../../src/apps/server/server.ts'
import { wallClock } from '../../src/base/clock.ts'
import { type Random, seeded } from '../../src/base/random.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import type { Figure } from '../harness/figure.ts'
import { percentile, timed, timeEach } from '../harness/timing.ts'
import { analyze } from '../main/county.ts'
import { countDistricts, loadAreas, openCampaigns, rollUpAll } from '../main/coverage.ts'
import { busy, putUnderCommittees } from './busy-county.ts'
import { settle } from './search.ts'

const READS = 3_000
/** Counties in which the flood is at its height. */
const BUSY = 3

/**
 * What the board asks of the server, over HTTP as a browser asks it, each kind of request as often as the others: boards,
 * every list at its beginning and further on, pages with a subject and their histories, and what is printed. The nation's
 * areas with a campaign in every county, a province's people and units, and counties of 100,000 households whose holders
 * have been called. Held against one row of the register, read by its key in the same way.
 */
export const requestsOfTheBoard: Figure = {
  figure: 'any board request with 620,573 villages and 5 million people on PostgreSQL, p95',
  unit: 'ms',
  aim: 50,
  measure: (kit) =>
    kit.server(async (db) => {
      const now = new Date()
      kit.tell("the nation's areas, and a province's people")
      await loadAreas(db, now, kit)
      await settle(db, now, kit)
      kit.tell('a campaign in every county, and a flood at its height in some')
      await db.write(now, (tx) => putUnderCommittees(tx, now))
      await db.write(now, (tx) => openCampaigns(tx, now))
      const counties = await db.read(
        (tx) => tx<{ code: string }[]>`
          select district as code from unit group by district order by count(*) desc, district limit ${BUSY}`,
      )
      for (const { code } of counties) await db.write(now, (tx) => busy(tx, now, code, kit.sized(100_000)))
      await analyze(db)
      await countDistricts(db, now)
      await rollUpAll(db, now)
      await analyze(db)

      const app = await makeServer({ db, clock: wallClock })
      const pools = await db.read((tx) =>
        poolsOf(
          tx,
          counties.map((c) => c.code),
        ),
      )
      const asked = draw(pools, kit.sized(READS))
      kit.tell(`${asked.length} requests`)
      const further = await goOn(app, asked)
      const all = [...asked, ...further]
      const times = await timeEach(all, (a) => ask(app, a.url))
      const bare = percentile(
        await timeEach(asked, () => db.read((tx) => tx`select code from area where code = '36'`)),
        0.95,
      )
      const value = percentile(times, 0.95)
      await app.close()
      return {
        value,
        against: { what: 'select of one area by its key, p95', value: bare, unit: 'ms', ratio: value / bare },
        sizes: {
          ...(await db.read(countRows)),
          requests: all.length,
          medianMs: percentile(times, 0.5),
          worstMs: Math.round(Math.max(...times)),
          p95MsByKind: byKind(all, times),
        },
      }
    }),
}

interface Asked {
  kind: string
  url: string
}

/** One answer; anything but a page of what was asked for is a fault of the benchmark. */
async function ask(app: FastifyInstance, url: string): Promise<{ next?: string | null }> {
  const answer = await app.inject({ url: `/api/v1${url}` })
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
  return answer.json()
}

/** The page after, of every list that has one: further on nothing may be slower. */
async function goOn(app: FastifyInstance, asked: readonly Asked[]): Promise<Asked[]> {
  const further: Asked[] = []
  for (const { kind, url } of asked) {
    const { next } = await ask(app, url)
    if (next) further.push({ kind: `${kind}, next`, url: `${url}&after=${encodeURIComponent(next)}` })
  }
  return further
}

/** What requests are drawn from. */
interface Pools {
  /** By kind: province, city, county, street, village. */
  areas: Map<string, string[]>
  counties: string[]
  rows: Record<'unit' | 'person' | 'place' | 'campaign' | 'callout' | 'record', { district: string; id: string }[]>
}

async function poolsOf(tx: Tx, counties: string[]): Promise<Pools> {
  const areas = await tx<{ kind: string; code: string }[]>`select kind, code from area tablesample bernoulli (5)
    union select kind, code from area where kind in ('province', 'city') or path && ${counties}::text[]`
  const some = async (table: keyof Pools['rows']) => [
    ...(await tx<{ district: string; id: string }[]>`
      (select district, id from ${tx(table)} where district = any(${counties}::text[]) order by md5(id::text) limit 300)
      union all (select district, id from ${tx(table)} limit 100)`),
  ]
  return {
    areas: new Map([...Map.groupBy(areas, (a) => a.kind)].map(([kind, own]) => [kind, own.map((a) => a.code)])),
    counties,
    rows: {
      unit: await some('unit'),
      person: await some('person'),
      place: await some('place'),
      campaign: await some('campaign'),
      callout: await some('callout'),
      record: await some('record'),
    },
  }
}

/** Requests drawn from a seed, each kind as often as the others. */
function draw(pools: Pools, count: number): Asked[] {
  const random = seeded(13)
  const kinds = kindsOf(pools, random)
  return Array.from({ length: count }, (_, i) => {
    const [kind, url] = kinds[i % kinds.length] as (typeof kinds)[number]
    return { kind, url: url() }
  })
}

function kindsOf({ areas, counties, rows }: Pools, random: Random): [string, () => string][] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const area = (...kinds: string[]) => pick(areas.get(pick(kinds.filter((k) => areas.has(k)))) ?? counties)
  const county = () => pick(counties)
  const row = (table: keyof Pools['rows']) => pick(rows[table])
  const of = (table: keyof Pools['rows'], key: string) => {
    const { district, id } = row(table)
    return `district=${district}&${key}=${id}`
  }
  const subject = (kind: keyof Pools['rows']): [string, () => string] => [
    kind,
    () => {
      const { district, id } = row(kind)
      return `/subjects/${kind}/${id}?district=${district}`
    },
  ]
  const history = (kind: 'place' | 'person' | 'unit' | 'campaign'): [string, () => string] => [
    `history of a ${kind}`,
    () => `/subjects/${kind}/${row(kind).id}/history?limit=50`,
  ]
  return [
    ['board', () => `/board?node=${area('province', 'city', 'county', 'street', 'village')}`],
    ['gaps of a county', () => `/lists/gaps?district=${county()}`],
    ['gaps of an area', () => `/lists/gaps?area=${area('county', 'street', 'village')}`],
    ['gaps of a unit', () => `/lists/gaps?unit=${row('unit').id}`],
    ['gaps by rule', () => `/lists/gaps?district=${county()}&rule=section-responsible`],
    ['places', () => `/lists/places?area=${area('county', 'street', 'village')}&kind=household`],
    ['people', () => `/lists/people?district=${county()}&sort=${pick(['code', 'name'])}`],
    ['people of an area', () => `/lists/people?area=${area('street', 'village')}`],
    ['people of a unit', () => `/lists/people?unit=${row('unit').id}`],
    ['units', () => `/lists/units?district=${county()}&sort=${pick(['code', 'unheld'])}`],
    ['duties', () => `/lists/duties?district=${county()}&state=in-force`],
    ['duties of a unit', () => `/lists/duties?unit=${row('unit').id}`],
    ['duties of a person', () => `/lists/duties?${of('person', 'holder')}`],
    ['duties of a campaign', () => `/lists/duties?${of('campaign', 'campaign')}&role=helper`],
    ['records', () => `/lists/records?district=${county()}&kind=${pick(['patrol', 'hazard'])}`],
    ['records of an area', () => `/lists/records?area=${area('street', 'village')}`],
    ['warnings', () => `/lists/warnings?area=${area('province', 'county')}`],
    ['campaigns', () => `/lists/campaigns?area=${area('province', 'city', 'county')}`],
    ['callouts', () => `/lists/callouts?district=${county()}`],
    [
      'summonses',
      () => `/lists/summonses?${of('callout', 'callout')}&state=${pick(['called', 'accepted', 'declined'])}`,
    ],
    ['summonses of a person', () => `/lists/summonses?${of('person', 'person')}`],
    ['proposals', () => `/lists/proposals?district=${county()}`],
    ['acts', () => `/lists/acts?district=${county()}&act=record`],
    ['area', () => `/subjects/area/${area('province', 'city', 'county', 'street', 'village')}?lane=${ACTUAL}`],
    subject('place'),
    subject('unit'),
    subject('person'),
    subject('campaign'),
    subject('callout'),
    subject('record'),
    history('place'),
    history('person'),
    history('unit'),
    history('campaign'),
    ['history of an area', () => `/subjects/area/${county()}/history?limit=50`],
    ['assignment list', () => `/print/ics204?${of('campaign', 'campaign')}&limit=20`],
    ['check-in list', () => `/print/ics211?district=${county()}`],
    ['activity log', () => `/print/ics214?district=${county()}&from=2020-01-01T00:00:00Z`],
    ['duty list', () => `/print/duties?unit=${row('unit').id}`],
  ]
}

/** p95 of each kind, the slowest first. */
function byKind(asked: readonly Asked[], times: readonly number[]): Record<string, number> {
  const groups = Map.groupBy(asked.keys(), (i) => asked[i]?.kind ?? '')
  const p95 = [...groups].map(([kind, own]): [string, number] => {
    const value = percentile(
      own.map((i) => times[i] as number),
      0.95,
    )
    return [kind, Math.round(value * 10) / 10]
  })
  return Object.fromEntries(p95.sort((a, b) => b[1] - a[1]))
}

async function countRows(tx: Tx) {
  const [row] = await tx<Record<string, number>[]>`
    select (select count(*) from area where kind = 'village') as villages, (select count(*) from person) as people,
      (select count(*) from unit) as units, (select count(*) from place) as places, (select count(*) from requirement) as requirements,
      (select count(*) from duty) as duties, (select count(*) from summons) as summonses, (select count(*) from record) as records`
  return row as NonNullable<typeof row>
}

const DOWNLOAD = 1_000_000

/**
 * A million rows as a spreadsheet: the places of one county, page by page, from the request to the last byte. Held against
 * reading the same rows by one statement a page, in the same order.
 */
export const downloadOfAMillion: Figure = {
  figure: 'a list of 1,000,000 rows as XLSX on PostgreSQL: memory above the beginning',
  unit: 'KB',
  aim: 256_000,
  measure: (kit) =>
    kit.server(async (db) => {
      const rows = kit.sized(DOWNLOAD)
      await db.write(new Date(), (tx) => manyPlaces(tx, rows))
      await analyze(db)
      const app = await makeServer({ db, clock: wallClock })
      const began = memory()
      const { ms, done } = await timed(() => drain(app, '/lists/places?district=D&format=xlsx', began))
      const bare = await timed(() => readThrough(db))
      await app.close()
      return {
        value: done.peakKb,
        against: { what: 'the same rows read by page, s', value: bare.ms / 1000, unit: 's', ratio: ms / bare.ms },
        sizes: { rows, seconds: Math.round(ms / 100) / 10, fileMb: Math.round(done.bytes / 1e6) },
      }
    }),
}

async function manyPlaces(tx: Tx, count: number): Promise<void> {
  await tx`insert into area (code, district, level, kind, name, path) values ('D', 'D', 0, 'county', 'D', '{D}')`
  await tx`
    insert into place (district, id, kind, code, name, area, geom)
    select 'D', gen_random_uuid(), 'household', 'H' || lpad(i::text, 8, '0'), 'household ' || i, 'D', st_setsrid(st_point(116, 29), 4326)
    from generate_series(1, ${count}) i`
}

const memory = () => process.memoryUsage().rss / 1e3

/** Reads a file as fast as it comes, and how much memory was held meanwhile. */
async function drain(app: FastifyInstance, url: string, began: number): Promise<{ bytes: number; peakKb: number }> {
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const answer = await fetch(`${address}/api/v1${url}`)
  if (!answer.ok || !answer.body) throw new Error(await answer.text())
  let [bytes, peakKb] = [0, 0]
  for await (const chunk of answer.body) {
    bytes += (chunk as Uint8Array).length
    peakKb = Math.max(peakKb, memory() - began)
  }
  return { bytes, peakKb }
}

async function readThrough(db: Db): Promise<void> {
  for (let last = ''; ; ) {
    const rows = await db.read(
      (tx) => tx<{ code: string }[]>`
        select * from place where district = 'D' and kind = 'household' and code > ${last} order by kind, code limit 1000`,
    )
    const end = rows.at(-1)
    if (!end) return
    last = end.code
  }
}
