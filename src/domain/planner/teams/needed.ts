import type { Candidate, TeamAsk, Wish } from './model.ts'

/**
 * How many others at most stand in the way of one who could come: those in the team already, each with all of a small branch,
 * of which `largest` may come at most.
 */
export const inTheWay = (size: number, largest: number): number => (size - 1) * Math.max(1, largest)

/**
 * Those whom the best team may need, of people in the order of their costs. Whoever has more people before them who can do
 * all that they can than could ever stand in the way is needed for none: one of those could come instead, for no more.
 */
export function needed(people: readonly Candidate[], wishes: readonly Wish[], ask: TeamAsk): Candidate[] {
  const must = new Set(ask.must)
  const small = people.filter(({ unitMembers }) => unitMembers < ask.smallBelow)
  const largest = Math.max(0, ...[...Map.groupBy(small, ({ unit }) => unit).values()].map((all) => all.length))
  const most = inTheWay(ask.size, largest)
  const before = new Map<number, number>()
  return people.filter((one) => {
    const can = wishes.reduce((bits, wish, i) => bits | (wish.has(one) ? 1 << i : 0), 0)
    let better = 0
    for (const [bits, count] of before) if ((bits & can) === can) better += count
    const stays = better <= most || must.has(one.id)
    if (stays) before.set(can, (before.get(can) ?? 0) + 1)
    return stays
  })
}
