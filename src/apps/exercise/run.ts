import { setImmediate } from 'node:timers/promises'
import { HOUR, wallClock } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import { newId } from '../../base/ids.ts'
import type { Db } from '../../db/connect.ts'
import { learnAllSizes } from '../../db/statistics.ts'
import { type Exercise, endExercise } from '../../domain/audit/exercises.ts'
import { afterRecords } from '../../domain/gaps/actions.ts'
import { sectionAt } from '../../domain/places/store.ts'
import { takeRecords } from '../../domain/records/actions.ts'
import { takeWarnings } from '../../domain/warnings/actions.ts'
import { severities } from '../../domain/warnings/level-severity.ts'
import { readCap } from '../../domain/warnings/read-cap.ts'
import { takeReadings } from '../../domain/warnings/take-readings.ts'
import type { Gear } from '../../engine/step.ts'
import { floodScript } from '../demo/flood-script.ts'
import { hydrograph } from '../demo/gauges.ts'
import { DEMO_DISTRICT, demoWaters } from '../demo/load.ts'
import type { CountyWaters } from '../demo/model.ts'
import type { Happening } from '../replay/replay.ts'
import { type ReplayReport, reportOf } from '../replay/report.ts'
import { beginExercise, PLAYER } from './control.ts'
import { playExercise } from './play.ts'

export interface ExerciseOptions {
  /** Seed of the played phones and patrols. */
  seed?: number | undefined
  /** From and to in the flood's own time; by default from the eve of the second warning to the morning after the boil. */
  from?: Date | undefined
  to?: Date | undefined
  /** How many times faster than the wall; without it, as fast as it goes. */
  speed?: number | undefined
  /** Somebody sits in the coordinator's chair: plans wait for their yes, and its clock stands while anything waits for them. */
  chair?: boolean | undefined
  onMoment?: ((now: Date, what: string | null) => void) | undefined
  onStep?: Gear['onStep'] | undefined
  /** Aborted when the process is asked to stop: the exercise ends there, as one whose process is gone. */
  stopping?: AbortSignal | undefined
}

export interface ExerciseDone {
  lane: string
  from: Date
  to: Date
  report: ReplayReport
}

/** An exercise that has begun; `done` tells how it went, null where it was stopped. */
export interface Begun {
  exercise: Exercise
  done: Promise<ExerciseDone | null>
}

/** By default from the eve of the second warning to the morning after the boil. */
const SPAN = { from: new Date('2020-07-08T13:00:00+08:00'), to: new Date('2020-07-09T06:00:00+08:00') }

/** Plays an exercise to its end. EXERCISE_RUNNING, EXERCISE_SPAN; EXERCISE_STOPPED when somebody stopped it. */
export async function runExercise(db: Db, options: ExerciseOptions = {}): Promise<ExerciseDone> {
  const { exercise, done } = await beginPlaying(db, options)
  const played = await done
  if (!played) throw new MusterError('EXERCISE_STOPPED', { lane: exercise.lane })
  return played
}

/**
 * Begins to replay the flood of July 2020 on the demo county: gauges rise, warnings come, the level goes up, people are
 * called and answer, patrols report, a boil is found, households leave. It runs in a lane of its own, so that nothing of
 * it reaches a real person or a real duty; everything it did stays readable there, for any moment of it. How far it is
 * stands in the table of exercises, where it can be paused, sped up and stopped. EXERCISE_RUNNING, EXERCISE_SPAN.
 */
export async function beginPlaying(db: Db, options: ExerciseOptions = {}): Promise<Begun> {
  const wall = wallClock.now()
  const { from, to } = { from: options.from ?? SPAN.from, to: options.to ?? SPAN.to }
  const lane = `exercise-${newId(wall).slice(-12)}`
  const seed = options.seed ?? 1
  const begin = {
    lane,
    district: DEMO_DISTRICT,
    seed,
    from,
    to,
    speed: options.speed ?? null,
    chair: options.chair ?? false,
  }
  const exercise = await beginExercise(db, wall, PLAYER, begin)
  return { exercise, done: playToEnd(db, exercise, options) }
}

