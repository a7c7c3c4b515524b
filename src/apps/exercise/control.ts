import { DAY, SECOND } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import {
  type Exercise,
  type ExerciseBegun,
  exerciseOf,
  failLost,
  insertExercise,
  setChair,
  setSpeed,
  type Wish,
  wish,
} from '../../domain/audit/exercises.ts'
import { type Actor, CONSOLE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'

/** How often whoever runs an exercise says so. */
export const SEEN_EVERY_MS = 5 * SECOND
/** Who was not heard of for so long has died: six times in a row nothing was said. */
const LOST_MS = 30 * SECOND

/** The longest exercise: gauges are read each quarter of an hour of it, and the flood itself was over within a fortnight. */
const LONGEST_DAYS = 31

/**
 * Writes down that an exercise begins. What a process that died left unended is given up first. Throws EXERCISE_RUNNING
 * while another goes on, here or in another process on the same database; EXERCISE_SPAN.
 */
export async function beginExercise(db: Db, wall: Date, actor: Actor, e: ExerciseBegun): Promise<Exercise> {
  if (e.from >= e.to || e.to.getTime() - e.from.getTime() > LONGEST_DAYS * DAY) {
    throw new MusterError('EXERCISE_SPAN', { from: e.from.toISOString(), to: e.to.toISOString(), days: LONGEST_DAYS })
  }
  await giveUpLost(db, wall)
  return db.write(wall, async (tx) => {
    if (!(await insertExercise(tx, wall, e))) throw new MusterError('EXERCISE_RUNNING')
    const { district, lane, seed, speed, chair = false } = e
    await audit(tx, wall, actor, {
      district,
      lane,
      act: 'exercise.start',
      subject: lane,
      detail: { seed, speed, chair },
    })
    return (await exerciseOf(tx, lane)) as Exercise
  })
}

/** Pauses an exercise, lets it go on, or stops it; whoever runs it follows within a second. EXERCISE_UNKNOWN, EXERCISE_OVER. */
export function wishExercise(db: Db, wall: Date, actor: Actor, lane: string, wanted: Wish): Promise<Exercise> {
  return change(db, wall, actor, lane, wanted === 'run' ? 'exercise.resume' : `exercise.${wanted}`, (tx) =>
    wish(tx, lane, wanted),
  )
}

/** Makes it go so many times as fast as the wall from now on; null: as fast as it goes. EXERCISE_UNKNOWN, EXERCISE_OVER. */
export function speedExercise(db: Db, wall: Date, actor: Actor, lane: string, speed: number | null): Promise<Exercise> {
  return change(db, wall, actor, lane, 'exercise.speed', (tx) => setSpeed(tx, lane, speed))
}

/** Sits down in the coordinator's chair, or gets up: plans are accepted by themselves then. EXERCISE_UNKNOWN, EXERCISE_OVER. */
export function chairExercise(db: Db, wall: Date, actor: Actor, lane: string, chair: boolean): Promise<Exercise> {
  return change(db, wall, actor, lane, chair ? 'exercise.sit' : 'exercise.leave', (tx) => setChair(tx, lane, chair))
}

function change(
  db: Db,
  wall: Date,
  actor: Actor,
  lane: string,
  act: string,
  save: (tx: Tx) => Promise<boolean>,
): Promise<Exercise> {
  return db.write(wall, async (tx) => {
    const changed = await save(tx)
    const exercise = await exerciseOf(tx, lane)
    if (!exercise) throw new MusterError('EXERCISE_UNKNOWN', { lane })
    if (!changed) throw new MusterError('EXERCISE_OVER', { lane, state: exercise.state })
    const { district, speed } = exercise
    await audit(tx, wall, actor, { district, lane, act, subject: lane, detail: { speed } })
    return exercise
  })
}

/**
 * Says of exercises whose process died that they failed. On a database that only one process can have open, nobody else
 * can be running one: `alone`, at the start of a process, gives up all there are.
 */
export async function giveUpLost(db: Db, wall: Date, alone = false): Promise<string[]> {
  const since = alone && !db.can.shared ? wall : new Date(wall.getTime() - LOST_MS)
  return db.write(wall, (tx) => failLost(tx, since, 'EXERCISE_LOST'))
}

/** The actor of whatever an exercise does by itself. */
export const PLAYER: Actor = { kind: CONSOLE.kind, id: 'exercise' }
