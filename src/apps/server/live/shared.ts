import { SECOND } from '../../../base/clock.ts'

/** Reads once what many ask for: the same key at the same stamp is one read, whoever asks and however many at once. */
export type Shared = <T>(key: string, stampOf: () => Promise<string>, read: () => Promise<T>) => Promise<T>

interface Entry {
  stamp: string
  readAt: number
  value: Promise<unknown>
}

/** Answers kept, those asked for last. */
const KEPT = 1_000
/** A picture tells the time at which it was read: nobody is to be handed an old one because nothing happened. */
const OLDEST_MS = 30 * SECOND

/**
 * A cache that a stamp decides on. The stamp is asked for first and the read begins after it, so that what is kept under
 * a stamp holds at least all that the stamp knows of; what came in meanwhile moves the stamp and is read again. A read
 * that fails is not kept. The key has to name everything that the answer depends on, who may see what included.
 */
export function makeShared(kept = KEPT, oldestMs = OLDEST_MS): Shared {
  const entries = new Map<string, Entry>()
  return async <T>(key: string, stampOf: () => Promise<string>, read: () => Promise<T>): Promise<T> => {
    const stamp = await stampOf()
    const known = entries.get(key)
    if (known?.stamp === stamp && performance.now() - known.readAt < oldestMs) return known.value as Promise<T>
    const entry: Entry = { stamp, readAt: performance.now(), value: read() }
    entries.delete(key)
    entries.set(key, entry)
    for (const oldest of entries.keys()) {
      if (entries.size <= kept) break
      entries.delete(oldest)
    }
    entry.value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key)
    })
    return entry.value as Promise<T>
  }
}
