import { type Db, type OpenOptions, openDb } from '../../src/db/connect.ts'

/**
 * A database whose first writing transaction does all its statements and then never commits: it prints `middle`, so that
 * whoever waits for that can kill the process there. Run in a process of its own, by `killedInTheMiddle`.
 */
export async function openStoppedDb(options: OpenOptions): Promise<Db> {
  const db = await openDb(options)
  return {
    ...db,
    write: (now, fn) =>
      db.write(now, async (tx) => {
        const done = await fn(tx)
        // An engine that finds a step for the first time only notes that, and claims it in its next transaction.
        if (done === 'unknown') return done
        process.stdout.write('middle\n')
        return new Promise(() => setInterval(() => {}, 1 << 30))
      }),
  }
}
