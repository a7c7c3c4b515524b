import type { Look } from '../looking.ts'

type View = Pick<Look, 'lane' | 'at'>

/** From which lane and of which moment an answer is, and of what where that matters, as its query notes it (`meta.view`). */
export const viewOf = ({ lane, at }: View, of = ''): string => `${lane} ${at?.toISOString() ?? 'now'} ${of}`

/**
 * While another node's answer is read, the last one stays in sight, if it is of the same lane and moment: figures of real life or of now
 * never stand under the banner of an exercise or of the past, nor the other way round.
 */
export function keepWithin(view: View, of?: string) {
  const wanted = viewOf(view, of)
  return <Answer>(
    last: Answer | undefined,
    query: { meta: Record<string, unknown> | undefined } | undefined,
  ): Answer | undefined => (query?.meta?.view === wanted ? last : undefined)
}
