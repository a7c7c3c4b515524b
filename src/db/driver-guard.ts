import { inspect } from 'node:util'

/**
 * postgres.js 3.4.9 writes small messages from a `setImmediate`. Where the connection broke in between, it writes to null
 * (its issues 1154, 1066, 1208), and the process would end by it. The transaction has ended by then and its connection is
 * thrown away (pool.ts), so that nothing is left to be done about it.
 *
 * Transactions are lent out so that it does not come to this (transaction.ts). This survives what is left: a statement that
 * was made before the connection broke and is sent after.
 */
function isDriverFault(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /'write'/.test(error.message) &&
    /\bnextWrite \(.*[\\/]postgres[\\/].*connection\.js:/.test(error.stack ?? '')
  )
}

/** Ends the process as Node does where nobody listens for what was thrown; where somebody else does, that is theirs. */
function onUncaught(error: unknown): void {
  if (isDriverFault(error) || process.listenerCount('uncaughtException') > 1) return
  process.stderr.write(`${inspect(error)}\n`)
  process.exit(1)
}

let guarded = 0

/** Guards the process while a pool is open; returns the act of letting go. */
export function guardDriver(): () => void {
  if (guarded++ === 0) process.on('uncaughtException', onUncaught)
  let holding = true
  return () => {
    if (!holding) return
    holding = false
    if (--guarded === 0) process.off('uncaughtException', onUncaught)
  }
}
