import { useEffect, useState } from 'react'
import { MINUTE, SECOND } from '../../../base/clock.ts'
import type { ClockedExercise } from './exercise-clock.tsx'

/** From one moment at which something happens to the next it is no longer than this, in the exercise's time. */
const BETWEEN_MS = 15 * MINUTE
/** So long a moment may take before it is said that it takes long. */
const LONG_MS = 3 * SECOND

/**
 * For how long, in milliseconds, the moment at which an exercise's clock stands has been worked on, once that is longer than the clock
 * would stand there anyway; null: not so long. While much is worked out the server may say nothing for half a minute, so that it
 * is reckoned here.
 */
export function useWorking({ at, state, speed, waits }: ClockedExercise): number | null {
  const moment = `${at.getTime()} ${state}`
  const [since, setSince] = useState({ moment, at: Date.now() })
  const [now, setNow] = useState(() => Date.now())
  if (since.moment !== moment) setSince({ moment, at: Date.now() })
  const runs = state === 'running' && waits === null
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNow(Date.now()), SECOND)
    return () => clearInterval(timer)
  }, [runs])
  const took = now - since.at
  const usual = LONG_MS + (speed === null ? 0 : BETWEEN_MS / speed)
  return runs && took > usual ? took : null
}
