import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { BeatEvent, OverviewShape } from '../../client/live.ts'
import { BoardShape } from '../../client/picture.ts'
import { useLooking } from '../looking.ts'
import { addressOf } from './address.ts'
import { boardKey } from './board.ts'
import { type EventLine, openEventLine } from './event-line.ts'
import { afterBeat, asLive, asLost, type Live } from './how-live.ts'
import { overviewKey } from './overview.ts'

const Change = z.object({ topics: z.array(z.string()) })
const NAMES = ['board', 'overview', 'change', 'reset', 'beat']

/** How the connection is, for the whole board. */
export const LiveContext = createContext<Live & { tryNow: () => void }>({
  state: 'wait',
  since: new Date(0),
  nextAt: null,
  lag: null,
  tryNow: () => {},
})

export const useLive = () => useContext(LiveContext)

/**
 * Follows what happens where one looks, for as long as one looks at now. The server sends the picture and the overview
 * whole whenever they change, and says of what else changed by topic; whatever was read under such a topic
 * (`meta.topics`) is then stale. A line that was lost is opened again (event-line.ts) and goes on after what came last.
 */
export function useLiveLine(): Live & { tryNow: () => void } {
  const { tree, node, lane, at } = useLooking()
  const queries = useQueryClient()
  const [live, setLive] = useState<Live>(() => ({ state: 'wait', since: new Date(), nextAt: null, lag: null }))
  const line = useRef<EventLine | null>(null)
  const past = at !== null
  useEffect(() => {
    if (past) return
    // Of what is looked at now nothing is known yet.
    setLive((before) => (before.state === 'lost' ? before : { ...asLive(before), state: 'wait' }))
    const look = { tree, node, lane, at: null }
    // The first of each is mostly what was read a moment before: only its own moment differs, and nothing is drawn anew.
    const put = (key: readonly unknown[], next: object) =>
      queries.setQueryData(key, (before?: object) => (before && sameButWhen(before, next) ? before : next))
    const on: Record<string, (data: unknown) => void> = {
      board: (data) => put(boardKey(look), BoardShape.parse(data)),
      overview: (data) => put(overviewKey(look), OverviewShape.parse(data)),
      change(data) {
        const { topics } = Change.parse(data)
        const stale = (own: unknown) => Array.isArray(own) && own.some((topic) => topics.includes(topic))
        // The picture and the overview come whole in events of their own.
        const sent = new Set([boardKey(look), overviewKey(look)].map((key) => JSON.stringify(key)))
        void queries.invalidateQueries({
          predicate: (q) => stale(q.meta?.topics) && !sent.has(JSON.stringify(q.queryKey)),
        })
      },
      reset: () => void queries.invalidateQueries(),
      beat: (data) => setLive((before) => afterBeat(before, BeatEvent.parse(data), new Date())),
    }
    const opened = openEventLine((after) => addressOf('/live', { tree, node, lane, after }), NAMES, {
      heard: (name, data) => on[name]?.(JSON.parse(data)),
      opened(anew) {
        setLive((before) => (before.state === 'behind' ? before : asLive(before)))
        // What could not be read meanwhile is read now; without an id to go on from, everything is.
        void queries.invalidateQueries(anew ? {} : { predicate: (q) => q.state.status === 'error' })
      },
      lost: (since, nextAt) => setLive((before) => asLost(before, since, nextAt)),
    })
    line.current = opened
    return () => opened.close()
  }, [tree, node, lane, past, queries])
  const tryNow = useCallback(() => line.current?.tryNow(), [])
  return { ...live, tryNow }
}

/** Whether two readings tell the same, but for the moment at which they were read. */
function sameButWhen(a: object, b: object): boolean {
  return JSON.stringify({ ...a, at: null }) === JSON.stringify({ ...b, at: null })
}
