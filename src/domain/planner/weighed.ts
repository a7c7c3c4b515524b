import { unservedOf } from './assign.ts'
import { solveAssignment } from './assignment/solve.ts'
import { type Among, type Choice, choicesOf } from './choices.ts'
import type { PlanWatch } from './model.ts'

/** So many pairs are looked at together: of few places every holder, of many the nearest. */
const PAIRS = 400_000
const FEWEST = 12
/** Rounds of improving and proving: so many whatever the clock says, for the same plan each time. */
const ROUNDS = 4

interface Weighed {
  /** Of each place, the number of its holder; empty: nobody. */
  given: number[][]
  below: number[]
  /** Metres that the plan costs more than the best one, at most; null: nothing is proved. */
  loss: number | null
}

/**
 * Places of unequal weight, each for one holder: as generalised assignment, with a bound on every plan. The bound is one only
 * where every holder within reach was looked at; else nothing is proved.
 */
export function assignWeighed(among: Among, { stop }: PlanWatch): Weighed {
  const { places, holders, room } = among
  const most = Math.min(holders.length, Math.max(FEWEST, Math.floor(PAIRS / Math.max(1, places.length))))
  const found = choicesOf([...places.keys()], most, among)
  const choices = places.map((_, i) => found.get(i) as Choice)
  const start = new Int32Array(places.length + 1)
  for (const [i, { to }] of choices.entries()) start[i + 1] = (start[i] as number) + to.length
  const arcs = start[places.length] as number
  const [to, cost, load] = [new Int32Array(arcs), new Int32Array(arcs), new Int32Array(arcs)]
  for (const [i, choice] of choices.entries()) {
    to.set(choice.to, start[i] as number)
    cost.set(choice.cost, start[i] as number)
    load.fill(places[i]?.weight ?? 1, start[i], start[i + 1])
  }
  const problem = { start, to, cost, load, capacity: room, unserved: unservedOf(among) }
  const solved = solveAssignment(problem, { rounds: ROUNDS, stop })
  const given = places.map((_, i) => {
    const arc = solved.arcOf?.[i] ?? -1
    return arc < 0 ? [] : [to[arc] as number]
  })
  const whole = choices.every((choice) => choice.beyond === Number.POSITIVE_INFINITY)
  return { given, below: [], loss: whole && solved.cost !== null ? solved.cost - solved.bound : null }
}
