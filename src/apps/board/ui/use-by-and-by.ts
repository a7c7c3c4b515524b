import { startTransition, useEffect, useState } from 'react'

/** About as many rows as are seen before anybody scrolls. */
const FIRST = 12
/** Rows that are added at once after that, and how long after what was there before them. */
const MORE = 24
const PAUSE_MS = 120

/** The rows of a list: at first as many as are seen, the others when what is looked at first is on the screen. */
export function useByAndBy<T>(rows: readonly T[]): readonly T[] {
  const [n, setN] = useState(FIRST)
  useEffect(() => {
    if (n >= rows.length) return
    const timer = setTimeout(() => startTransition(() => setN(n + MORE)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [n, rows.length])
  return n >= rows.length ? rows : rows.slice(0, n)
}
