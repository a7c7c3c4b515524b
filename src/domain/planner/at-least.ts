import type { Assigned } from './assign.ts'
import type { PlanWatch } from './model.ts'

/** What is known of the holders before anything is assigned, by their numbers. */
interface Holders {
  /** Places that whoever is used should carry. */
  least: number
  room: Int32Array
  carried: Int32Array
  /** Who has been given a place by hand, and is not taken out of use. */
  locked: ReadonlySet<number>
}

export interface AtLeast extends Assigned {
  /** Who carries fewer all the same. */
  below: number[]
  /** Metres that the plan costs more than the best one that does not ask for it. */
  loss: number
}

/** Plans made at most: for each holder who proves to be needed a few are. */
const MOST_PLANS = 60

/**
 * Of those who would carry fewer than they should, the lighter half is taken out of use, and it is solved again; and so on,
 * until nobody is left who does. Where a place would then have nobody they come back, and fewer are tried; whoever is needed
 * alone carries what there is. This need not find the best choice of whom to use, which is a hard problem of its own; `loss`
 * bounds by how much it falls short.
 */
export function atLeastEach(
  solve: (room: Int32Array) => Assigned,
  { least, room, carried, locked }: Holders,
  watch: PlanWatch,
): AtLeast {
  const free = solve(room)
  const served = (plan: Assigned) => plan.given.reduce((sum, own) => sum + own.length, 0)
  const open = room.slice()
  const needed = new Set(locked)
  let plan = free
  let most = Number.POSITIVE_INFINITY
  for (let plans = 0; ; plans++) {
    const light = lightOf(plan)
    const spare = light.filter(([h]) => !needed.has(h)).map(([h]) => h)
    if (spare.length === 0 || plans === MOST_PLANS || watch.stop?.()) {
      return { ...plan, below: light.map(([h]) => h), loss: plan.cost - free.cost }
    }
    const out = spare.slice(0, Math.min(most, Math.ceil(spare.length / 2)))
    for (const h of out) open[h] = 0
    const without = solve(open)
    if (served(without) === served(free)) {
      plan = without
      most = Number.POSITIVE_INFINITY
      continue
    }
    for (const h of out) open[h] = room[h] as number
    most = Math.ceil(out.length / 2)
    if (out.length === 1) needed.add(out[0] as number)
  }

  /** Those who carry something and too little, the lightest first. */
  function lightOf({ given }: Assigned): [holder: number, load: number][] {
    const load = new Map<number, number>()
    for (const own of given) for (const h of own) load.set(h, (load.get(h) ?? carried[h] ?? 0) + 1)
    return [...load].filter(([, n]) => n < least).sort((a, b) => a[1] - b[1] || a[0] - b[0])
  }
}
