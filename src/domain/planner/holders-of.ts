import { type Point, positionsOf } from './arcs/points.ts'
import { type HolderTree, holderTree } from './holder-tree.ts'
import type { PlanHolder, PlanProblem, UnservedReason } from './model.ts'

export type TreeFor = (qualified: readonly string[] | undefined) => HolderTree

/** A tree for each list of qualified holders; `qualified` is told apart by the array itself, not by what is in it. */
export function treesOf(
  holders: readonly PlanHolder[],
  numbers: ReadonlyMap<string, number>,
  room: Float64Array,
): TreeFor {
  const positions = positionsOf(holders.map((holder) => holder.at))
  const trees = new Map<readonly string[] | undefined, HolderTree>()
  return (qualified) => {
    let tree = trees.get(qualified)
    if (!tree) {
      tree = holderTree(Int32Array.from(qualifiedOf(qualified, numbers)), positions, room)
      trees.set(qualified, tree)
    }
    return tree
  }
}

/** The numbers of those who qualify; all, where no list says who. */
export function qualifiedOf(
  qualified: readonly string[] | undefined,
  numbers: ReadonlyMap<string, number>,
): Iterable<number> {
  return qualified ? new Set(qualified.flatMap((id) => numbers.get(id) ?? [])) : numbers.values()
}

/** The holders that each place may not be given: those excluded, and those locked to it, who are given already. */
export function skipsOf(problem: PlanProblem, numbers: ReadonlyMap<string, number>): Map<string, Set<number>> {
  const skips = new Map<string, Set<number>>()
  for (const { place, holder } of [...(problem.exclude ?? []), ...(problem.locks ?? [])]) {
    const number = numbers.get(holder)
    if (number === undefined) continue
    const skip = skips.get(place)
    if (skip) skip.add(number)
    else skips.set(place, new Set([number]))
  }
  return skips
}

/** Why a place has too few: the first that is true of those who are not in `skip`. */
export function reasonFor(tree: HolderTree, at: Point, limit: number, skip: ReadonlySet<number>): UnservedReason {
  if (!tree.anyone(at, Number.POSITIVE_INFINITY, skip)) return 'nobody-qualified'
  return tree.anyone(at, limit, skip) ? 'no-capacity-left' : 'nobody-within-reach'
}

/** By code unit, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
