import { seeded } from '../../../base/random.ts'
import type { Ascent } from './ascend.ts'
import { type Choices, goBack } from './choices.ts'
import { dive } from './dive.ts'
import type { Fixer } from './fix.ts'
import { noPlan } from './prepare.ts'
import type { Relaxation } from './relax.ts'
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
/** Nodes of the first attempt to prove that there is no plan at the bound, if a node costs no more than with so many arcs. */
const PROOF = 200
const USUAL_ARCS = 1000
/** Dives before an attempt, at first. */
const DIVES = 6
const SEED = 9
/** While there is no plan: so much of the bound. */
const BLIND = 0.01
/** The improver keeps so many arcs of a place: those with which plans can be cheapest. */
const NEAR = 5

/** One way through the tree: for plans of this cost or less, and for so many nodes. */
interface Attempt {
  limit: number
  nodes: number
  spent: number
}

/**
 * Turns between shaking plans, diving for others and looking through the tree at the bound, where it ends soon and raises
 * the bound; each time round for twice as long.
 */
export function closeGap(work: Work, from: Ascent, rounds = Number.POSITIVE_INFINITY): void {
  const { c, r, root, plans, best, over, proved, bound } = work
  const branches = tree(c, r)
  const random = seeded(SEED)
  let settled = c.trail.length
  let attempt: Attempt | null = null
  let [times, dived, reach] = [1, 0, 0]

  for (let round = 0; round < rounds && !over(); round++) {
    plans.shakes(SHAKES)
    proved(bound())
    if (over()) return
    if (!attempt && c.a.atMost === undefined && times !== dived) {
      dived = times
      goBack(c, settled)
      for (let k = 0; k < DIVES * times && !over(); k++) dive(c, r, root, plans, best, from, random)
      proved(bound())
    }
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
    if (done) {
      if (!best.arcOf && limit >= dearest(c)) throw noPlan()
      proved(found ? found.cost : limit + 1)
      if (attempt.spent <= QUICK) reach = Math.max(1, reach * 2)
      attempt = null
    } else {
      proved(bound())
      if (attempt.spent < attempt.nodes) continue
      attempt = null
      times *= 2
    }
  }

  /** The next attempt, from the root; null: nothing is left that could be cheaper than the best. */
  function begin(): Attempt | null {
    goBack(c, settled)
    if (!root.fix(from.price, best.cost - 1)) return null
    settled = c.trail.length
    work.open.set(near(c, root))
    const room = best.arcOf ? best.cost - 1 - bound() : Math.ceil(Math.abs(bound()) * BLIND * times)
    const limit = bound() + Math.min(room, best.arcOf ? reach : room)
    branches.begin(limit, from)
    return {
      limit,
      nodes: times * Math.max(NODES, Math.round((PROOF * USUAL_ARCS) / Math.max(USUAL_ARCS, c.allowed.length))),
      spent: 0,
    }
  }
}

/** The arcs that are best for their places, as they were judged last. Where only some holders may be used, all: who they are is not known yet. */
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
