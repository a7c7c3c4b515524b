import { z } from 'zod'

/**
 * A list whose items are read one by one in the handler, each for its own receipt: as a schema of the route, one that is wrong
 * would refuse the others with it. Described as a list of `item`.
 */
export function eachOf(item: z.ZodType, most: number) {
  const { $schema, id, ...described } = z.toJSONSchema(item, { io: 'input', unrepresentable: 'any' })
  return z.array(z.unknown().meta(described)).min(1).max(most)
}

/** 200 where everything that was sent is safe, 207 where something was refused: its receipt says why. */
export function receiptStatus(kept: readonly string[]): 200 | 207 {
  return kept.includes('refused') ? 207 : 200
}
