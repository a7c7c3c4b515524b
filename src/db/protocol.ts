/**
 * Messages of PostgreSQL's wire protocol, as far as the embedded engine is watched by them
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */

/** Kinds of message by their first byte, of the frontend (left) and of the backend. The startup message has none. */
export const SENT = { startup: 0x00, query: 0x51, parse: 0x50, bind: 0x42, describe: 0x44, execute: 0x45 } as const
export const SENT_ENDING = { call: 0x46, sync: 0x53 } as const
export const ANSWERED = {
  ready: 0x5a,
  error: 0x45,
  parsed: 0x31,
  bound: 0x32,
  columns: 0x54,
  noColumns: 0x6e,
  complete: 0x43,
  empty: 0x49,
  suspended: 0x73,
} as const

/** Kinds of frontend message that are answered with ReadyForQuery. */
const ENDS_TURN: ReadonlySet<number> = new Set([SENT.query, SENT.startup, ...Object.values(SENT_ENDING)])

export const endsTurn = (kind: number | undefined): boolean => kind !== undefined && ENDS_TURN.has(kind)

/** Cuts bytes into single messages: a type byte (the startup has none), then a length that counts itself. */
export function* messagesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.length; ) {
    const typed = bytes[at] === 0 ? 0 : 1
    const next = at + typed + view.getInt32(at + typed)
    yield bytes.subarray(at, next)
    at = next
  }
}

const HEAD = 5
/** The longest text of a statement that is kept. */
const TEXT_LENGTH = 2_000

/** Reads which statement a frontend's bytes are about: its text, without the values that are bound to it. */
export function statementReader(): (bytes: Uint8Array) => string | null {
  const prepared = new Map<string, string>()
  return (bytes) => {
    let text: string | null = null
    for (const message of messagesOf(bytes)) {
      if (message[0] === SENT.query) text = textAt(message, HEAD).text
      if (message[0] === SENT.parse) {
        const name = textAt(message, HEAD)
        text = textAt(message, name.end).text
        prepared.set(name.text, text)
      }
      // The portal's name comes first, then that of the statement.
      if (message[0] === SENT.bind) text = prepared.get(textAt(message, textAt(message, HEAD).end).text) ?? text
    }
    return text
  }
}

/** The text that ends with a zero byte, and where what follows it begins. */
function textAt(message: Uint8Array, from: number): { text: string; end: number } {
  const zero = message.indexOf(0, from)
  const bytes = message.subarray(from, Math.min(zero, from + TEXT_LENGTH))
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), end: zero + 1 }
}
