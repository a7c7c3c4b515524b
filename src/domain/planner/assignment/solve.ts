import { type Ascent, ascend } from './ascend.ts'
import { type Choices, goBack, newChoices, settleAll } from './choices.ts'
import { fixer } from './fix.ts'
import { mend } from './mend.ts'
import type { Assigned, Assignment, Effort } from './model.ts'
import { impossible, prepare } from './prepare.ts'
import { hair, relaxation } from './relax.ts'
import { type Best, improver } from './search.ts'
import { tree } from './tree.ts'

/** The prices at the root are pushed so many steps at most. */
const ROOT_STEPS = 1500
/** A plan is made of the relaxation after so many steps. */
const MEND_EVERY = 15
/** In a round so many plans are shaken and so many nodes of the tree looked at. */
const SHAKES = 20
const NODES = 20
/** A limit that was looked through in fewer nodes is followed by one twice as far from the bound. */
const QUICK = 200

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
  const over = () => {
    asked ||= effort.stop?.() ?? false
    return asked || bound >= best.cost
  }

  const r = relaxation(c)
  const open = c.allowed.slice()
  const plans = improver(c, best, open)
  const everyone = new Uint8Array(c.holders).fill(1)
  const root = ascend(c, r, firstPrices(c), () => (best.arcOf ? best.cost : guess(bound)), Number.POSITIVE_INFINITY, {
    steps: ROOT_STEPS,
    stride: 1,
    patience: 15,
    stop: over,
    onStep(step, value) {
      if (step % MEND_EVERY === 0) {
        const usable = a.atMost === undefined ? everyone : r.chosen.slice()
        plans.settle(mend(c, r, usable), usable)
      }
      proved(value)
    },
  })
  search(root)
  const arcOf = best.arcOf?.map((arc) => origin[arc] as number) ?? null
  return { arcOf, cost: arcOf ? best.cost : null, bound, optimal: bound === best.cost }

  /** Turns between looking for better plans and proving that there is none below an ever higher limit. */
  function search(from: Ascent): void {
    const branches = tree(c, r)
    const fix = fixer(c, r)
    let [settled, reach, limit, nodes] = [c.trail.length, 0, 0, -1]
    for (let round = 0; round < (effort.rounds ?? Number.POSITIVE_INFINITY) && !over(); round++) {
      plans.shakes(SHAKES, over)
      proved(bound)
      if (over()) return
      if (nodes < 0) {
        goBack(c, settled)
        if (best.arcOf && !fix(from.price, best.cost - 1)) {
          proved(best.cost)
          return
        }
        settled = c.trail.length
        open.set(c.allowed)
        limit = Math.min(best.cost - 1, bound + reach)
        nodes = 0
        branches.begin(limit, from)
      }
      const done = branches.go(NODES, () => over() || bound > limit)
      nodes += NODES
      const found = branches.found()
      if (found && found.cost < best.cost) Object.assign(best, found)
      if (done) {
        if (!best.arcOf && limit >= dearest(c)) throw noPlan()
        proved(found ? found.cost : limit + 1)
        if (nodes <= QUICK) reach = Math.max(1, reach * 2)
        nodes = -1
      } else proved(bound)
    }
  }
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

/** An aim for the prices while no plan is known. */
function guess(bound: number): number {
  return Number.isFinite(bound) ? bound + Math.abs(bound) * 0.03 + 1 : 1
}

/** What no plan costs more than. */
function dearest(c: Choices): number {
  let sum = 0
  for (let place = 0; place < c.places; place++) {
    let most = Number.NEGATIVE_INFINITY
    for (let arc = c.a.start[place] as number; arc < (c.a.start[place + 1] as number); arc++) {
      most = Math.max(most, c.a.cost[arc] as number)
    }
    sum += most
  }
  return sum
}

function noPlan() {
  return impossible('the whole', 'cannot be done: no way of giving out the places keeps the room of every holder')
}
