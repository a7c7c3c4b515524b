import { z } from 'zod'

/**
 * A list whose items are read one by one in the handler, each for its own receipt: as a schema of the route, one that is wrong
 * would refuse the others with it. Described as a list of `item`.
 */
export function eachOf(item: z.ZodType, most: number) {
  const { $schema, $defs = {}, ...root } = z.toJSONSchema(item, { io: 'input', unrepresentable: 'any' })
  const { id, ...described } = inPlace(root, $defs) as Record<string, unknown>
  return z.array(z.unknown().meta(described)).min(1).max(most)
}

const DEFS = '#/$defs/'

/** The schema with each named part where it is used: beside it, in the description of the API, nothing has `$defs`. */
function inPlace(schema: unknown, defs: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(schema)) return schema.map((part) => inPlace(part, defs))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, ...own } = schema as Record<string, unknown>
  const part = typeof $ref === 'string' && $ref.startsWith(DEFS) ? defs[$ref.slice(DEFS.length)] : undefined
  const whole = part === undefined ? schema : { ...(part as object), ...own }
  return Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, inPlace(value, defs)]))
}

/** 200 where everything that was sent is safe, 207 where something was refused: its receipt says why. */
export function receiptStatus(kept: readonly string[]): 200 | 207 {
  return kept.includes('refused') ? 207 : 200
}
