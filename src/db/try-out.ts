import type { Db, Tx } from './connect.ts'

/** Undoes a transaction whose answer is known. */
class TriedOut extends Error {}

/**
 * Does an act to the end and keeps nothing of it: what it would do, told by the very function that does it. It waits for the
 * same locks as the act, and lets go of them at once.
 */
export async function tryOut<T>(db: Db, now: Date, act: (tx: Tx) => Promise<T>): Promise<T> {
  const found: T[] = []
  try {
    await db.write(now, async (tx) => {
      found[0] = await act(tx)
      throw new TriedOut()
    })
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error
  }
  return found[0] as T
}
