import { MusterError } from '../../../base/errors.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import type { Actor } from '../../audit/model.ts'
import { type ImportJob, type ImportReport, type Ran, runJob, takeBack } from '../actions.ts'
import type { Progress } from '../saved.ts'
import { differences, promiseOf, rowsIn } from './promise.ts'

/** What a job would do, as it may be shown and then held to. */
export async function showJob(db: Db, now: Date, actor: Actor, job: ImportJob, onProgress: Progress): Promise<Ran> {
  return takeBack(db, now, (tx) => runJob(tx, now, actor, job, onProgress))
}

/** Writes a job that was shown, if it still comes to what was shown: IMPORT_OVERTAKEN. Null: nobody was shown anything. */
export async function applyShown(
  db: Db,
  now: Date,
  actor: Actor,
  { job, shown }: { job: ImportJob; shown: Ran | null },
  onProgress: Progress,
): Promise<ImportReport> {
  const work = async (tx: Tx) => {
    const ran = await runJob(tx, now, actor, job, onProgress)
    if (shown && promiseOf(shown) !== promiseOf(ran)) {
      throw new MusterError('IMPORT_OVERTAKEN', { differs: differences(rowsIn(shown), rowsIn(ran)) })
    }
    return ran.report
  }
  return db.write(now, work, { long: true })
}
