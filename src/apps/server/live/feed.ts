import type { Clock } from '../../../base/clock.ts'
import type { Db } from '../../../db/connect.ts'
import { type Change, changesFrom, changesLast, forgetChanges } from '../../../domain/audit/changes.ts'
import { ALL, TOPICS, type Topic } from '../../../domain/audit/topics.ts'

/** How old what is known here may be of what other processes did: a look costs one statement, whoever asks. */
export const LOOK_MS = 250
/** Changes kept, here for those who lost their connection and in the table for the next start. */
const KEPT = 10_000

/** What something that was read depends on. */
export interface Depends {
  lane: string
  /** Null: whatever happens anywhere in the lane. */
  districts: readonly string[] | null
  /** Left out: all but how an exercise runs, which changes every moment and with it nothing else. */
  topics?: readonly Topic[]
}

/** What is told after a look that found something. `id` is where a later look goes on from. */
export type OnChange = (changes: readonly Change[], id: string) => void

/** The one who looks for changes, for everybody in this process. */
export interface Feed {
  /** A word that stays the same for as long as nothing changed of what is asked; it means nothing in another process. */
  stampOf(depends: Depends): Promise<string>
  /** Told of every change until the function that is returned is called; while anybody is told, it looks by itself. */
  follow(onChange: OnChange): () => void
  /** Where a look that begins now goes on from. */
  mark(): Promise<string>
  /** The changes since an id that was told here or by another process on this database; null: too long ago to say. */
  since(id: string): Promise<{ changes: readonly Change[]; id: string } | null>
  close(): Promise<void>
}

const QUIET: readonly Topic[] = TOPICS.filter((t) => t !== 'exercise')
const ANYWHERE = ''

/**
 * Watches the table of changes. It looks when it is asked and what it knows may be old: this process has written since,
 * or another may have. A change is thus in every answer that is asked for after its commit here, and LOOK_MS later in
 * every other process. `onFault` is told when a look by itself fails; the next is a little later.
 */
export function openFeed(db: Db, clock: Clock, onFault: (error: unknown) => void): Feed {
  const epoch = crypto.randomUUID().slice(0, 8)
  const versions = new Map<string, number>()
  const followers = new Set<OnChange>()
  let version = 0
  const history: Change[] = []
  /** The history is whole from this transaction on. */
  let whole = 0n
  let from: bigint | null = null
  let seen = new Set<string>()
  let lookedAt = Number.NEGATIVE_INFINITY
  let writesSeen = -1
  let hand: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false

  /** One look at a time; who asks while one is under way that began before the newest write waits for the next. */
  async function fresh(): Promise<void> {
    const [writes, notBefore] = [db.writes(), db.can.shared ? performance.now() - LOOK_MS : lookedAt]
    while (!closed && (from === null || writesSeen < writes || lookedAt < notBefore)) {
      hand ??= look().finally(() => {
        hand = null
      })
      await hand
    }
  }

  async function look(): Promise<void> {
    const [began, writes] = [performance.now(), db.writes()]
    const found = await db.read(async (tx) => {
      if (from === null) {
        whole = await changesLast(tx, KEPT)
        return changesFrom(tx, whole)
      }
      return changesFrom(tx, from)
    })
    const fresh = found.changes.filter((c) => !seen.has(keyOf(c)))
    seen = new Set(found.changes.filter((c) => c.xid >= found.from).map(keyOf))
    const first = from === null
    from = found.from
    if (first && whole > 0n) forget(whole).catch(onFault)
    lookedAt = began
    writesSeen = writes
    if (fresh.length === 0) return
    take(fresh)
    if (!first) for (const onChange of followers) onChange(fresh, String(from))
  }

  function take(changes: readonly Change[]): void {
    version++
    for (const { lane, district, topic } of changes) {
      versions.set(`${lane} ${district} ${topic}`, version)
      versions.set(`${lane} ${ANYWHERE} ${topic}`, version)
    }
    history.push(...changes)
    if (history.length <= 2 * KEPT) return
    // They came in the order of their commits: only after the latest of those dropped is nothing missing.
    for (const { xid } of history.splice(0, history.length - KEPT)) if (xid >= whole) whole = xid + 1n
    forget(whole).catch(onFault)
  }

  async function forget(before: bigint): Promise<void> {
    if (!closed) await db.write(clock.now(), (tx) => forgetChanges(tx, before))
  }

  function keepLooking(): void {
    if (timer !== undefined || followers.size === 0 || closed) return
    timer = setTimeout(async () => {
      await fresh().catch(onFault)
      timer = undefined
      keepLooking()
    }, LOOK_MS).unref()
  }

  return {
    async stampOf({ lane, districts, topics = QUIET }) {
      await fresh()
      const where = districts === null ? [ANYWHERE] : [...districts, ALL]
      let last = 0
      for (const l of [lane, ALL]) {
        for (const d of where) for (const t of topics) last = Math.max(last, versions.get(`${l} ${d} ${t}`) ?? 0)
      }
      return `${epoch}-${last}`
    },
    follow(onChange) {
      followers.add(onChange)
      keepLooking()
      return () => followers.delete(onChange)
    },
    async mark() {
      await fresh()
      return String(from ?? 0n)
    },
    async since(id) {
      await fresh()
      const since = /^\d{1,19}$/.test(id) ? BigInt(id) : -1n
      if (from === null || since < whole || since > from) return null
      return { changes: history.filter((c) => c.xid >= since), id: String(from) }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      followers.clear()
      await hand?.catch(() => {})
    },
  }
}

const keyOf = (c: Change) => `${c.xid} ${c.lane} ${c.district} ${c.topic}`
