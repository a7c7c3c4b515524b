import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { openDb } from '../../src/db/connect.ts'
import { distribute } from '../../src/db/distribute.ts'
import { migrate, migrationsIn } from '../../src/db/migrate.ts'

/**
 * What a test's world is made from, made once a run and not once a test:
 * embedded, a dump of a migrated database; server, a template database that each test clones; distributed, one database
 * that each test empties, since Citus can't clone.
 */
export type Template =
  | { engine: 'embedded'; dump: string }
  | { engine: 'server'; url: string; name: string }
  | { engine: 'distributed'; url: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/muster', import.meta.url))
const PARTS = ['@electric-sql/pglite', '@electric-sql/pglite-postgis']

/** Vitest's global setup: makes the template of the engine that the environment asks for, unless it is there already. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('template', await makeTemplate(process.env))
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
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [there] = await admin`select from pg_database where datname = ${name}`
    if (!there) {
      // Made under another name, so that a run which died halfway leaves no half template under the right one.
      const draft = `muster_draft_${process.pid}`
      await admin`drop database if exists ${admin(draft)}`
      await admin`create database ${admin(draft)}`
      const db = await openDb({ url: databaseOf(url, draft), pool: 1 })
      await migrate(db, new Date())
      await db.close()
      await admin`alter database ${admin(draft)} rename to ${admin(name)}`
    }
  } finally {
    await admin.end()
  }
  return { engine: 'server', url, name }
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