/** Plays it and writes down how it ended, also when it failed. */
async function playToEnd(db: Db, exercise: Exercise, options: ExerciseOptions): Promise<ExerciseDone | null> {
  const { lane, from, to } = exercise
  const end = (state: 'done' | 'stopped' | 'failed', report: ReplayReport | null, fault: string | null) =>
    db.write(wallClock.now(), (tx) => endExercise(tx, wallClock.now(), lane, { state, report, fault }))
  try {
    const report = await play(db, exercise, options)
    await end(report ? 'done' : 'stopped', report, null)
    return report && { lane, from, to, report }
  } catch (error) {
    if (options.stopping?.aborted) {
      // The database may be given up already: then the next start says so of an exercise whose process is gone.
      await end('failed', null, 'EXERCISE_LOST').catch(() => {})
      return null
    }
    await end('failed', null, error instanceof MusterError ? error.code : 'FAULT')
    throw error
  }
}

/** What it came to; null where it was stopped. */
async function play(db: Db, exercise: Exercise, options: ExerciseOptions): Promise<ReplayReport | null> {
  const began = Date.now()
  const { lane, from, to } = exercise
  // Whoever began it is answered first: to draw the county's waters keeps the process for a moment.
  await setImmediate()
  const waters = demoWaters()
  const flood = floodScript(waters)
  const script = [
    ...warnings(db, lane, flood, from),
    ...readings(db, lane, waters, from, to),
    ...events(db, lane, flood),
  ]
  const played = await playExercise(db, exercise, { ...options, script })
  if (!played) return null
  const { faults, ended } = played
  await learnAllSizes(db, ended)
  const seconds = Math.round((Date.now() - began) / 100) / 10
  return db.read((tx) => reportOf(tx, lane, ended, { unplaced: 0, seconds, faults }))
}

/** The script's warnings; those from before the beginning that still stand come in at the beginning. */
function warnings(db: Db, lane: string, script: ReturnType<typeof floodScript>, from: Date): Happening[] {
  return script.warnings.map((w) => ({
    at: w.at < from ? from : w.at,
    what: `warning ${w.identifier}`,
    act: async (now) => {
      const { warnings: read } = readCap(w.xml)
      await takeWarnings(db, now, PLAYER, { lane, source: 'exercise', warnings: read, raw: w.xml })
    },
  }))
}

/** Every gauge's reading, each quarter of an hour. */
function readings(db: Db, lane: string, { stations }: CountyWaters, from: Date, to: Date): Happening[] {
  const series = stations.flatMap((s) => hydrograph(s, new Date(from.getTime() - 6 * HOUR), to, 15))
  return [...Map.groupBy(series, (r) => Math.max(r.at.getTime(), from.getTime()))].map(([at, own]) => ({
    at: new Date(at),
    what: 'gauges',
    act: async (now) => {
      const severity = await severities(db)
      await takeReadings(db, now, PLAYER, DEMO_DISTRICT, lane, own, severity)
    },
  }))
}

/** Hazards as they are found and mended on the dams, told by whoever is on that section. */
function events(db: Db, lane: string, script: ReturnType<typeof floodScript>): Happening[] {
  /** By dam and chainage: what is said of a hazard later names it. */
  const found = new Map<string, string>()
  return script.events.map((e) => ({
    at: e.at,
    what: e.says.en,
    act: async (now) => {
      const section = await db.read((tx) => sectionAt(tx, DEMO_DISTRICT, e.dam, e.chainageM, { lane, now }))
      if (!section) return
      const id = newId(e.at)
      const spot = `${e.dam} ${e.chainageM}`
      const of = e.kind === 'treated' ? found.get(spot) : undefined
      if (e.kind === 'hazard') found.set(spot, id)
      const body = of
        ? { of, state: 'treated', says: e.says }
        : { hazard: e.hazard, muddy: e.muddy, chainageM: e.chainageM, says: e.says }
      await takeRecords(
        db,
        now,
        PLAYER,
        DEMO_DISTRICT,
        lane,
        [
          {
            id,
            kind: of ? 'hazard-state' : e.kind,
            subject: section.id,
            toldBy: section.holder ?? section.id,
            occurredAt: e.at,
            at: e.position as Position,
            body,
          },
        ],
        afterRecords,
      )
    },
  }))
}
