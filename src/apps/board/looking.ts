import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { createContext, useContext, useMemo } from 'react'
import { z } from 'zod'

/**
 * What is being looked at: part of every address, so that any screen can be sent to somebody who then sees the same.
 * `at` is left out for now. `map` is zoom/latitude/longitude/wishes (map/view.ts).
 */
export const Looking = z.object({
  tree: z.enum(['area', 'unit']).optional().catch(undefined),
  node: z.string().max(80).optional().catch(undefined),
  lane: z.string().max(80).optional().catch(undefined),
  at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  map: z.string().max(100).optional().catch(undefined),
})
export type Looking = z.output<typeof Looking>

/** What screens ask: the defaults are filled in, but for the node, which is the top of its tree when left out. */
export interface Look {
  tree: 'area' | 'unit'
  node: string | null
  lane: string
  /** The moment looked at; null: now, and live. */
  at: Date | null
}

const root = getRouteApi('__root__')

/** What an address looks at. */
export function lookOf({ tree, node, lane, at }: Looking): Look {
  return { tree: tree ?? 'area', node: node ?? null, lane: lane ?? 'actual', at: at ? new Date(at) : null }
}

/** What is looked at, and a way to look at something else: what is not named stays as it is. */
export interface LookingAt extends Look {
  look: (change: Partial<Look>, replace?: boolean) => void
}

/** Read from the address once for the whole screen: every row of it asks. */
export const LookingContext = createContext<LookingAt | null>(null)

export function useLooking(): LookingAt {
  const looking = useContext(LookingContext)
  if (!looking) throw new Error('one looks inside <Shell>')
  return looking
}

/** The same as the address has it, for whoever gives it to all the others. */
export function useLookingOfAddress(): LookingAt {
  const search = root.useSearch()
  const navigate = useNavigate()
  return useMemo(() => {
    const look: LookingAt['look'] = (change, replace = false) => {
      const next = searchOf(change)
      void navigate({ to: '.', search: (before: Looking) => ({ ...before, ...next }), replace })
    }
    return { ...lookOf(search), look }
  }, [search, navigate])
}

/** The part of an address that says what is looked at; what is at its default is left out. */
export function searchOf({ tree, node, lane, at }: Partial<Look>): Looking {
  return {
    ...(tree !== undefined && { tree: tree === 'area' ? undefined : tree }),
    ...(node !== undefined && { node: node ?? undefined }),
    ...(lane !== undefined && { lane: lane === 'actual' ? undefined : lane }),
    ...(at !== undefined && { at: at?.toISOString() }),
  }
}
