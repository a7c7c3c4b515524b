/** Runs one task (ours.ts) and posts what it came to. A plan that is not proved is a fault. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Transport, Transported } from '../../src/domain/planner/transport/model.ts'
import { solveTransport } from '../../src/domain/planner/transport/solve.ts'
import { standingPlan } from '../../src/domain/planner/transport/standing.ts'
import { percentile } from '../harness/timing.ts'
import { CHANGES } from './changes.ts'
import { arcsOf, groundOf, instanceOf, type Recipe, roomsOf } from './instances.ts'
import type { Mended, Solved, Task } from './ours.ts'

const task = workerData as Task
if (task.kind === 'solve') parentPort?.postMessage(solve(task.recipe, task.rounds))
else if (task.kind === 'repair') parentPort?.postMessage(repair(task.recipe, task.change, task.rounds))
else counties(task)

function solve(recipe: Recipe, rounds: number): Solved {
  const before = process.memoryUsage().rss
  const ground = recipe.costs === 'random' ? null : groundOf(recipe)
  const arcs = timesOf(rounds, () => ground && arcsOf(recipe, ground))
  const t = instanceOf(recipe)
  let most = 0
  const [cold, ...warm] = timesOf(rounds, () => {
    const plan = proved(t)
    most = Math.max(most, process.memoryUsage().rss)
    return plan
  })
  const { cost, unserved } = proved(t)
  return {
    cost,
    unserved,
    coldMs: cold as number,
    warmMs: warm.length > 0 ? percentile(warm, 0.5) : (cold as number),
    arcsColdMs: arcs[0] as number,
    arcsWarmMs: percentile(arcs.slice(rounds > 1 ? 1 : 0), 0.5),
    mib: (most - before) / 2 ** 20,
  }
}

/** Every round mends a plan that was made for it: a plan is mended once, then it is another. */
function repair(recipe: Recipe, name: keyof typeof CHANGES, rounds: number): Mended {
  const { before, change, after } = CHANGES[name](instanceOf(recipe))
  const times: Omit<Mended, 'cost'>[] = []
  let cost = 0
  for (let round = 0; round <= rounds; round++) {
    const standing = standingPlan(before)
    const prepareMs = timeOf(() => standing.prepare())
    const mendedMs = timeOf(() => {
      standing.change(change)
      cost = standing.cost().cost
    })
    let again = 0
    const anewMs = timeOf(() => {
      again = proved(after).cost
    })
    const { bound } = standing.plan()
    if (cost !== again || cost !== bound) throw new Error(`mended costs ${cost}, proved to ${bound}, anew ${again}`)
    // The first is for the engine to learn by.
    if (round === 0) continue
    times.push({ anewMs, mendedMs, prepareMs })
  }
  const middle = (key: keyof Omit<Mended, 'cost'>) =>
    percentile(
      Array.from(times, (each) => each[key]),
      0.5,
    )
  return { anewMs: middle('anewMs'), mendedMs: middle('mendedMs'), prepareMs: middle('prepareMs'), cost }
}

/** The plan of one county after another, with or without its arcs; all else is known before it is told to begin. */
function counties({ recipe, count, timed }: Task & { kind: 'counties' }): void {
  const makers = Array.from({ length: count }, (_, i) => {
    const ground = groundOf({ ...recipe, seed: i + 1 })
    const make = () => ({ ...arcsOf(recipe, ground), ...roomsOf(recipe) })
    if (timed === 'arcs and plans') return make
    const made = make()
    return () => made
  })
  // Of 3,000 one is the first: what the engine learns by it is not counted with each twelve.
  proved(instanceOf({ ...recipe, seed: 0 }))
  parentPort?.once('message', () => {
    for (const make of makers) proved(make())
    parentPort?.close()
  })
  parentPort?.postMessage('ready')
}

function proved(t: Transport): Transported {
  const plan = solveTransport(t)
  if (plan.cost !== plan.bound) throw new Error(`a plan of ${plan.cost} is proved to ${plan.bound} only`)
  return plan
}

function timesOf(rounds: number, fn: () => unknown): number[] {
  return Array.from({ length: rounds }, () => timeOf(fn))
}

function timeOf(fn: () => unknown): number {
  const began = performance.now()
  fn()
  return performance.now() - began
}
