import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { OverviewShape } from '../../client/live.ts'
import { BoardShape } from '../../client/picture.ts'
import { useLooking } from '../looking.ts'
import { addressOf } from './address.ts'
import { boardKey } from './board.ts'
import { overviewKey } from './overview.ts'

/** How the connection is: `since` is when it came or went. */
export interface Live {
  state: 'wait' | 'live' | 'lost'
  since: Date
}

const Change = z.object({ topics: z.array(z.string()) })

/**
 * Follows what happens where one looks, for as long as one looks at now. The server sends the picture and the overview
 * whole whenever they change, and says of what else changed by topic; whatever was read under such a topic
 * (`meta.topics`) is then stale. A browser that lost its connection comes back by itself and says what it saw last.
 */
export function useLive(): Live {
  const { tree, node, lane, at } = useLooking()
  const queries = useQueryClient()
  const [live, setLive] = useState<Live>(() => ({ state: 'wait', since: new Date() }))
  const past = at !== null
  useEffect(() => {
    if (past) return
    const look = { tree, node, lane, at: null }
    const events = new EventSource(addressOf('/live', { tree, node, lane }))
    const to = (state: Live['state']) =>
      setLive((before) => (before.state === state ? before : { state, since: new Date() }))
    const on = (name: string, act: (data: unknown) => void) =>
      events.addEventListener(name, (event) => {
        to('live')
        act(JSON.parse(event.data))
      })
    events.onopen = () => to('live')
    events.onerror = () => to('lost')
    // The first of each is mostly what was read a moment before: only its own moment differs, and nothing is drawn anew.
    const put = (key: readonly unknown[], next: object) =>
      queries.setQueryData(key, (before?: object) => (before && sameButWhen(before, next) ? before : next))
    on('board', (data) => put(boardKey(look), BoardShape.parse(data)))
    on('overview', (data) => put(overviewKey(look), OverviewShape.parse(data)))
    on('change', (data) => {
      const { topics } = Change.parse(data)
      const stale = (own: unknown) => Array.isArray(own) && own.some((topic) => topics.includes(topic))
      // The picture and the overview come whole in events of their own.
      const sent = new Set([boardKey(look), overviewKey(look)].map((key) => JSON.stringify(key)))
      void queries.invalidateQueries({
        predicate: (q) => stale(q.meta?.topics) && !sent.has(JSON.stringify(q.queryKey)),
      })
    })
    on('reset', () => void queries.invalidateQueries())
    return () => events.close()
  }, [tree, node, lane, past, queries])
  return live
}

/** Whether two readings tell the same, but for the moment at which they were read. */
function sameButWhen(a: object, b: object): boolean {
  return JSON.stringify({ ...a, at: null }) === JSON.stringify({ ...b, at: null })
}
