import { type Ascent, ascend } from './ascend.ts'
import { type Choices, NOBODY, newChoices, settleAll } from './choices.ts'
import { closeGap, near } from './close.ts'
import { fixer } from './fix.ts'
import { mend } from './mend.ts'
import type { Assigned, Assignment, Effort } from './model.ts'
import { noPlan, prepare } from './prepare.ts'
import { hair, relaxation } from './relax.ts'
import { type Best, improver } from './search.ts'
import { type Split, split } from './split.ts'

/** The prices at the root are pushed so many steps at most. */
const ROOT_STEPS = 1500
/** A plan is made of the relaxation after so many steps, then each time they are three times as many. */
const FIRST_MEND = 8

/**
 * A plan of places with unequal loads at little cost, and what every plan costs at least. Prices for the places prove the
 * bound (Lagrange's relaxation, by knapsacks), plans are made of what the knapsacks take and improved by moves and
 * exchanges, and a tree search over ever higher costs closes what is left between. Throws PLAN_INVALID for numbers that
 * make no sense and PLAN_IMPOSSIBLE where it is proved that no plan keeps all rooms.
 */
export function solveAssignment(problem: Assignment, effort: Effort = {}): Assigned {
  const { a, origin } = prepare(problem)
  const c = newChoices(a)
  if (!settleAll(c)) throw noPlan()
  const best: Best = { arcOf: null, cost: Number.POSITIVE_INFINITY }
  let bound = Number.NEGATIVE_INFINITY
  let told = ''
  const proved = (value: number) => {
    // Not -0, which is none that is shown.
    bound = Math.max(bound, Math.min(Math.ceil(value - hair(value)) + 0, best.cost))
    const cost = best.arcOf ? best.cost : null
    if (told !== `${cost} ${bound}`) effort.onProgress?.(cost, bound)
    told = `${cost} ${bound}`
  }
  let asked = false
  let mendAt = FIRST_MEND
  const over = () => {
    asked ||= effort.stop?.() ?? false
    return asked || bound >= best.cost
  }

  const r = relaxation(c)
  const f = fixer(c, r)
  const open = c.allowed.slice()
  const plans = improver(c, best, open, over)
  const everyone = new Uint8Array(c.holders).fill(1)
  const parts = split(problem)
  if (parts) plans.settle(mend(c, takenIn(c, parts, origin), everyone), everyone)
  const first = parts ? { price: parts.price, bound: Number.NEGATIVE_INFINITY } : firstPrices(c)
  const root = ascend(c, r, first, () => (best.arcOf ? best.cost : guess(bound)), Number.POSITIVE_INFINITY, {
    steps: ROOT_STEPS,
    stride: 1,
    patience: 25,
    stop: over,
    onStep(step, value, price) {
      if (step === mendAt) {
        mendAt *= 3
        f.fix(price, Number.POSITIVE_INFINITY)
        open.set(near(c, f))
        const usable = a.atMost === undefined ? everyone : r.chosen.slice()
        plans.settle(mend(c, r, usable), usable)
      }
      proved(value)
    },
  })
  closeGap({ c, r, root: f, plans, best, open, over, proved, bound: () => bound }, root, effort.rounds)
  const arcOf = best.arcOf?.map((arc) => origin[arc] as number) ?? null
  return { arcOf, cost: arcOf ? best.cost : null, bound, optimal: bound === best.cost }
}

/** Every place begins at what its second cheapest arc costs: what it would lose by coming second. */
function firstPrices(c: Choices): Ascent {
  const price = new Float64Array(c.places)
  for (let place = 0; place < c.places; place++) {
    let [least, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let arc = c.a.start[place] as number; arc < (c.a.start[place + 1] as number); arc++) {
      if (c.allowed[arc] === 0) continue
      const cost = c.a.cost[arc] as number
      if (cost < least) [least, second] = [cost, least]
      else if (cost < second) second = cost
    }
    price[place] = second === Number.POSITIVE_INFINITY ? least : second
  }
  return { price, bound: Number.NEGATIVE_INFINITY }
}

/** What was given whole, as a relaxation tells it. */
function takenIn(c: Choices, { arcOf }: Split, origin: Int32Array): { taken: Float64Array } {
  const taken = new Float64Array(c.a.to.length)
  for (let arc = 0; arc < taken.length; arc++) {
    if (origin[arc] !== NOBODY && origin[arc] === arcOf[c.placeOf[arc] as number]) taken[arc] = 1
  }
  return { taken }
}

/** An aim for the prices while no plan is known. */
function guess(bound: number): number {
  return Number.isFinite(bound) ? bound + Math.abs(bound) * 0.03 + 1 : 1
}
