import { seeded } from '../../../base/random.ts'
import type { Ascent } from './ascend.ts'
import { type Choices, goBack, newChoices, settleAll } from './choices.ts'
import { dive } from './dive.ts'
import { type Fixer, fixer } from './fix.ts'
import { noPlan } from './prepare.ts'
import { type Relaxation, relaxation } from './relax.ts'
import type { Best, Improver } from './search.ts'
import { tree } from './tree.ts'

/** What is known so far, and those who can make more of it. */
export interface Work {
  c: Choices
  r: Relaxation
  root: Fixer
  plans: Improver
  best: Best
  /** Of each arc, whether the improver may use it. */
  open: Uint8Array
  over(): boolean
  /** Notes that every plan costs so much at least. */
  proved(bound: number): void
  bound(): number
}

/** In a round so many plans are shaken and so many nodes of the tree looked at. */
const SHAKES = 20
const NODES = 20
/** A limit that was looked through in fewer nodes is followed by one twice as far from the bound. */
const QUICK = 200
/** Dives before the first look into the tree; then there is one a round. */
const DIVES = 6
const SEED = 9
/** While there is no plan: so much of the bound. */
const BLIND = 0.01
/** The improver keeps so many arcs of a place: those with which plans can be cheapest. */
const NEAR = 5

/** One way through the tree: for plans of this cost or less. */
interface Attempt {
  limit: number
  spent: number
}

/**
 * Turns between shaking plans, diving for others and looking through the tree at the bound, where it ends soon and raises
 * the bound; the sooner it ends, the farther above the bound it looks the next time.
 */
export function closeGap(work: Work, from: Ascent, rounds = Number.POSITIVE_INFINITY): void {
  const { c, r, root, plans, best, over, proved, bound } = work
  const branches = tree(c, r)
  const dives = divesOf(work, from)
  let settled = c.trail.length
  let attempt: Attempt | null = null
  let [reach, blind] = [0, 1]

  for (let round = 0; round < rounds && !over(); round++) {
    plans.shakes(SHAKES)
    for (let k = round === 0 ? DIVES : 1; k > 0 && !over(); k--) dives()
    proved(bound())
    if (over()) return
    // A better plan makes the limit meaningless that was above it.
    if (attempt && attempt.limit >= best.cost) attempt = null
    attempt ??= begin()
    if (!attempt) {
      proved(best.cost)
      return
    }
    const { limit } = attempt
    const done = branches.go(NODES, () => over() || bound() > limit)
    attempt.spent += NODES
    const found = branches.found()
    if (found && found.cost < best.cost) Object.assign(best, found)
    if (!done) {
      proved(bound())
      continue
    }
    if (!best.arcOf && limit >= dearest(c)) throw noPlan()
    proved(found ? found.cost : limit + 1)
    if (attempt.spent <= QUICK) reach = Math.max(1, reach * 2)
    blind *= 2
    attempt = null
  }

  /** The next attempt, from the root; null: nothing is left that could be cheaper than the best. */
  function begin(): Attempt | null {
    goBack(c, settled)
    if (!root.fix(from.price, best.cost - 1)) return null
    settled = c.trail.length
    work.open.set(near(c, root))
    const room = Math.ceil(Math.abs(bound()) * BLIND * blind)
    const limit = bound() + (best.arcOf ? Math.min(best.cost - 1 - bound(), reach) : room)
    branches.begin(limit, from)
    return { limit, spent: 0 }
  }
}

/** Dives, each another; among choices of their own, since the tree is in the middle of its. */
function divesOf({ c, plans, best, over }: Work, from: Ascent): () => void {
  // Where only some holders may be used, one holder's knapsack says little of who the others are.
  if (c.a.atMost !== undefined) return () => {}
  const own = newChoices(c.a)
  settleAll(own)
  const r = relaxation(own)
  const fix = fixer(own, r)
  const random = seeded(SEED)
  return () => dive(own, r, fix, plans, best, from, random, over)
}

/**
 * The arcs that are best for their places, as they were judged last. Where only some holders may be used, all: who they
 * are is not known yet.
 */
export function near(c: Choices, { least }: Fixer): Uint8Array {
  if (c.a.atMost !== undefined) return c.allowed
  const mask = c.allowed.slice()
  for (let place = 0; place < c.places; place++) {
    if ((c.left[place] as number) <= NEAR) continue
    const arcs: number[] = []
    for (let arc = c.a.start[place] as number; arc < (c.a.start[place + 1] as number); arc++) {
      if (mask[arc] === 1) arcs.push(arc)
    }
    arcs.sort((x, y) => (least[x] as number) - (least[y] as number) || x - y)
    for (const arc of arcs.slice(NEAR)) mask[arc] = 0
  }
  return mask
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
