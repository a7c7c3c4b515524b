import { askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { AreaRow, DutyRow, PersonRow, PlaceRow, Reading, UnitRow } from './model.ts'
import { saveAreas } from './save-areas.ts'
import { saveDuties } from './save-duties.ts'
import { savePeople } from './save-people.ts'
import { savePlaces } from './save-places.ts'
import { saveUnits } from './save-units.ts'
import { type ImportReport, type Progress, reportOf, type Saved } from './saved.ts'

export type { ImportReport, Progress } from './saved.ts'

/** What a reader read, and what writing it has to know besides. `source` names the file in the audit. */
export type ImportJob = { source: string } & (
  | { what: 'areas'; reading: Reading<AreaRow>; districtKind: string; under?: string }
  | { what: 'units'; reading: Reading<UnitRow>; district?: string }
  | { what: 'people'; reading: Reading<PersonRow>; district?: string; soleRoles: ReadonlySet<string> }
  | { what: 'places'; reading: Reading<PlaceRow>; without?: readonly string[] }
  | { what: 'duties'; reading: Reading<DutyRow>; district?: string; soleRoles: ReadonlySet<string> }
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
  return db.write(now, (tx) => runJobs(tx, now, actor, jobs, onProgress))
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
  const takenBack = new Error('a preview is taken back')
  let reports: ImportReport[] = []
  const preview = db.write(now, async (tx) => {
    reports = await runJobs(tx, now, actor, jobs, onProgress)
    throw takenBack
  })
  await preview.catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  return reports
}

async function runJobs(
  tx: Tx,
  now: Date,
  actor: Actor,
  jobs: readonly ImportJob[],
  onProgress: Progress,
): Promise<ImportReport[]> {
  const reports: ImportReport[] = []
  for (const job of jobs) {
    const saved = await saveJob(tx, now, actor, job, onProgress)
    const report = reportOf(job.what, job.reading, saved)
    if (report.new + report.changed > 0) await leaveTrace(tx, now, actor, job, report, saved.districts)
    reports.push(report)
  }
  return reports
}

function saveJob(tx: Tx, now: Date, actor: Actor, job: ImportJob, onProgress: Progress): Promise<Saved> {
  switch (job.what) {
    case 'areas':
      return saveAreas(tx, job.reading.rows, job, onProgress)
    case 'units':
      return saveUnits(tx, now, job.reading.rows, job, onProgress)
    case 'people':
      return savePeople(tx, now, actor, job.reading.rows, job, onProgress)
    case 'places':
      return savePlaces(tx, now, job.reading.rows, job, onProgress)
    case 'duties':
      return saveDuties(tx, now, actor, job.reading.rows, job, onProgress)
  }
}

/** One audit row a job, and what must be looked at anew: requirements where there are other places or areas now. */
async function leaveTrace(
  tx: Tx,
  now: Date,
  actor: Actor,
  job: ImportJob,
  report: ImportReport,
  districts: ReadonlySet<string>,
): Promise<void> {
  const [only] = districts
  const { read, changed, same, unplaced } = report
  const detail = { source: job.source, read, new: report.new, changed, same, unplaced: unplaced.length }
  const district = districts.size === 1 && only !== undefined ? only : EVERYWHERE
  await audit(tx, now, actor, { district, act: `import.${job.what}`, detail })
  if (job.what === 'areas' || job.what === 'places') await askAll(tx, ACTUAL, [...districts], 'require', now)
}
