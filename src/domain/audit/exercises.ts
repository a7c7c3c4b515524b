import type { Tx } from '../../db/connect.ts'
import { noteChange } from './changes.ts'
import type { ChairWait, ExerciseState } from './exercise-states.ts'
import { ALL } from './topics.ts'

/** What is wished of an exercise that goes on: whoever runs it sees to it at its next moment. */
export type Wish = 'run' | 'pause' | 'stop'

/** A lane with a clock of its own. `from`, `to` and `at` are its own time, `startedAt` is the wall's. */
export interface Exercise {
  lane: string
  district: string
  seed: number
  from: Date
  to: Date
  /** How far its clock is. */
  at: Date
  /** So many times as fast as the wall; null: as fast as it goes. */
  speed: number | null
  /** Somebody sits in the coordinator's chair: plans wait for their yes, and so does the clock. */
  chair: boolean
  /** What the clock stands for; null: for nothing, or because somebody paused it. */
  waits: ChairWait | null
  /** The step in hand while a moment takes long; null: it waits for its next moment. */
  doing: string | null
  state: ExerciseState
  /** What it came to, once it is done. */
  report: unknown
  /** Code of what it failed of. */
  fault: string | null
  startedAt: Date
}

/** What an exercise begins with; nobody sits in its chair unless it says so. */
export type ExerciseBegun = Pick<Exercise, 'lane' | 'district' | 'seed' | 'from' | 'to' | 'speed'> & { chair?: boolean }

const EXERCISE = (tx: Tx) => tx`
  lane, district, seed, starts as from, ends as to, now_at as at, speed, chair, waits, doing, state, report, fault, started_at as "startedAt"`

const GOES_ON = (tx: Tx) => tx`state in ('running', 'paused')`

/** Begins an exercise; false if another goes on (index exercise_one). */
export async function insertExercise(tx: Tx, wall: Date, e: ExerciseBegun): Promise<boolean> {
  const made = await tx`
    insert into exercise (lane, district, seed, starts, ends, now_at, speed, chair, state, started_at, seen_at)
    values (${e.lane}, ${e.district}, ${e.seed}, ${e.from}, ${e.to}, ${e.from}, ${e.speed}, ${e.chair ?? false}, 'running',
      ${wall}, ${wall})
    on conflict do nothing`
  return made.count > 0
}

export async function exerciseOf(tx: Tx, lane: string): Promise<Exercise | null> {
  const [row] = await tx<Exercise[]>`select ${EXERCISE(tx)} from exercise where lane = ${lane}`
  return row ?? null
}

/** Which of these lanes are exercises that are over (primary key). */
export async function lanesOver(tx: Tx, lanes: readonly string[]): Promise<Set<string>> {
  const over = await tx<{ lane: string }[]>`
    select lane from exercise where lane = any(${lanes as string[]}::text[]) and not (${GOES_ON(tx)})`
  return new Set(over.map((e) => e.lane))
}

/** Exercises, those started last first, one page (index exercise_by_time). */
export async function exercisesPage(
  tx: Tx,
  after: { startedAt: Date; lane: string } | null,
  limit: number,
): Promise<Exercise[]> {
  return tx<Exercise[]>`
    select ${EXERCISE(tx)} from exercise
    where ${after?.lane ?? null}::text is null
      or (started_at, lane) < (${after?.startedAt ?? null}::timestamptz, ${after?.lane ?? null}::text)
    order by started_at desc, lane desc limit ${limit}`
}

/** The exercise that goes on, if one does (index exercise_one). */
export async function exerciseOnNow(tx: Tx): Promise<Exercise | null> {
  const [row] = await tx<Exercise[]>`select ${EXERCISE(tx)} from exercise where ${GOES_ON(tx)}`
  return row ?? null
}

/** How an exercise is to go on. */
export interface ExerciseWishes {
  wish: Wish
  speed: number | null
  chair: boolean
}

/** What is wished of an exercise, its speed, its chair; null once it is over, also because it was given up as lost. */
export async function wishFor(tx: Tx, lane: string): Promise<ExerciseWishes | null> {
  const [row] = await tx<ExerciseWishes[]>`
    select wish, speed, chair from exercise where lane = ${lane} and ${GOES_ON(tx)}`
  return row ?? null
}

