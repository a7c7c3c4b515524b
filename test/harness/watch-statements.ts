import type { Tx } from '../../src/db/connect.ts'

/** A query of the driver, as far as it can be watched; text and values are there once the driver has prepared it. */
export interface WatchedQuery {
  statement: { string: string; types: number[] } | null
  parameters?: (string | null)[]
}

/**
 * The same transaction, whose statements are each reported once, when the driver takes them; those inside a savepoint too.
 * What is built into another statement is never taken, and so not reported.
 */
export function watchStatements(tx: Tx, onStatement: (query: WatchedQuery) => void): Tx {
  return new Proxy(tx, {
    apply(target, self, args) {
      const query = Reflect.apply(target, self, args) as WatchedQuery & { handle?: () => unknown }
      const handle = query.handle
      if (typeof handle !== 'function') return query
      let isReported = false
      // The driver asks for it a second time when it watches for a failure.
      query.handle = function () {
        if (!isReported) onStatement(query)
        isReported = true
        return handle.call(this)
      }
      return query
    },
    get(target, key, receiver) {
      const value = Reflect.get(target, key, receiver)
      if (key !== 'savepoint') return value
      return (fn: (inner: Tx) => Promise<unknown>) =>
        target.savepoint((inner) => fn(watchStatements(inner, onStatement)))
    },
  })
}
