import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO, loadDemo } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import { seeded } from '../../src/base/random.ts'
import type { Db } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readBoard } from '../../src/domain/board/read.ts'
import { NO_COUNTS } from '../../src/domain/gaps/counts.ts'
import { addToCoverage } from '../../src/domain/gaps/coverage.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { percentile, timeEach } from '../harness/timing.ts'
import { analyze, DISTRICT, LONG_AGO } from '../main/county.ts'
import { MARKER, type Watching, watchNodes } from './watching.ts'

const VIEWERS = 1_000
/** Nodes watched: the county, its townships, and villages drawn from a seed. */
const VILLAGES = 60
const MEASURED_MS = 60_000
/** A change of our own, whose time is known to the millisecond, among those of the exercise. */
const EVERY_MS = 1_500
/** What the server takes with one viewer is measured as long as this. */
const ALONE_MS = 10_000
/** From the exercise's beginning until most is going on: the second warning, and people being called. */
const UNTIL_BUSY_MS = 20_000

interface Run {
  latencies: number[]
  /** Cores that the server kept busy, with all viewers and with one. */
  cores: { all: number; one: number }
  boardMs: number
  sizes: Record<string, unknown>
}

/**
 * A thousand viewers of the demo county while its flood is played sixty times as fast as it was. Three processes: one
 * serves, one plays, and this one watches over real connections. A change of ours is written now and then, and how long it
 * takes from its commit until each viewer's board shows it is what is told.
 */
export function viewersOfAnExercise(): Figure[] {
  // Both figures are of one run.
  const runs = new WeakMap<Kit, Promise<Run>>()
  const runOf = (kit: Kit): Promise<Run> => {
    const run = runs.get(kit) ?? kit.server((db, url) => measure(kit, db, url))
    runs.set(kit, run)
    return run
  }
  return [
    {
      figure: '1,000 viewers on a live exercise, PostgreSQL: change to screen, p95',
      unit: 's',
      aim: 2,
      async measure(kit): Promise<Measured> {
        const { latencies, boardMs, sizes } = await runOf(kit)
        const value = percentile(latencies, 0.95) / 1000
        return {
          value,
          against: { what: 'one read of the board', value: boardMs / 1000, unit: 's', ratio: (value * 1000) / boardMs },
          sizes: { ...sizes, medianS: percentile(latencies, 0.5) / 1000, worstS: Math.max(...latencies) / 1000 },
        }
      },
    },
    {
      figure: '1,000 viewers on a live exercise, PostgreSQL: server CPU',
      unit: 'cores',
      aim: 1,
      async measure(kit): Promise<Measured> {
        const { cores, sizes } = await runOf(kit)
        return {
          value: cores.all,
          against: { what: 'the same with one viewer', value: cores.one, unit: 'cores', ratio: cores.all / cores.one },
          sizes,
        }
      },
    },
  ]
}

async function measure(kit: Kit, db: Db, url: string): Promise<Run> {
  await loadDemo(db, movableClock(LONG_AGO), kit.tell, { households: kit.sized(DEMO.households) })
  await analyze(db)
  const [server, player] = [helper('serve', url), helper('play', url)]
  try {
    const port = await told<number>(server)
    const lane = await told<string>(player)
    kit.tell('the exercise begins')
    await sleep(UNTIL_BUSY_MS)
    const nodes = await drawNodes(db)
    const one = watchNodes(port, lane, nodes, 1)
    await one.ready
    const alone = await cpuOver(server, ALONE_MS)
    one.close()

    const all = watchNodes(port, lane, nodes, kit.sized(VIEWERS))
    await all.ready
    kit.tell(`${kit.sized(VIEWERS)} viewers`)
    const [cores] = await Promise.all([cpuOver(server, MEASURED_MS), markEvery(db, lane, nodes, all)])
    await sleep(3_000)
    all.close()
    const boardTimes = await timeEach(nodes, (node) =>
      db.read((tx) => readBoard(tx, CONSOLE, new Date(), { tree: 'area', node, lane })),
    )
    return {
      latencies: all.latencies(),
      cores: { all: cores, one: alone },
      boardMs: percentile(boardTimes, 0.95),
      sizes: {
        viewers: kit.sized(VIEWERS),
        nodes: nodes.length,
        households: kit.sized(DEMO.households),
        seconds: MEASURED_MS / 1000,
        ...all.counted(),
      },
    }
  } finally {
    server.kill()
    player.kill()
  }
}

/** A process of ours: see viewers-helper.ts. */
function helper(role: 'serve' | 'play', url: string): ChildProcess {
  return fork(new URL('viewers-helper.ts', import.meta.url), [role, url], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the benchmark ended with ${code}`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message as T
}

/** Cores that a process keeps busy over some time, by its own account. */
async function cpuOver(child: ChildProcess, ms: number): Promise<number> {
  child.send('cpu')
  const before = await told<number>(child)
  const began = performance.now()
  await sleep(ms)
  child.send('cpu')
  return ((await told<number>(child)) - before) / 1000 / (performance.now() - began)
}

async function drawNodes(db: Db): Promise<string[]> {
  const areas = await db.read(
    (tx) => tx<{ code: string; kind: string }[]>`
      select code, kind from area where district = ${DISTRICT} order by level, code`,
  )
  const random = seeded(11)
  const below = areas.filter((a) => a.kind === 'village').map((a) => a.code)
  const villages = Array.from({ length: VILLAGES }, () => below[Math.floor(random() * below.length)] as string)
  return [...areas.filter((a) => a.kind !== 'village').map((a) => a.code), ...new Set(villages)]
}

/** Writes a mark into every watched village again and again: each adds one to what the boards above them count. */
async function markEvery(db: Db, lane: string, nodes: readonly string[], watching: Watching): Promise<void> {
  const villages = nodes.filter((n) => n.length === 12)
  const deltas = villages.map((area) => ({ area, unit: null, rule: MARKER, ...NO_COUNTS, required: 1 }))
  const until = performance.now() + MEASURED_MS
  while (performance.now() < until) {
    const at = new Date()
    await db.write(at, (tx) => addToCoverage(tx, at, { district: DISTRICT, lane, playbook: MARKER }, deltas))
    watching.marked()
    await sleep(EVERY_MS)
  }
}
