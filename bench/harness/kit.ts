import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { loadPlaybooks } from '../../src/apps/open.ts'
import { type Db, type OpenOptions, openDb } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { startCluster } from './cluster.ts'

/** What a figure has to work with: databases of its own, one size for all, and somewhere to say what it is doing. */
export interface Kit {
  /** 1 is the full size; below it, a trial of the benchmark itself. */
  readonly scale: number
  /** So many, or the kit's part of them. */
  sized(full: number): number
  tell(text: string): void
  /** An empty folder, removed afterwards. */
  folder<T>(fn: (folder: string) => Promise<T>): Promise<T>
  /** A fresh database with the playbooks in it: the embedded engine on a folder, as a county runs it. */
  embedded<T>(fn: (db: Db) => Promise<T>): Promise<T>
  /** A fresh database with the playbooks in it on a PostgreSQL server, and its URL. Throws `Unmeasurable` where there is none. */
  server<T>(fn: (db: Db, url: string) => Promise<T>): Promise<T>
}

/** `url`: a PostgreSQL server on which databases may be made and dropped; without one a cluster is started for the run. */
export function makeKit(options: {
  scale: number
  url: string | undefined
  tell: (text: string) => void
}): Kit & { close(): Promise<void> } {
  const { scale, tell } = options
  let cluster: ReturnType<typeof startCluster> | null = null
  return {
    scale,
    sized: (full) => Math.max(1, Math.round(full * scale)),
    tell,
    folder: withFolder,
    embedded: (fn) => withFolder((folder) => withDb({ folder }, fn)),
    async server(fn) {
      if (options.url === undefined) cluster ??= startCluster(tell)
      const url = options.url ?? (await cluster)?.url ?? ''
      const admin = postgres(url, { max: 1, onnotice: () => {} })
      const name = `muster_bench_${randomUUID().slice(0, 8)}`
      try {
        await admin`create database ${admin(name)}`
        const own = new URL(url)
        own.pathname = `/${name}`
        return await withDb({ url: own.href }, (db) => fn(db, own.href))
      } finally {
        await admin`drop database if exists ${admin(name)} with (force)`
        await admin.end()
      }
    },
    async close() {
      // A cluster that could not start has said so in the figure that asked for it.
      const started = await cluster?.catch(() => null)
      await started?.stop()
    },
  }
}

async function withFolder<T>(fn: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  // Hundreds of megabytes: they go even when the run is broken off.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', remove)
  try {
    return await fn(folder)
  } finally {
    process.off('exit', remove)
    remove()
  }
}

/** A database that is migrated and has the playbooks, closed afterwards. */
export async function withDb<T>(options: OpenOptions, fn: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDb(options)
  try {
    await migrate(db, new Date())
    await loadPlaybooks(db, new Date())
    return await fn(db)
  } finally {
    await db.close()
  }
}
