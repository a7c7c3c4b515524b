import type { z } from 'zod'
import { SECOND } from '../../../base/clock.ts'
import type { Change } from '../../../domain/audit/changes.ts'
import { ACTUAL, actorText, type Viewer } from '../../../domain/audit/model.ts'
import { ALL } from '../../../domain/audit/topics.ts'
import type { BeatEvent, ChangeEvent } from '../../client/live.ts'
import type { Context } from '../context.ts'
import { frame } from './frame.ts'
import { boardText, overviewText, reachFor, type Seen } from './pictures.ts'
import type { Watcher } from './watcher.ts'

/** A topic is read anew at most so often, however fast its rows change: twice a second is as live as eyes are. */
const REST_MS = 500
/** Who watches takes the connection for lost after three that did not come (`SILENT_MS` of the board). */
const BEAT_MS = 5 * SECOND

/** Those who watch the same node in the same lane, and what they were sent last. */
interface Topic {
  seen: Seen
  viewer: Viewer
  /** Changes of these are of interest; null: of every district in the lane. */
  districts: readonly string[] | null
  watchers: Set<Watcher>
  board: string
  overview: string
  boardFrame: Buffer | null
  overviewFrame: Buffer | null
  /** By `performance.now()`: since when what was sent last is older than a change; null: it is not. */
  staleFrom: number | null
  reading: Promise<void> | null
  /** The same of the change that the read under way will show. */
  readingFrom: number | null
  readAt: number
  timer: NodeJS.Timeout | undefined
}

/** Brings what changes to those who watch: one read and one text for all who watch the same. */
export interface Hub {
  /** Begins to send a node's pictures and changes; `after` is the id of the last event that was received. */
  join(viewer: Viewer, seen: Seen, watcher: Watcher, after: string | undefined): Promise<void>
  close(): void
}

