import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { type Db, openDb } from '../../src/db/connect.ts'
import { distribute } from '../../src/db/distribute.ts'
import { migrate, migrationsIn } from '../../src/db/migrate.ts'
import { SETTLED, settle } from './county.ts'

/**
 * What a test's world is made from, made once a run and not once a test:
 * embedded, a dump of a migrated database; server, a template database that each test clones, and another in which the little
 * county is settled (`settled`); distributed, one database that each test empties, since Citus can't clone.
 */
export type Template =
  | { engine: 'embedded'; dump: string }
  | { engine: 'server'; url: string; name: string; settled: string }
  | { engine: 'distributed'; url: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/muster', import.meta.url))
const PARTS = ['@electric-sql/pglite', '@electric-sql/pglite-postgis']

/**
 * Vitest's global setup: makes the template of the engine that the environment asks for, unless it is there already. That of the
 * county is the run's own and goes with it, since much of the source has a part in it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const template = await makeTemplate(process.env)
  project.provide('template', template)
  return async () => {
    if (template.engine === 'server')
      await asAdmin(
        template.url,
        async (admin) => void (await admin`drop database if exists ${admin(template.settled)}`),
      )
  }
}

async function asAdmin<T>(url: string, work: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

async function makeTemplate(env: NodeJS.ProcessEnv): Promise<Template> {
  if (env.MUSTER_TEST_CITUS_URL) return onCitus(env.MUSTER_TEST_CITUS_URL)
  if (env.MUSTER_TEST_URL) return onServer(env.MUSTER_TEST_URL)
  return embedded()
}

async function embedded(): Promise<Template> {
  const dump = join(CACHE, `template-${fingerprint()}.tgz`)
  if (existsSync(dump)) return { engine: 'embedded', dump }
  mkdirSync(CACHE, { recursive: true })
  // Runs at once may both make it; each renames a whole file into place, and the two are the same.
  const draft = join(CACHE, `draft-${process.pid}.tgz`)
  const db = await openDb({ memory: { saveTo: draft } })
  await migrate(db, new Date())
  await db.close()
  for (const old of readdirSync(CACHE)) if (old.startsWith('template-')) rmSync(join(CACHE, old), { force: true })
  renameSync(draft, dump)
  return { engine: 'embedded', dump }
}

async function onServer(url: string): Promise<Template> {
  const name = `muster_template_${fingerprint()}`
  const settled = `muster_settled_${process.pid}`
  await asAdmin(url, async (admin) => {
    const [there] = await admin`select from pg_database where datname = ${name}`
    if (!there) {
      // Made under another name, so that a run which died halfway leaves no half template under the right one.
      const draft = `muster_draft_${process.pid}`
      await admin`drop database if exists ${admin(draft)}`
      await admin`create database ${admin(draft)}`
      await within(databaseOf(url, draft), (db) => migrate(db, new Date()))
      await admin`alter database ${admin(draft)} rename to ${admin(name)}`
    }
    await admin`drop database if exists ${admin(settled)}`
    await admin`create database ${admin(settled)} template ${admin(name)}`
    await within(databaseOf(url, settled), (db) => settle(db, SETTLED))
  })
  return { engine: 'server', url, name, settled }
}

async function within(url: string, work: (db: Db) => Promise<unknown>): Promise<void> {
  const db = await openDb({ url, pool: 1 })
  await work(db)
  await db.close()
}

async function onCitus(url: string): Promise<Template> {
  // Every test empties it: the name is the only sign that nobody will miss what is in it.
  if (!new URL(url).pathname.includes('test')) throw new Error('MUSTER_TEST_CITUS_URL must name a database for tests')
  const db = await openDb({ url, pool: 1 })
  await migrate(db, new Date())
  await distribute(db, new Date())
  await db.close()
  return { engine: 'distributed', url }
}

/** The same server, another database. */
export function databaseOf(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** Changes when a migration or the embedded engine does. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const { name, sha256 } of migrationsIn()) hash.update(`${name} ${sha256}\n`)
  for (const part of PARTS) hash.update(`${part} ${versionOf(part)}\n`)
  return hash.digest('hex').slice(0, 12)
}

function versionOf(part: string): string {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve(part)))
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}
