import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, SECOND } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import { learnAllSizes } from '../../db/statistics.ts'
import { exerciseOnNow } from '../../domain/audit/exercises.ts'
import { DEMO, demoCounty, householdsThere, isDemo, loadHouseholds } from './load.ts'

/** How far the loading of the demo county's households is; `none`: this register is not the demo's. */
export interface FillProgress {
  state: 'none' | 'filling' | 'whole'
  households: number
  of: number
}

/** The loading of the households behind a server that serves already. */
export interface DemoFilling {
  progress(): FillProgress
  /** Resolves once all are there, or once it is asked to stop. */
  readonly ended: Promise<void>
  /** Ends it after the part in hand; the next start goes on from there. */
  stop(): Promise<void>
}

export interface FillOptions {
  /** How many households are loaded; all of the county's where left out. */
  wanted?: number
  /** Receives a line for a console now and then. */
  onProgress?: (text: string) => void
  /** Receives why a part failed; it is tried again. */
  onFault?: (error: unknown) => void
  /** Milliseconds until a part that failed is tried again. */
  againMs?: number
}

/** After a part that failed. */
const AGAIN_MS = 10 * SECOND
/** How much longer it rests while an exercise is played: whoever plays it in the first minutes does not wait for homes to come. */
const GIVES_WAY = 5
/** A line on the console after so many households. */
const TOLD_EVERY = 50_000

/**
 * Loads what is missing of the demo's households, in parts, until all are there, whatever the machine's speed. After each
 * part it rests as long as the part took: on the embedded engine, which does one thing at a time, the other half belongs to
 * those who use the board.
 */
export function fillDemo(db: Db, clock: Clock, options: FillOptions = {}): DemoFilling {
  const { wanted = DEMO.households, onProgress = () => {}, onFault = () => {}, againMs = AGAIN_MS } = options
  const progress: FillProgress = { state: 'none', households: 0, of: wanted }
  const stopping = new AbortController()
  // A stop cuts the rest short, which is all that can go wrong with it.
  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})

  async function fill(): Promise<void> {
    if (!(await db.read((tx) => isDemo(tx)))) return
    progress.households = await householdsThere(db)
    progress.state = progress.households < progress.of ? 'filling' : 'whole'
    if (progress.state === 'whole') return
    const county = demoCounty()
    while (progress.households < progress.of && !stopping.signal.aborted) {
      const began = performance.now()
      const before = progress.households
      progress.households = await loadHouseholds(db, clock, county, before, wanted)
      if (Math.floor(before / TOLD_EVERY) < Math.floor(progress.households / TOLD_EVERY)) {
        onProgress(`households: ${progress.households.toLocaleString('en')} of ${progress.of.toLocaleString('en')}`)
      }
      const took = performance.now() - began
      await rest((await db.read(exerciseOnNow)) ? GIVES_WAY * took : took)
    }
    if (progress.households < progress.of) return
    await learnAllSizes(db, clock.now())
    progress.state = 'whole'
  }

  async function fillUntilDone(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await fill()
      } catch (error) {
        // What was broken off because all of it is to end is no fault: the next start goes on from there.
        if (stopping.signal.aborted) return
        onFault(error)
        await rest(againMs)
      }
    }
  }

  const ended = fillUntilDone()
  return {
    progress: () => ({ ...progress }),
    ended,
    stop() {
      stopping.abort()
      return ended
    },
  }
}
