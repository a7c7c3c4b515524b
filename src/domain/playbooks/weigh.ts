import type { Rule } from './model.ts'

/** What a place counts of what its holder may carry: a whole number from 1. What is not known of it counts as little. */
export function weigh(
  { weight }: Rule,
  { people, lengthM }: { people: number | null; lengthM: number | null },
): number {
  if (!weight) return 1
  const parts = 'people' in weight ? (people ?? 0) / weight.people : (lengthM ?? 0) / weight.perM
  return Math.max(1, Math.ceil(parts - 1e-6))
}
