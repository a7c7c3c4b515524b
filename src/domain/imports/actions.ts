import { MINUTE } from '../../base/clock.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { byHalves } from '../../db/set-aside.ts'
import { learnGrown } from '../../db/statistics.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit, auditAll } from '../audit/store.ts'
import { planAnew } from '../board/lists/walk.ts'
import type { ImportAnswers } from './answers.ts'
import type { AbsenceRow, AreaRow, DutyRow, PersonRow, PlaceRow, Reading, UnitRow } from './model.ts'
import { problem } from './reasons.ts'
import { saveAbsences } from './save-absences.ts'
import { saveAreas } from './save-areas.ts'
import { saveDuties } from './save-duties.ts'
import { savePeople } from './save-people.ts'
import { savePlaces } from './save-places.ts'
import { saveUnits } from './save-units.ts'
import {
  addSaved,
  type ImportReport,
  inParts,
  nothingSaved,
  type Outcome,
  type Progress,
  reportOf,
  type Saved,
} from './saved.ts'

export type { ImportReport, Progress } from './saved.ts'

/** What a reader read, and what writing it has to know besides. `source` names the file in the audit. */
export type ImportJob = { source: string } & (
  | { what: 'areas'; reading: Reading<AreaRow>; districtKind: string; under?: string; kinds?: readonly string[] }
  | { what: 'units'; reading: Reading<UnitRow>; district?: string }
  | {
      what: 'people'
      reading: Reading<PersonRow>
      district?: string
      soleRoles: ReadonlySet<string>
      answers?: ImportAnswers
    }
  | { what: 'places'; reading: Reading<PlaceRow>; without?: readonly string[] }
  | {
      what: 'duties'
      reading: Reading<DutyRow>
      district?: string
      soleRoles: ReadonlySet<string>
      answers?: ImportAnswers
    }
  | { what: 'absences'; reading: Reading<AbsenceRow>; district?: string; answers?: ImportAnswers }
)

/**
 * Writes all of these readings in one transaction, in their order, or none of it; a report a job. What was refused row by
 * row is in the reports and does not stop the rest. The same files once more change nothing and leave no audit row.
 */
export async function applyImport(
  db: Db,
  now: Date,
  actor: Actor,
  jobs: readonly ImportJob[],
  onProgress: Progress = () => {},
): Promise<ImportReport[]> {
  const work = async (tx: Tx) => {
    const reports = await runJobs(tx, now, actor, jobs, onProgress)
    await learnGrown(tx)
    return reports
  }
  return db.write(now, work, { long: true })
}

/** One job's report, and what became of each thing in it. */
export interface Ran {
  report: ImportReport
  outcomes: Outcome[]
}

/**
 * What `applyImport` would do, found by doing it and taking it back: the database's own refusals, and jobs that build on
 * the ones before, are then in the preview as they will be. A preview that compares by rules of its own would be quicker
 * and now and then wrong.
 */
export async function previewImport(
  db: Db,
  now: Date,
  actor: Actor,
  jobs: readonly ImportJob[],
  onProgress: Progress = () => {},
): Promise<ImportReport[]> {
  return takeBack(db, now, (tx) => runJobs(tx, now, actor, jobs, onProgress))
}

/** Runs a transaction and takes it back; what it came to. */
export async function takeBack<T>(db: Db, now: Date, run: (tx: Tx) => Promise<T>): Promise<T> {
  const takenBack = new Error('a preview is taken back')
  const done: T[] = []
  const work = async (tx: Tx) => {
    done[0] = await run(tx)
    throw takenBack
  }
  const preview = db.write(now, work, { long: true })
  await preview.catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  return done[0] as T
}

async function runJobs(
  tx: Tx,
  now: Date,
  actor: Actor,
  jobs: readonly ImportJob[],
  onProgress: Progress,
): Promise<ImportReport[]> {
  const reports: ImportReport[] = []
  for (const job of jobs) reports.push((await runJob(tx, now, actor, job, onProgress)).report)
  return reports
}

/**
 * Writes one reading in the caller's transaction. What the database refuses of a row is that row's alone: the set is then tried by
 * halves, until what is refused stands by itself with the reason, and the rest is written.
 */
export async function runJob(tx: Tx, now: Date, actor: Actor, job: ImportJob, onProgress: Progress): Promise<Ran> {
  // A file of ten thousand rows must not run by a plan that was kept from one of ten, or from an empty register.
  await planAnew(tx)
  const saved = nothingSaved()
  const failed = await byHalves<ImportJob['reading']['rows'][number]>(tx, job.reading.rows, async (inner, rows) => {
    const half = { ...job, reading: { ...job.reading, rows } } as ImportJob
    addSaved(saved, await saveJob(inner, now, actor, half, onProgress))
  })
  for (const { item, error } of failed) {
    saved.problems.push(
      problem('REFUSED', item.line, { value: error instanceof Error ? error.message : String(error) }),
    )
  }
  const report = reportOf(job.what, job.reading, saved)
  const outcomes = saved.outcomes.sort((a, b) => a.line - b.line)
  if (report.new + report.changed > 0) await leaveTrace(tx, now, actor, job, { report, outcomes }, saved.districts)
  return { report, outcomes }
}

function saveJob(tx: Tx, now: Date, actor: Actor, job: ImportJob, onProgress: Progress): Promise<Saved> {
  switch (job.what) {
    case 'areas':
      return saveAreas(tx, job.reading.rows, job, onProgress)
    case 'units':
      return saveUnits(tx, now, actor, job.reading.rows, job, onProgress)
    case 'people':
      return savePeople(tx, now, actor, job.reading.rows, job, onProgress)
    case 'places':
      return savePlaces(tx, now, actor, job.reading.rows, job, onProgress)
    case 'duties':
      return saveDuties(tx, now, actor, job.reading.rows, job, onProgress)
    case 'absences':
      return saveAbsences(tx, now, actor, job.reading.rows, job, onProgress)
  }
}

/** How long after an import it is looked for names that nobody bears any more: one look for many files. */
const FORGET_AFTER_MS = 10 * MINUTE

/** One audit row a job and one for each thing that it changed, with what was and what is, and what must be looked at anew: requirements where there are other places or areas now; names. */
async function leaveTrace(
  tx: Tx,
  now: Date,
  actor: Actor,
  job: ImportJob,
  { report, outcomes }: Ran,
  districts: ReadonlySet<string>,
): Promise<void> {
  const [only] = districts
  const { read, changed, same, unplaced } = report
  const detail = { source: job.source, read, new: report.new, changed, same, unplaced: unplaced.length }
  const district = districts.size === 1 && only !== undefined ? only : EVERYWHERE
  await audit(tx, now, actor, { district, act: `import.${job.what}`, detail })
  const altered = outcomes.filter((outcome) => outcome.changes.length > 0)
  for (const [of, theirs] of Map.groupBy(altered, (outcome) => outcome.district)) {
    for (const part of inParts(theirs)) {
      const each = part.map(({ subject, code, changes }) => ({
        subject,
        detail: { source: job.source, code, changes },
      }))
      await auditAll(tx, now, actor, { district: of, act: `import.${job.what}.change`, each })
    }
  }
  if (job.what === 'areas' || job.what === 'places') await askAll(tx, ACTUAL, [...districts], 'require', now)
  if (job.what === 'duties' || job.what === 'absences') return
  await askAll(tx, ACTUAL, [...districts], 'index', now)
  // What is no longer called so is found no more as it is; its old name may stay in the index until imports are over.
  if (report.changed > 0) await ask(tx, ACTUAL, EVERYWHERE, 'forget', new Date(now.getTime() + FORGET_AFTER_MS))
}
