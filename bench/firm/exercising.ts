import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO, DEMO_DISTRICT, demoCounty, loadCounty, loadDemo } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import { type Kit, withDb } from '../harness/kit.ts'
import { percentile } from '../harness/timing.ts'
import { LONG_AGO } from '../main/county.ts'
import { type Answered, ask, askSteadily, serve } from './served.ts'

/** Seventeen hours of the flood in 102 s. */
const SPEED = 600
const HEALTH_EVERY_MS = 100
const BOARD_EVERY_MS = 500
/** An exercise that has not ended by then has wedged. */
const PATIENCE_MS = 600_000

interface Run {
  health: Answered[]
  board: Answered[]
  seconds: number
  state: string
  /** What failed on the way, while the rest went on. */
  faults: number
  households: number
}

/** The demo's exercise at 600 ×, on the embedded engine, by the command that people start: with its households and without. */
export function exercisesAtSpeed(): Figure[] {
  const runs = new WeakMap<Kit, Map<number, Promise<Run>>>()
  const runOf = (kit: Kit, households: number): Promise<Run> => {
    const own = runs.get(kit) ?? new Map<number, Promise<Run>>()
    runs.set(kit, own)
    const run = own.get(households) ?? play(kit, households)
    own.set(households, run)
    return run
  }
  const each = [
    { name: 'without households', of: () => 0 },
    { name: 'with all households', of: (kit: Kit) => kit.sized(DEMO.households) },
  ]
  return [
    ...each.flatMap(({ name, of }): Figure[] => [
      {
        figure: `/health during the exercise at 600 ×, embedded, ${name}, p99`,
        unit: 'ms',
        aim: 100,
        measure: async (kit) => slowest(await runOf(kit, of(kit)), 'health', 1),
      },
      {
        figure: `a board read during the exercise at 600 ×, embedded, ${name}, p99`,
        unit: 's',
        aim: 3,
        measure: async (kit) => slowest(await runOf(kit, of(kit)), 'board', 1000),
      },
    ]),
    {
      figure: "the demo's exercise (17 h) at 600 ×, 300,000 households, embedded: to its end",
      unit: 's',
      aim: 150,
      async measure(kit) {
        const run = await runOf(kit, kit.sized(DEMO.households))
        if (run.state !== 'done') throw new Error(`the exercise is ${run.state} after ${run.seconds} s`)
        if (run.faults > 0) throw new Error(`${run.faults} faults in the exercise`)
        const least = (17 * 3600) / SPEED
        return {
          value: run.seconds,
          against: { what: 'seventeen hours at 600 ×', value: least, unit: 's', ratio: run.seconds / least },
          sizes: { households: run.households, speed: SPEED, faults: run.faults },
        }
      },
    },
  ]
}

/** The 99th percentile of a run's answers; an answer that is no 200 is a fault of the run. */
function slowest(run: Run, what: 'health' | 'board', by: number): Measured {
  const answers = run[what]
  const refused = answers.filter((a) => a.status !== 200)
  const times = answers.map((a) => a.ms / by)
  const median = percentile(times, 0.5)
  const value = percentile(times, 0.99)
  return {
    value,
    against: {
      what: 'the median of the same answers',
      value: median,
      unit: by === 1 ? 'ms' : 's',
      ratio: value / median,
    },
    sizes: {
      answers: answers.length,
      not200: refused.length,
      worst: Math.max(...times),
      households: run.households,
      seconds: run.seconds,
      state: run.state,
    },
  }
}

async function play(kit: Kit, households: number): Promise<Run> {
  return kit.folder(async (folder) => {
    kit.tell(`the county with ${households} households`)
    const clock = movableClock(LONG_AGO)
    await withDb({ folder }, (db) =>
      households === 0
        ? loadCounty(db, clock, demoCounty(), kit.tell)
        : loadDemo(db, clock, () => {}, { households }).then(() => {}),
    )
    const served = await serve({ MUSTER_DATA: folder })
    try {
      return { ...(await watchOne(kit, served.base)), households }
    } finally {
      await served.end('SIGTERM')
    }
  })
}

async function watchOne(kit: Kit, base: string): Promise<Omit<Run, 'households'>> {
  kit.tell(`the exercise at ${SPEED} ×`)
  const began = performance.now()
  const started = await fetch(`${base}/api/v1/exercises`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ speed: SPEED }),
  })
  const { lane } = (await started.json()) as { lane: string }
  let state = 'running'
  let faults = 0
  const ended = (async () => {
    while (state === 'running' && performance.now() - began < PATIENCE_MS) {
      await sleep(1_000)
      const last = await fetch(`${base}/api/v1/exercises/last`, { signal: AbortSignal.timeout(60_000) }).catch(
        () => null,
      )
      if (!last?.ok) continue
      const told = (await last.json()) as { state: string; report: { faults: unknown[] } | null }
      state = told.state
      faults = told.report?.faults.length ?? 0
    }
  })()
  const board = `${base}/api/v1/board?node=${DEMO_DISTRICT}&lane=${lane}`
  const [health, boards] = await Promise.all([
    askSteadily(() => ask(`${base}/api/v1/health`), HEALTH_EVERY_MS, ended),
    askSteadily(() => ask(board), BOARD_EVERY_MS, ended),
  ])
  return { health, board: boards, seconds: (performance.now() - began) / 1000, state, faults }
}
