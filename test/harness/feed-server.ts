import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import { feedShownBy, takeWatched } from '../../src/apps/cli/watches.ts'
import { watchFeed } from '../../src/apps/server/feed.ts'
import type { Looking } from '../../src/apps/server/looking.ts'
import type { World } from './world.ts'

/** Longer than any test: looks happen when a test asks for one. */
const NEVER_MS = 1e9

/** What is answered under a path: a text, or a status with it; with an etag or a date, 304 to who has that already. */
export type FeedAnswer = string | { status?: number; body?: string; etag?: string; lastModified?: string }

/** A server of feeds on this machine, and a watch of one; `taken` are the addresses whose messages were handed over. */
export interface FeedServer {
  answers: Map<string, FeedAnswer | (() => FeedAnswer)>
  /** Paths in the order asked for; those answered with 304 end in one. */
  asked: string[]
  taken: string[]
  faults: unknown[]
  /** Every answer takes so long, by the world's clock. */
  slowMs: number
  /** Stands for a register that fails while something is taken. */
  failing: Error | null
  readonly base: string
  /** Watches a path of this server, or another address. */
  watch(path: string): Looking
  /** Identifiers of the warnings that are kept. */
  kept(): Promise<string[]>
}

export function useFeedServer(world: World): FeedServer {
  let server: Server
  let watching: Looking | undefined
  const feeds: FeedServer = {
    answers: new Map(),
    asked: [],
    taken: [],
    faults: [],
    slowMs: 0,
    failing: null,
    get base() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    watch(path) {
      const acting = { db: world.db, clock: world.clock, onWork: () => {} }
      const take = (bytes: Uint8Array, source: string) => {
        if (feeds.failing) return Promise.reject(feeds.failing)
        feeds.taken.push(source.replace(feeds.base, ''))
        return takeWatched(acting)(bytes, source)
      }
      const onFault = (error: unknown) => feeds.faults.push(error)
      const of = { ...feedShownBy(acting), everyMs: NEVER_MS, clock: world.clock, take, onFault }
      watching = watchFeed(path.startsWith('/') ? feeds.base + path : path, of)
      return watching
    },
    kept: () =>
      world.db.read(async (tx) => {
        const rows = await tx<{ identifier: string }[]>`select identifier from warning order by identifier`
        return rows.map((row) => row.identifier)
      }),
  }
  beforeEach(async () => {
    Object.assign(feeds, { answers: new Map(), asked: [], taken: [], faults: [], slowMs: 0, failing: null })
    server = createServer((request, response) => {
      const path = request.url ?? ''
      world.clock.forward(feeds.slowMs)
      const own = feeds.answers.get(path) ?? { status: 404 }
      const found = typeof own === 'function' ? own() : own
      const { status = 200, body = '', etag, lastModified } = typeof found === 'string' ? { body: found } : found
      const isKnown = isSame(request, { etag, lastModified })
      feeds.asked.push(isKnown ? `${path} 304` : path)
      if (etag) response.setHeader('etag', etag)
      if (lastModified) response.setHeader('last-modified', lastModified)
      response.writeHead(isKnown ? 304 : status).end(isKnown ? undefined : body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    await watching?.stop()
    watching = undefined
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return feeds
}

function isSame({ headers }: IncomingMessage, has: { etag: string | undefined; lastModified: string | undefined }) {
  if (has.etag) return headers['if-none-match'] === has.etag
  return has.lastModified !== undefined && headers['if-modified-since'] === has.lastModified
}

export const atom = (...entries: string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom">${entries.map((entry) => `<entry>${entry}</entry>`).join('')}</feed>`

export const rss = (...items: string[]) =>
  `<rss version="2.0"><channel><title>x</title>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`
