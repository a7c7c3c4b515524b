import { ANSWERED, endsTurn, messagesOf, SENT } from './protocol.ts'

/** Of each kind of frontend message, the answers of which one has to come, unless an error does. */
const OWED: ReadonlyMap<number, readonly number[]> = new Map([
  [SENT.parse, [ANSWERED.parsed]],
  [SENT.bind, [ANSWERED.bound]],
  [SENT.describe, [ANSWERED.columns, ANSWERED.noColumns]],
  [SENT.execute, [ANSWERED.complete, ANSWERED.empty, ANSWERED.suspended]],
])

/** Checks the answers to a frontend's messages, one after another. */
export interface AnswerCheck {
  /** What the driver may be sent of the backend's reply, or null where an answer that is owed is missing. */
  pass(message: Uint8Array, reply: Uint8Array): Uint8Array | null
}

/**
 * PGlite 0.5.8 deviates from the protocol in two ways.
 *
 * - After an error in Parse, Bind or Execute PostgreSQL is silent until Sync and then is ready once. PGlite is ready at once
 *   and again at Sync, and the driver would take the second for the answer to its next query, so that from then on every
 *   answer would belong to the query before. The early one is dropped.
 * - Where a statement dies inside WebAssembly (a stack that overflows, an index out of bounds), the exception is swallowed and
 *   the reply is empty. The driver takes that for a statement without rows and commits the transaction without its writes. So
 *   each message must have its answer.
 */
export function checkAnswers(): AnswerCheck {
  // From an error in the extended protocol until Sync the backend skips what it gets: silence is right there.
  let skipping = false
  return {
    pass(message, reply) {
      const kind = message[0] as number
      const ending = endsTurn(kind)
      if (skipping && !ending) return reply.subarray(0, 0)
      const kinds = [...messagesOf(reply)].map((each) => each[0] as number)
      const failed = kinds.includes(ANSWERED.error)
      skipping = failed && !ending
      // Only a connection that is refused ends without being ready.
      if (ending) return kinds.includes(ANSWERED.ready) || (failed && kind === SENT.startup) ? reply : null
      const owed = OWED.get(kind)
      if (owed && !failed && !kinds.some((each) => owed.includes(each))) return null
      return withoutReady(reply, kinds)
    },
  }
}

const READY_LENGTH = 6

function withoutReady(reply: Uint8Array, kinds: readonly number[]): Uint8Array {
  return kinds.at(-1) === ANSWERED.ready ? reply.subarray(0, reply.length - READY_LENGTH) : reply
}