/** Wishes something of an exercise; false where none of that lane goes on. A wish to stop is not taken back. */
export async function wish(tx: Tx, lane: string, wanted: Wish): Promise<boolean> {
  const told = await tx`
    update exercise set wish = case wish when 'stop' then wish else ${wanted} end
    where lane = ${lane} and ${GOES_ON(tx)}`
  return told.count > 0
}

export async function setSpeed(tx: Tx, lane: string, speed: number | null): Promise<boolean> {
  const told = await tx`update exercise set speed = ${speed} where lane = ${lane} and ${GOES_ON(tx)}`
  return told.count > 0
}

/** Takes the coordinator's chair of an exercise, or leaves it; false where none of that lane goes on. */
export async function setChair(tx: Tx, lane: string, chair: boolean): Promise<boolean> {
  const told = await tx`update exercise set chair = ${chair} where lane = ${lane} and ${GOES_ON(tx)}`
  return told.count > 0
}

/** How far its clock is: only those who look at its lane are told. */
export async function moveExercise(tx: Tx, wall: Date, lane: string, at: Date): Promise<void> {
  await tx`update exercise set now_at = ${at}, doing = null, seen_at = ${wall} where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, lane, [ALL], 'exercise')
}

/** That it waits, or goes on: everybody is told, since it shows wherever an exercise could be begun. */
export async function holdExercise(tx: Tx, wall: Date, lane: string, state: 'running' | 'paused'): Promise<void> {
  await tx`update exercise set state = ${state}, waits = null, seen_at = ${wall} where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, ALL, [ALL], 'exercise')
}

/**
 * Its clock stands until whoever sits in the chair has done what it stands for, or lets it go on: a pause that the exercise made
 * itself, which `goOnExercise` ends.
 */
export async function standExercise(tx: Tx, wall: Date, lane: string, waits: ChairWait): Promise<void> {
  await tx`
    update exercise set state = 'paused', waits = ${waits}, doing = null, seen_at = ${wall},
      wish = case wish when 'stop' then wish else 'pause' end
    where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, ALL, [ALL], 'exercise')
}

/** Ends a pause that the exercise made itself. */
export async function goOnExercise(tx: Tx, wall: Date, lane: string): Promise<void> {
  await tx`
    update exercise set state = 'running', waits = null, seen_at = ${wall},
      wish = case wish when 'stop' then wish else 'run' end
    where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, ALL, [ALL], 'exercise')
}

/** Which step is in hand: shown while a moment takes long. */
export async function noteDoing(tx: Tx, wall: Date, lane: string, doing: string): Promise<void> {
  await tx`update exercise set doing = ${doing}, seen_at = ${wall} where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, lane, [ALL], 'exercise')
}

/** Says that whoever runs it is there still. */
export async function seeExercise(tx: Tx, wall: Date, lane: string): Promise<void> {
  await tx`update exercise set seen_at = ${wall} where lane = ${lane} and ${GOES_ON(tx)}`
}

export async function endExercise(
  tx: Tx,
  wall: Date,
  lane: string,
  end: { state: 'done' | 'stopped' | 'failed'; report: unknown; fault: string | null },
): Promise<void> {
  await tx`
    update exercise set state = ${end.state}, waits = null, doing = null, seen_at = ${wall}, fault = ${end.fault},
      report = ${end.report === null ? null : JSON.stringify(end.report)}::text::jsonb
    where lane = ${lane} and ${GOES_ON(tx)}`
  await noteChange(tx, ALL, [ALL], 'exercise')
}

/** Gives up exercises whose runner was not heard of since a moment; returns their lanes. */
export async function failLost(tx: Tx, since: Date, fault: string): Promise<string[]> {
  const rows = await tx<{ lane: string }[]>`
    update exercise set state = 'failed', fault = ${fault}, waits = null, doing = null where ${GOES_ON(tx)} and seen_at <= ${since} returning lane`
  if (rows.length > 0) await noteChange(tx, ALL, [ALL], 'exercise')
  return rows.map((r) => r.lane)
}
