import { unservedOf } from './assign.ts'
import { solveAssignment } from './assignment/solve.ts'
import { type Among, type Choice, choicesOf } from './choices.ts'
import type { PlanWatch } from './model.ts'

/** So many pairs are looked at together: of few places every holder, of many the nearest. */
const PAIRS = 60_000
const FEWEST = 12
/**
 * How much is tried: rounds of improving and proving, and steps by what each costs, so many whatever the clock says, for the
 * same plan each time.
 */
const ROUNDS = 4
const PAIRS_LOOKED_AT = 20_000_000
const FEWEST_STEPS = 50

interface Weighed {
  /** Of each place, the number of its holder; empty: nobody. */
  given: number[][]
  below: number[]
  /** Metres that the plan costs more than the best one, at most; null: nothing is proved. */
  loss: number | null
}

/** Whoever is left over with too few choices is given so many times more, as often as this. */
const WIDER = 4
const WIDENINGS = 2

/**
 * Places of unequal weight, each for one holder: as generalised assignment, with a bound on every plan. The bound is one only
 * where every holder within reach was looked at; else nothing is proved.
 */
export function assignWeighed(among: Among, { stop }: PlanWatch): Weighed {
  const { places, holders } = among
  let most = Math.max(FEWEST, Math.floor(PAIRS / Math.max(1, places.length)))
  const choices: Choice[] = []
  let widen = [...places.keys()]
  for (let widenings = 0; ; widenings++) {
    for (const [i, choice] of choicesOf(widen, Math.min(holders.length, most), among)) choices[i] = choice
    const { given, cost, bound } = solve(among, choices, stop)
    widen = [...places.keys()].filter((i) => given[i]?.length === 0 && choices[i]?.beyond !== Number.POSITIVE_INFINITY)
    if (widen.length > 0 && widenings < WIDENINGS && !stop?.()) {
      most *= WIDER
      continue
    }
    const whole = choices.every((choice) => choice.beyond === Number.POSITIVE_INFINITY)
    return { given, below: [], loss: whole && cost !== null ? cost - bound : null }
  }
}

function solve(
  among: Among,
  choices: readonly Choice[],
  stop: PlanWatch['stop'],
): { given: number[][]; cost: number | null; bound: number } {
  const { places, room } = among
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
  let steps = Math.max(FEWEST_STEPS, Math.floor(PAIRS_LOOKED_AT / Math.max(1, arcs)))
  const solved = solveAssignment(problem, { rounds: ROUNDS, stop: () => steps-- <= 0 || (stop?.() ?? false) })
  const given = places.map((_, i) => {
    const arc = solved.arcOf?.[i] ?? -1
    return arc < 0 ? [] : [to[arc] as number]
  })
  return { given, cost: solved.cost, bound: solved.bound }
}
