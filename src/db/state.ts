/** How the database is, as the process knows it without asking it: what /health answers from. */
export interface DbState {
  state: 'open' | 'reopening' | 'unreachable' | 'read-only' | 'short' | 'ended'
  /** Since when it is so. */
  since: Date
  /** What the embedded engine works on; null where it waits, and on a server, which is asked for it. */
  running: { statement: string; since: Date } | null
  lastFault: EngineFault | null
  /** What it lacks where it is short, such as "disk space", and what it said when it last refused something for that. */
  lacks: { what: string; reason: string; at: Date } | null
}

/** How the embedded engine broke down. */
export interface EngineFault {
  at: Date
  /** No answer in time; a statement that died without one; a thread that ended. */
  kind: 'no-answer' | 'died' | 'ended'
  reason: string
  /** The statement in hand, without the values bound to it. */
  statement: string | null
  /** For how long it was in hand. */
  seconds: number
}
