import type { Random } from '../../../base/random.ts'
import { type Ascent, ascend } from './ascend.ts'
import { type Choices, give, goBack, NOBODY } from './choices.ts'
import type { Fixer } from './fix.ts'
import { mend } from './mend.ts'
import type { Relaxation } from './relax.ts'
import type { Best, Improver } from './search.ts'

/** Before each stage the prices are pushed so many steps. */
const STEPS = 12
/** Of many holders several are settled at a time: in so many stages all are. */
const STAGES = 20
/** The prices that a dive begins with are off by up to such a part of what an arc costs in the mean: no two are the same. */
const NOISE = 0.05

/**
 * Makes a plan out of the relaxation a few holders at a time: those whose knapsacks agree best with all others keep what
 * they have to themselves, prices are pushed, what can no longer be in a better plan is ruled out, and so on to the end.
 * Knapsacks fill rooms to the last unit, which moving places about hardly ever does. The choices are as before afterwards.
 * Stopped on the way, it makes the plan of what it has by then.
 */
export function dive(
  c: Choices,
  r: Relaxation,
  { fix }: Fixer,
  plans: Improver,
  best: Best,
  from: Ascent,
  random: Random,
  stop: () => boolean,
): void {
  const trail = c.trail.length
  const usable = new Uint8Array(c.holders).fill(1)
  const scale = usualCost(c) * NOISE
  let ascent: Ascent = { price: from.price.map((price) => price + (random() - 0.5) * scale), bound: from.bound }
  for (;;) {
    const limit = best.cost - 1
    const aim = Number.isFinite(limit) ? limit : from.bound + Math.abs(from.bound) * 0.01
    ascent = ascend(c, r, ascent, () => aim, limit, { steps: STEPS, stride: 0.4, patience: 4, stop })
    if (stop() || ascent.bound > limit || !fix(ascent.price, limit) || !settleSome()) break
  }
  plans.settle(mend(c, r, usable), usable)
  goBack(c, trail)

  /** Settles those who agree best. False: nothing is left to be settled, or what was settled leaves no way. */
  function settleSome(): boolean {
    const agreeing: { holder: number; share: number }[] = []
    for (let holder = 0; holder < c.holders; holder++) {
      let [own, all] = [0, 0]
      for (let k = c.from[holder] as number; k < (c.from[holder + 1] as number); k++) {
        const arc = c.arcs[k] as number
        if (r.taken[arc] === 0 || c.given[c.placeOf[arc] as number] !== NOBODY) continue
        all++
        if (isOwn(arc)) own++
      }
      if (own > 0) agreeing.push({ holder, share: (own / all) * (0.7 + 0.6 * random()) })
    }
    agreeing.sort((x, y) => y.share - x.share || x.holder - y.holder)
    return agreeing.length > 0 && agreeing.slice(0, Math.ceil(c.holders / STAGES)).every(({ holder }) => settle(holder))
  }

  function settle(holder: number): boolean {
    for (let k = c.from[holder] as number; k < (c.from[holder + 1] as number); k++) {
      const arc = c.arcs[k] as number
      if (c.given[c.placeOf[arc] as number] === NOBODY && isOwn(arc) && !give(c, arc)) return false
    }
    return true
  }

  function isOwn(arc: number): boolean {
    return r.taken[arc] === 1 && r.off[c.placeOf[arc] as number] === 0 && c.allowed[arc] === 1
  }
}

function usualCost(c: Choices): number {
  let sum = 0
  for (const cost of c.a.cost) sum += Math.abs(cost)
  return sum / Math.max(1, c.a.cost.length)
}
