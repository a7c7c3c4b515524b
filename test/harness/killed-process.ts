import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, inject, vi } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { type Db, type OpenOptions, openDb } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from './cap-message.ts'
import { killedInTheMiddle } from './child.ts'
import { type County, polygonOf, settle } from './county.ts'
import { playedPhones } from './scene.ts'
import { databaseOf } from './template.ts'
import { START } from './world.ts'

/** Everything that acts write: what is half written shows in one of these. */
const TABLES = [
  'unit',
  'unit_parent',
  'membership',
  'duty',
  'absence',
  'record',
  'proposal',
  'proposal_line',
  'callout',
  'summons',
  'message',
  'audit',
  'requirement',
  'coverage',
  'coverage_log',
]

/** How many rows each of those tables has, and a sum over their contents. */
export function tableSums(db: Db): Promise<Record<string, string>> {
  return db.read(async (tx) => {
    const rows = await tx.unsafe<{ name: string; n: number; sum: string }[]>(
      TABLES.map(
        (t) =>
          `select '${t}' as name, count(*)::int as n, coalesce(sum(hashtext(t::text)), 0)::text as sum from "${t}" t`,
      ).join(' union all '),
    )
    return Object.fromEntries(rows.map((r) => [r.name, `${r.n} rows ${r.sum}`]))
  })
}

/** So many minutes after the story's beginning. */
export const minutesOn = (minutes: number) => new Date(START.getTime() + minutes * MINUTE)

/**
 * A database of the file's own, in which village 1 of the little county is warned; one process after another opens it, and some
 * are killed. Tests of a file follow each other on it. `flowDone`: the engine has acted on the warning before the first of them.
 */
export function useKilledProcesses({ flowDone = false } = {}) {
  // A folder is opened again after each death, which takes the embedded engine some seconds.
  vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })
  const template = inject('template')
  const phones = playedPhones()
  const gear = { planner: leastCost, channels: new Map([['phone', phones.channel]]) }
  let options: OpenOptions
  let county: County
  let letGo = async () => {}

  async function withDb<T>(fn: (db: Db) => Promise<T>): Promise<T> {
    const db = await openDb(options)
    try {
      return await fn(db)
    } finally {
      await db.close()
    }
  }

  beforeAll(async () => {
    if (template.engine === 'embedded') {
      const folder = mkdtempSync(join(tmpdir(), 'muster-crash-'))
      options = { folder }
      letGo = async () => rmSync(folder, { recursive: true })
    } else {
      const name = `muster_crash_${process.pid}`
      const admin = postgres(template.url, { max: 1, onnotice: () => {} })
      await admin`create database ${admin(name)}`
      options = { url: databaseOf(template.url, name) }
      letGo = async () => {
        await admin`drop database if exists ${admin(name)} with (force)`
        await admin.end()
      }
    }
    await withDb(async (db) => {
      await migrate(db, START)
      county = await settle(db, START)
      const xml = cap({ severity: 'Severe', area: `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>` })
      const { warnings } = readCap(xml)
      await takeWarnings(db, START, CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
      if (flowDone) await runDue(db, ACTUAL, minutesOn(1), gear)
    })
  })
  afterAll(() => letGo())

  return {
    phones,
    gear,
    withDb,
    idOf: (code: string) => county.id(code),
    /** The text of what opens the database, for the lines of another process. */
    optionsText: () => JSON.stringify(options),
    /** Kills another process in the middle of the first transaction of `lines`, which have `db`, `now`, `CONSOLE` and `args`. */
    killedWithin: (imports: Record<string, string>, lines: string, args: unknown = {}) =>
      killedInTheMiddle(
        { openStoppedDb: 'test/harness/stopped-db.ts', CONSOLE: 'src/domain/audit/model.ts', ...imports },
        `const db = await openStoppedDb(${JSON.stringify(options)})
         const now = new Date(${JSON.stringify(minutesOn(1))})
         const args = ${JSON.stringify(args)}
         ${lines}`,
      ),
  }
}
