import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import { holdExercise, moveExercise, seeExercise, wishFor } from '../../domain/audit/exercises.ts'
import { SEEN_EVERY_MS } from './control.ts'

/** A wish is seen to within this time. */
const LISTEN_MS = 400

/** Keeps an exercise to its pace, and does what is wished of it. */
export interface Pace {
  /**
   * Waits until the exercise's clock may stand at `at`, and writes down that it does; false: it is to stop here. What the
   * last moment took is part of the wait, and a pause is not.
   */
  reach(at: Date): Promise<boolean>
  /** No more is heard of whoever ran it. */
  end(): void
}

/** `wall` is what its speed is measured against; `reach` throws the reason of `stopping` once that is aborted. */
export function keepPace(db: Db, wall: Clock, lane: string, from: Date, stopping?: AbortSignal): Pace {
  let last = from.getTime()
  let lastWall = wall.now().getTime()
  // A long step says nothing for minutes: that whoever runs it is alive is told beside it.
  const seen = setInterval(() => {
    const now = wall.now()
    db.write(now, (tx) => seeExercise(tx, now, lane)).catch(() => {})
  }, SEEN_EVERY_MS).unref()

  return {
    async reach(at) {
      let paused = false
      for (;;) {
        stopping?.throwIfAborted()
        const told = await db.read((tx) => wishFor(tx, lane))
        if (told === null || told.wish === 'stop') return false
        const now = wall.now().getTime()
        const due = told.speed === null ? now : lastWall + (at.getTime() - last) / told.speed
        if (paused !== (told.wish === 'pause')) {
          paused = !paused
          const state = paused ? 'paused' : 'running'
          await db.write(wall.now(), (tx) => holdExercise(tx, wall.now(), lane, state))
        }
        if (!paused && due <= now) {
          lastWall = due
          break
        }
        await sleep(paused ? LISTEN_MS : Math.min(due - now, LISTEN_MS))
        if (paused) lastWall += wall.now().getTime() - now
      }
      last = at.getTime()
      await db.write(wall.now(), (tx) => moveExercise(tx, wall.now(), lane, at))
      return true
    },
    end: () => clearInterval(seen),
  }
}
