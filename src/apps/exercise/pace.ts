import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, SECOND } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import type { ChairWait } from '../../domain/audit/exercise-states.ts'
import {
  goOnExercise,
  holdExercise,
  moveExercise,
  noteDoing,
  seeExercise,
  standExercise,
  wishFor,
} from '../../domain/audit/exercises.ts'
import type { CoordinatorChair } from './chair.ts'
import { SEEN_EVERY_MS } from './control.ts'

/** A wish is seen to within this time. */
const LISTEN_MS = 400
/** A moment that takes longer than this says what is being done; of these steps it is known before. */
const LONG_MS = SECOND / 2
const LONG: ReadonlySet<string> = new Set(['require', 'plan'])

/** Keeps an exercise to its pace, and does what is wished of it. */
export interface Pace {
  /**
   * Waits until the exercise's clock may stand at `at`, and writes down that it does. What the last moment took is part of the
   * wait; a pause is not, nor a stand for whoever sits in the chair, and meanwhile `work` is done where the clock stands. `again`:
   * it did something; the clock has not moved.
   */
  reach(at: Date, work?: () => Promise<number>): Promise<'on' | 'again' | 'stop'>
  /** A step is begun: it is told where the moment has taken long. */
  doing(step: string): void
  /** No more is heard of whoever ran it. */
  end(): void
}

/** What an exercise is kept to: `wall` is what its speed is measured against, `chair` what its clock stands for. */
export interface PaceToKeep {
  lane: string
  from: Date
  wall: Clock
  chair?: Pick<CoordinatorChair, 'asks' | 'pass'>
  /** Aborted: `reach` throws its reason. */
  stopping?: AbortSignal | undefined
}

export function keepPace(db: Db, { lane, from, wall, chair, stopping }: PaceToKeep): Pace {
  let last = from.getTime()
  let lastWall = wall.now().getTime()
  let told = ''
  const now = () => wall.now().getTime()
  // A long step says nothing for minutes: that whoever runs it is alive is told beside it.
  const seen = setInterval(() => {
    db.write(wall.now(), (tx) => seeExercise(tx, wall.now(), lane)).catch(() => {})
  }, SEEN_EVERY_MS).unref()

  /** Stands for what asks for somebody, as long as it does and nobody lets it go on; returns whether it stands. */
  let stands: ChairWait | null = null
  const standing = async (sits: boolean, goesOn: boolean) => {
    // Whoever paused it goes on when they like.
    const asks = chair && sits && (stands || goesOn) ? await db.read((tx) => chair.asks(tx)) : []
    if (stands && goesOn) for (const ask of asks) chair?.pass(ask)
    const first = stands && goesOn ? null : (asks[0]?.kind ?? null)
    if (first === stands) return first !== null
    stands = first
    await db.write(wall.now(), (tx) =>
      first === null ? goOnExercise(tx, wall.now(), lane) : standExercise(tx, wall.now(), lane, first),
    )
    return first !== null
  }

  return {
    async reach(at, work) {
      let [paused, acted] = [false, false]
      for (;;) {
        stopping?.throwIfAborted()
        const wished = await db.read((tx) => wishFor(tx, lane))
        if (wished === null || wished.wish === 'stop') return 'stop'
        const stood = stands !== null
        const waits = await standing(wished.chair, wished.wish === 'run')
        const byHand = !waits && !stood && wished.wish === 'pause'
        if (paused !== byHand && !waits) {
          await db.write(wall.now(), (tx) => holdExercise(tx, wall.now(), lane, byHand ? 'paused' : 'running'))
        }
        paused = byHand
        if (!waits && !paused) {
          const due = wished.speed === null ? now() : lastWall + (at.getTime() - last) / wished.speed
          if (due <= now()) {
            // Who sits in the chair sees each moment come: what was lost to a long one is not made up for in a rush.
            lastWall = wished.chair ? now() : due
            break
          }
          await sleep(Math.min(due - now(), LISTEN_MS))
          continue
        }
        const before = now()
        if (work && (await work()) > 0) acted = true
        await sleep(LISTEN_MS)
        lastWall += now() - before
      }
      if (acted) return 'again'
      last = at.getTime()
      told = ''
      await db.write(wall.now(), (tx) => moveExercise(tx, wall.now(), lane, at))
      return 'on'
    },
    doing(step) {
      if (step === told || (now() - lastWall < LONG_MS && !LONG.has(step))) return
      told = step
      db.write(wall.now(), (tx) => noteDoing(tx, wall.now(), lane, step)).catch(() => {})
    },
    end: () => clearInterval(seen),
  }
}
