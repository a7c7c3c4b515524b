import { makeCounty } from '../../src/apps/demo/county.ts'
import { DEMO, DEMO_DISTRICT } from '../../src/apps/demo/load.ts'
import type { County } from '../../src/apps/demo/model.ts'
import { countyJobs } from '../../src/apps/demo/rows.ts'
import type { Db } from '../../src/db/connect.ts'
import type { Actor } from '../../src/domain/audit/model.ts'
import { applyImport } from '../../src/domain/imports/actions.ts'

export const BENCH: Actor = { kind: 'import', id: 'bench' }
export const DISTRICT = DEMO_DISTRICT
/** The register that figures begin with is older than anything that they measure. */
export const LONG_AGO = new Date('2019-01-01T00:00:00+08:00')

/** The demo county with so many households, and people enough for its units. */
export function countyOf(households: number): County {
  return makeCounty({ ...DEMO, households })
}

/** Writes what stands before a figure begins: the county's areas, or its units and people too. */
export async function settle(
  db: Db,
  now: Date,
  county: County,
  what: readonly ('areas' | 'units' | 'people')[],
): Promise<void> {
  const jobs = countyJobs(county).filter((job) => what.some((kind) => kind === job.what))
  await applyImport(db, now, BENCH, jobs)
}

/** Statistics as a database that has run for a day has them. */
export async function analyze(db: Db): Promise<void> {
  await db.write(new Date(), (tx) => tx`analyze`)
}
