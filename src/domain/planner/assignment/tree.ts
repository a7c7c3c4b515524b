import { type Ascent, ascend } from './ascend.ts'
import { type Choices, give, goBack, NOBODY, shut, use } from './choices.ts'
import { fixer } from './fix.ts'
import { hair, type Relaxation } from './relax.ts'

/** A choice that was made, and what is still to be tried in its stead. */
interface Node {
  /** How long the trail was before. */
  trail: number
  ascent: Ascent
  /** Arcs of one place, the most hopeful last. */
  arcs: number[]
  /** Instead of arcs: a holder that is used, then one that is not. */
  holder: number
}

/** The prices are pushed so many steps at a node: more proves more, but most nodes need little. */
const STEPS = 40

/**
 * Looks through all plans that cost `limit` or less, depth first, with the bound at every node and all arcs ruled out that
 * it allows to. It goes on by so many nodes at a time and can be left at any.
 */
export interface Tree {
  /** Begins anew with this limit, from the choices as they are. */
  begin(limit: number, from: Ascent): void
  /** Looks at so many nodes. True: there is nothing left to look at. */
  go(nodes: number, stop: () => boolean): boolean
  /** The cheapest plan that was found, if any; the limit is one less than its cost. */
  found(): { arcOf: Int32Array; cost: number } | null
}

export function tree(c: Choices, r: Relaxation): Tree {
  const { fix } = fixer(c, r)
  const nodes: Node[] = []
  let limit = 0
  let best: { arcOf: Int32Array; cost: number } | null = null
  let fresh: Ascent | null = null
  let stopping: () => boolean = () => false
  /** A node was left half looked at: nothing can be said of what is below it any more. */
  let broken = false

  return {
    begin(to, from) {
      limit = to
      best = null
      nodes.length = 0
      fresh = from
    },
    found: () => best,
    go(count, stop) {
      stopping = stop
      for (let k = 0; k < count && !stop() && !broken; k++) {
        if (fresh) {
          const from = fresh
          fresh = null
          look(from)
        } else if (!another()) return true
      }
      return !broken && fresh === null && nodes.length === 0
    },
  }

  /** The next branch of the deepest choice that has one. */
  function another(): boolean {
    const node = nodes.at(-1)
    if (!node) return false
    goBack(c, node.trail)
    if (node.holder !== NOBODY) {
      const { holder } = node
      nodes.pop()
      if (shut(c, holder)) look(node.ascent)
      else goBack(c, node.trail)
      return true
    }
    const arc = node.arcs.pop() as number
    if (node.arcs.length === 0) nodes.pop()
    if (give(c, arc)) look(node.ascent)
    else goBack(c, node.trail)
    return true
  }

  function look(from: Ascent): void {
    const push = { steps: STEPS, stride: 0.5, patience: 4, stop: stopping }
    let ascent = from
    for (;;) {
      const open = c.trail.length
      ascent = ascend(c, r, ascent, () => limit + 1, limit + hair(limit), push)
      if (ascent.bound > limit + hair(limit)) return
      if (stopping()) {
        broken = true
        return
      }
      if (!fix(ascent.price, limit)) return
      note()
      if (c.paid > limit) return
      if (!c.given.includes(NOBODY)) return
      // Where much was ruled out the prices can rise again at once.
      if (c.trail.length - open < c.places / 8) break
    }
    branch(ascent)
  }

  /** Takes down a plan, where the relaxation or what is settled has become one. */
  function note(): void {
    let cost = c.paid
    const arcOf = c.given.slice()
    for (let place = 0; place < c.places; place++) {
      if (arcOf[place] !== NOBODY) continue
      if (r.off[place] !== 0) return
      for (let arc = c.a.start[place] as number; arc < (c.a.start[place + 1] as number); arc++) {
        const part = r.taken[arc] as number
        if (part > 0 && part < 1) return
        if (part === 1) arcOf[place] = arc
      }
      if (arcOf[place] === NOBODY) return
      cost += c.a.cost[arcOf[place] as number] as number
    }
    // What was just ruled out may have left the relaxation behind: what it took need no longer fit beside what is given.
    const room = c.a.capacity.slice()
    for (const arc of arcOf) {
      const holder = c.a.to[arc] as number
      room[holder] = (room[holder] as number) - (c.a.load[arc] as number)
      if ((room[holder] as number) < 0) return
    }
    if (c.a.atMost !== undefined && new Set(Array.from(arcOf, (arc) => c.a.to[arc])).size > c.a.atMost) return
    if (cost > limit) return
    best = { arcOf, cost }
    limit = cost - 1
  }

  function branch(ascent: Ascent): void {
    const trail = c.trail.length
    if (c.a.atMost !== undefined && c.usedCount < c.a.atMost) {
      const holder = holderToTry()
      if (holder !== NOBODY) {
        nodes.push({ trail, ascent, arcs: [], holder })
        if (use(c, holder)) look(ascent)
        else goBack(c, trail)
        return
      }
    }
    const place = placeToTry()
    const arcs: number[] = []
    for (let arc = c.a.start[place] as number; arc < (c.a.start[place + 1] as number); arc++) {
      if (c.allowed[arc] === 1) arcs.push(arc)
    }
    const worth = (arc: number) => (r.taken[arc] as number) * 1e6 - (c.a.cost[arc] as number)
    arcs.sort((x, y) => worth(x) - worth(y) || y - x)
    nodes.push({ trail, ascent, arcs, holder: NOBODY })
  }

  /** Of the places that are still open the one with the fewest arcs; of these one the relaxation is wrong about. */
  function placeToTry(): number {
    let [best, least] = [NOBODY, Number.POSITIVE_INFINITY]
    for (let place = 0; place < c.places; place++) {
      if (c.given[place] !== NOBODY) continue
      const key = (c.left[place] as number) * 4 - Math.min(3, Math.abs(r.off[place] as number))
      if (key < least) [best, least] = [place, key]
    }
    return best
  }

  /** The holder worth most of those that the relaxation uses and that are not certain yet. */
  function holderToTry(): number {
    let [best, most] = [NOBODY, 0]
    for (let h = 0; h < c.holders; h++) {
      if (r.chosen[h] === 0 || c.used[h] === 1 || (r.worth[h] as number) <= most) continue
      best = h
      most = r.worth[h] as number
    }
    return best
  }
}
