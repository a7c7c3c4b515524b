import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { PlanPicturePage } from '../../client/picture.ts'
import { get } from './request.ts'

type Lines = z.output<typeof PlanPicturePage>['items']

/** So many lines of a plan are drawn: more are as many as the map has pixels for. */
export const MOST_WAYS = 20_000

/** A plan as the map draws it. `more`: it has more lines than are drawn. */
export function usePlanPicture(district: string, proposal: string) {
  return useQuery({
    queryKey: ['plan-picture', district, proposal],
    queryFn: ({ signal }) =>
      linesOf(`/districts/${encodeURIComponent(district)}/proposals/${proposal}/picture`, signal),
    meta: { topics: ['proposals'] },
  })
}

async function linesOf(path: string, signal: AbortSignal): Promise<{ lines: Lines; more: boolean }> {
  const lines: Lines = []
  for (let after: string | null = ''; after !== null && lines.length < MOST_WAYS; ) {
    const page: z.output<typeof PlanPicturePage> = await get(PlanPicturePage, path, { after }, signal)
    lines.push(...page.items)
    after = page.next
    if (after !== null && lines.length >= MOST_WAYS) return { lines, more: true }
  }
  return { lines, more: false }
}
