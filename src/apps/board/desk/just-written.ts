import { useSyncExternalStore } from 'react'
import { MINUTE } from '../../../base/clock.ts'
import type { AnswerKind } from '../api/desk.ts'

/** An answer that was written down here a moment ago, and can be taken back. */
export interface JustWritten {
  district: string
  act: string
  callout: string
  kind: AnswerKind
  names: string[]
  at: number
}

/** As long as the server takes it back. */
const KEPT_MS = 10 * MINUTE
const KEPT = 20

let written: readonly JustWritten[] = []
const watching = new Set<() => void>()

function keep(next: readonly JustWritten[]): void {
  written = next
  for (const tell of watching) tell()
}

/** Notes what was written down, the last first; it is forgotten when it can no longer be taken back. */
export function noteWritten(one: Omit<JustWritten, 'at'>): void {
  const at = Date.now()
  keep([{ ...one, at }, ...written.filter((w) => w.at > at - KEPT_MS)].slice(0, KEPT))
  setTimeout(() => forgetWritten(one.act), KEPT_MS)
}

export function forgetWritten(act: string): void {
  keep(written.filter((w) => w.act !== act))
}

/** What was written down here in the last ten minutes, of one call-out or of all. */
export function useJustWritten(callout?: string): readonly JustWritten[] {
  const all = useSyncExternalStore(
    (tell) => {
      watching.add(tell)
      return () => watching.delete(tell)
    },
    () => written,
  )
  return callout === undefined ? all : all.filter((w) => w.callout === callout)
}
