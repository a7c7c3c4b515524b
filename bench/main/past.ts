import { DEMO, loadDemo } from '../../src/apps/demo/load.ts'
import { runExercise } from '../../src/apps/exercise/run.ts'
import { DAY, HOUR, movableClock } from '../../src/base/clock.ts'
import { seeded } from '../../src/base/random.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { countsAt } from '../../src/domain/board/store.ts'
import { NO_COUNTS } from '../../src/domain/gaps/counts.ts'
import { addToCoverage } from '../../src/domain/gaps/coverage.ts'
import type { Delta } from '../../src/domain/gaps/model.ts'
import { campaignsOpen } from '../../src/domain/playbooks/store.ts'
import type { Figure } from '../harness/figure.ts'
import { percentile, timeEach } from '../harness/timing.ts'
import { analyze, DISTRICT, LONG_AGO } from './county.ts'
import { byLevel, drawNodes, type Node } from './nodes.ts'

const READS = 200
/** The hours in which most happens: the second warning is an hour off, then people are called, answer, and patrol. */
const FROM = new Date('2020-07-08T13:00:00+08:00')
const TO = new Date('2020-07-08T18:00:00+08:00')
/** How much is counted after it, so that a month of history lies between then and now. */
const LATER_DAYS = 30
/** Villages in which something changes within each hour of that month. */
const CHANGED = 60

/**
 * The board of the demo county's nodes, areas and units of every level, at moments within five hours of its flood, a
 * month on. Those hours are played by the exercise; the month after them is made up, but counted by the function that
 * counts everything. Held against the one statement that no such board can do without, the node's counts in the log.
 */
export const coverageOfThePast: Figure = {
  figure: 'coverage of any node for a month-old moment of the demo county, p95',
  unit: 'ms',
  aim: 500,
  measure: (kit) =>
    kit.embedded(async (db) => {
      const { households, members } = await loadDemo(db, movableClock(LONG_AGO), kit.tell, {
        households: kit.sized(DEMO.households),
      })
      kit.tell('five hours of its flood')
      const { lane } = await runExercise(db, {
        from: FROM,
        to: TO,
        onMoment: (now, what) => what && kit.tell(`${now.toISOString()} ${what}`),
      })
      kit.tell('a month after it')
      await liveOn(db, lane)
      await analyze(db)

      kit.tell('reading boards')
      const now = new Date(TO.getTime() + LATER_DAYS * DAY)
      const random = seeded(7)
      const nodes = drawNodes(await db.read(allNodes), kit.sized(READS), 1)
      const looks = nodes.map((n) => ({
        ...n,
        at: new Date(FROM.getTime() + HOUR + random() * (TO.getTime() - FROM.getTime() - HOUR)),
      }))
      const times = await timeEach(looks, ({ tree, node, at }) =>
        db.read((tx) => readBoard(tx, CONSOLE, now, { tree, node, lane, at })),
      )
      const bareTimes = await timeEach(looks, ({ tree, node, at }) =>
        db.read((tx) => countsAt(tx, { tree, lane, at }, DISTRICT, node)),
      )
      const [value, bare] = [percentile(times, 0.95), percentile(bareTimes, 0.95)]
      const counts = await db.read((tx) => countRows(tx))
      return {
        value,
        against: {
          what: "select of the node's own counts in the log, p95",
          value: bare,
          unit: 'ms',
          ratio: value / bare,
        },
        sizes: {
          households,
          members,
          ...counts,
          hours: (TO.getTime() - FROM.getTime()) / HOUR,
          daysSince: LATER_DAYS,
          reads: looks.length,
          medianMs: percentile(times, 0.5),
          p95MsByLevel: byLevel(nodes, times),
        },
      }
    }),
}

type Leaf = Pick<Delta, 'area' | 'unit' | 'rule'>

/** Hour after hour evidence falls late in some villages and comes in others: what a month writes into the log. */
async function liveOn(db: Db, lane: string): Promise<void> {
  const random = seeded(11)
  const leaves = await db.read(
    (tx) => tx<Leaf[]>`
      select distinct r.area, r.unit, r.rule from requirement r join campaign c on c.district = r.district and c.id = r.campaign
      where c.lane = ${lane} order by r.area, r.unit, r.rule`,
  )
  let late: Leaf[] = []
  for (let hour = 1; hour <= LATER_DAYS * 24; hour++) {
    const now = new Date(TO.getTime() + hour * HOUR)
    const mended = late.map((d) => ({ ...d, ...NO_COUNTS, late: -1 }))
    late = Array.from({ length: CHANGED }, () => leaves[Math.floor(random() * leaves.length)]).filter(
      (leaf) => leaf !== undefined,
    )
    const fresh = late.map((d) => ({ ...d, ...NO_COUNTS, late: 1 }))
    await db.write(now, async (tx) => {
      for (const campaign of await campaignsOpen(tx, DISTRICT, lane))
        await addToCoverage(tx, now, campaign, [...mended, ...fresh])
    })
  }
}

async function allNodes(tx: Tx): Promise<Node[]> {
  return tx<Node[]>`
    select 'area' as tree, code as node, kind from area where path @> ${[DISTRICT]}::text[]
    union all select 'unit', id::text, kind from unit where district = ${DISTRICT} order by 1, 2`
}

async function countRows(tx: Tx) {
  const [row] = await tx<{ requirements: number; duties: number; records: number; logRows: number }[]>`
    select (select count(*) from requirement) as requirements, (select count(*) from duty) as duties,
      (select count(*) from record) as records, (select count(*) from coverage_log) as "logRows"`
  return row as NonNullable<typeof row>
}
