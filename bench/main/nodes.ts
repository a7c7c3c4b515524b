import { type Random, seeded } from '../../src/base/random.ts'
import { percentile } from '../harness/timing.ts'

/** A node to look at, and on which level of its tree it is. */
export interface Node {
  tree: 'area' | 'unit'
  node: string
  kind: string
}

/**
 * Nodes drawn from a seed, each level as often as the others: the nation's few provinces, which have the most below them,
 * count as much as its hundreds of thousands of villages.
 */
export function drawNodes(all: readonly Node[], count: number, seed: number): Node[] {
  const random = seeded(seed)
  const levels = [...Map.groupBy(all, (n) => `${n.tree} ${n.kind}`).values()]
  return Array.from({ length: count }, (_, i) => pick(levels[i % levels.length] as Node[], random))
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T
}

/** p95 of each level, in milliseconds: where a figure comes from. */
export function byLevel(nodes: readonly Node[], times: readonly number[]): Record<string, number> {
  const groups = Map.groupBy(nodes.keys(), (i) => `${nodes[i]?.tree} ${nodes[i]?.kind}`)
  return Object.fromEntries(
    [...groups].map(([level, own]) => [
      level,
      Math.round(
        percentile(
          own.map((i) => times[i] as number),
          0.95,
        ) * 10,
      ) / 10,
    ]),
  )
}