export function openHub(parts: Context, onFault: (error: unknown) => void): Hub {
  const { feed, health } = parts
  const topics = new Map<string, Topic>()
  const watchers = new Set<Watcher>()
  let stamp = ''
  let unfollow: (() => void) | null = null
  let beat: NodeJS.Timeout | undefined

  function onChange(changes: readonly Change[], id: string): void {
    stamp = id
    for (const topic of topics.values()) {
      const own = changes.filter((c) => concerns(topic, c))
      if (own.length === 0) continue
      sendAll(topic, changeFrame(own, id))
      topic.staleFrom ??= performance.now()
      schedule(topic)
    }
  }

  /** Reads a topic anew as soon as it has rested; a change that comes in meanwhile makes it be read once more. */
  function schedule(topic: Topic): void {
    if (topic.timer !== undefined || topic.reading !== null || topic.watchers.size === 0) return
    const rest = Math.max(0, topic.readAt + REST_MS - performance.now())
    topic.timer = setTimeout(() => {
      topic.timer = undefined
      refresh(topic).catch(onFault)
    }, rest)
  }

  function refresh(topic: Topic): Promise<void> {
    topic.reading ??= read(topic).finally(() => {
      topic.reading = null
      if (topic.staleFrom !== null) schedule(topic)
    })
    return topic.reading
  }

  async function read(topic: Topic): Promise<void> {
    topic.readAt = performance.now()
    const staleFrom = topic.staleFrom
    topic.staleFrom = null
    topic.readingFrom = staleFrom
    try {
      const [board, overview] = [
        await boardText(parts, topic.viewer, topic.seen),
        await overviewText(parts, topic.viewer, topic.seen),
      ]
      if (!sameButMoment(board, topic.board)) {
        topic.boardFrame = frame('board', board, stamp)
        sendAll(topic, topic.boardFrame)
      }
      if (overview !== topic.overview) {
        topic.overviewFrame = frame('overview', overview, stamp)
        sendAll(topic, topic.overviewFrame)
      }
      Object.assign(topic, { board, overview })
    } catch (error) {
      topic.staleFrom = staleFrom ?? topic.readAt
      throw error
    } finally {
      topic.readingFrom = null
    }
  }

  function leave(topic: Topic, key: string, watcher: Watcher): void {
    watchers.delete(watcher)
    topic.watchers.delete(watcher)
    if (topic.watchers.size === 0) {
      clearTimeout(topic.timer)
      if (topics.get(key) === topic) topics.delete(key)
    }
    if (watchers.size === 0) {
      unfollow?.()
      unfollow = null
      clearInterval(beat)
    }
  }

  function beatAll(): void {
    const databaseS = secondsOf(health.unansweredMs())
    const looked = health.last()
    const due = looked?.oldestDue?.at
    const engineS = looked && due ? secondsOf(looked.at.getTime() - due.getTime()) : 0
    for (const topic of topics.values()) {
      const from = topic.readingFrom ?? topic.staleFrom
      const event: z.output<typeof BeatEvent> = {
        pictureS: from === null ? 0 : secondsOf(performance.now() - from),
        databaseS,
        engineS: topic.seen.lane === ACTUAL ? engineS : 0,
      }
      const beat = frame('beat', JSON.stringify(event), '')
      for (const watcher of topic.watchers) watcher.beat(beat)
    }
  }

  /** Everything, to one who has just come or has fallen behind. */
  function sendWhole(topic: Topic, watcher: Watcher): void {
    for (const one of [topic.boardFrame, topic.overviewFrame]) if (one) watcher.send(one)
  }

  return {
    async join(viewer, seen, watcher, after) {
      const reach = await reachFor(parts, seen)
      const since = after === undefined ? undefined : await feed.since(after)
      stamp = await feed.mark()
      const key = JSON.stringify([actorText(viewer), seen.tree, seen.node ?? null, seen.lane])
      const topic = topics.get(key) ?? newTopic(viewer, seen, reach && !reach.above ? [reach.district] : null)
      topics.set(key, topic)
      topic.watchers.add(watcher)
      watchers.add(watcher)
      unfollow ??= feed.follow(onChange)
      if (watchers.size === 1) beat = setInterval(beatAll, BEAT_MS).unref()
      watcher.onLeave(() => leave(topic, key, watcher))
      watcher.onCaughtUp(() => sendWhole(topic, watcher))
      if (since === null) watcher.send(frame('reset', '{}', stamp))
      const missed = since?.changes.filter((c) => concerns(topic, c)) ?? []
      if (since && missed.length > 0) watcher.send(changeFrame(missed, since.id))
      // What was read before is sent at once; what is stale is on its way to all, this one among them.
      if (topic.boardFrame) sendWhole(topic, watcher)
      else await refresh(topic)
    },
    close() {
      clearInterval(beat)
      unfollow?.()
      for (const topic of topics.values()) clearTimeout(topic.timer)
      for (const watcher of [...watchers]) watcher.end()
    },
  }
}

function newTopic(viewer: Viewer, seen: Seen, districts: readonly string[] | null): Topic {
  return {
    seen,
    viewer,
    districts,
    watchers: new Set(),
    board: '',
    overview: '',
    boardFrame: null,
    overviewFrame: null,
    staleFrom: null,
    reading: null,
    readingFrom: null,
    readAt: Number.NEGATIVE_INFINITY,
    timer: undefined,
  }
}

function sendAll({ watchers }: Topic, event: Buffer): void {
  for (const watcher of watchers) watcher.send(event)
}

function concerns({ seen, districts }: Topic, { lane, district }: Change): boolean {
  const inLane = lane === seen.lane || lane === ALL
  return inLane && (districts === null || district === ALL || districts.includes(district))
}

function changeFrame(changes: readonly Change[], id: string): Buffer {
  const topics = [...new Set(changes.map((c) => c.topic))].sort()
  const districts = [...new Set(changes.map((c) => c.district))].sort()
  const event: z.output<typeof ChangeEvent> = { topics, districts, stamp: id }
  return frame('change', JSON.stringify(event), id)
}

const secondsOf = (ms: number) => Math.max(0, Math.floor(ms / SECOND))

/** Whether two boards differ in nothing but the moment at which they were read. */
function sameButMoment(a: string, b: string): boolean {
  const without = (text: string) => text.replace(/"at":"[^"]*"/, '')
  return without(a) === without(b)
}
