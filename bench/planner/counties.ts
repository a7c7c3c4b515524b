import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Figure, rounded } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import type { Task } from './ours.ts'
import { recipeOf } from './transport.ts'

const NATION = 3_000
const PLACES = 300_000
/** Counties that are planned in the run, on each core; the nation is so many times as long. */
const SAMPLE = 6

export const counties: Figure[] = [
  {
    figure: '3,000 counties of 300,000 places, arcs and plans, in threads on 2 cores, by one',
    unit: '×',
    aim: 0.556,
    measure: async (kit) => {
      const { one, two, sizes } = await measured(kit, 'arcs and plans')
      return { value: two / one, against: { what: 'one thread', value: one, unit: 's', ratio: two / one }, sizes }
    },
  },
  nation('arcs and plans'),
  nation('plans'),
]

/** What is timed: where everybody is, is known before it; and who is near whom, where only `plans` are. */
type Timed = (Task & { kind: 'counties' })['timed']

function nation(timed: Timed): Figure {
  return {
    figure: `3,000 counties of 300,000 places, ${timed}, in threads on 2 cores`,
    unit: 'min',
    aim: 20,
    measure: async (kit) => {
      const { one, two, sizes } = await measured(kit, timed)
      const minutes = (seconds: number) => (seconds / sizes.counties) * (NATION / 60)
      const bare = minutes(one)
      return { value: minutes(two), against: { what: 'one thread', value: bare, unit: 'min', ratio: two / one }, sizes }
    },
  }
}

/** Seconds for as many counties by one thread and by two. */
async function measured(kit: Kit, timed: Timed) {
  const recipe = recipeOf(kit, { places: PLACES })
  kit.tell('one thread')
  const one = await seconds({ kind: 'counties', timed, recipe, count: 2 * SAMPLE }, 1)
  kit.tell('two threads')
  const two = await seconds({ kind: 'counties', timed, recipe, count: SAMPLE }, 2)
  const sizes = {
    counties: 2 * SAMPLE,
    scaledTo: NATION,
    places: recipe.places,
    holders: recipe.holders,
    cores: availableParallelism(),
    oneS: rounded(one),
    twoS: rounded(two),
  }
  return { one, two, sizes }
}

/** From when every thread has its counties and may begin, until the last has planned the last of them. */
async function seconds(task: Task & { kind: 'counties' }, threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, () => {
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData: task })
  })
  const all = (event: 'message' | 'exit') => Promise.all(workers.map((worker) => once(worker, event)))
  await all('message')
  const began = performance.now()
  const ended = all('exit')
  for (const worker of workers) worker.postMessage('begin')
  await ended
  return (performance.now() - began) / 1000
}
