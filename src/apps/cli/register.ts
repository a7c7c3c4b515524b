import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MusterError } from '../../base/errors.ts'
import { chosenBy, type Db, openDb } from '../../db/connect.ts'
import { migrationStatus } from '../../db/migrate.ts'
import { openMuster } from '../open.ts'
import type { Cli } from './answer.ts'

/**
 * Lends a register that is there to a command that looks, or acts on what it holds. It neither makes a database nor
 * migrates one: to look into the wrong folder must not leave an empty register there. Throws REGISTER_MISSING, DB_BEHIND and what `openDb` does.
 */
export async function lookInto<T>(cli: Cli, look: (db: Db) => Promise<T>): Promise<T> {
  return lend(await openAsIs(cli), async (db) => {
    const { applied, pending } = await migrationStatus(db)
    if (applied.length === 0) throw new MusterError('REGISTER_MISSING', { where: whereOf(cli.env) })
    if (pending.length > 0) throw new MusterError('DB_BEHIND', { pending: pending.join(', ') })
    return look(db)
  })
}

/** Lends the register to a command that writes, made and migrated where need be, with the playbooks that come with Muster. */
export async function workOn<T>(cli: Cli, work: (db: Db) => Promise<T>): Promise<T> {
  return lend(await openMuster(cli.env, cli.clock.now(), cli.tell), work)
}

/** Lends the database as it is, whatever is in it. Throws REGISTER_MISSING when the embedded one was never made. */
export async function lookAtDatabase<T>(cli: Cli, look: (db: Db) => Promise<T>): Promise<T> {
  return lend(await openAsIs(cli), look)
}

/** Which database the environment names, as it may be shown. */
export function whereOf(env: NodeJS.ProcessEnv): string {
  const { url, folder } = chosenBy(env)
  return url === undefined ? `the folder ${folder}` : 'the database of MUSTER_DATABASE_URL'
}

/** Whether the database of the environment is there to be opened; of a server only trying tells. */
export function isMade(env: NodeJS.ProcessEnv): boolean {
  const { url, folder } = chosenBy(env)
  return url !== undefined || existsSync(join(folder, 'postgres'))
}

async function openAsIs(cli: Cli): Promise<Db> {
  if (!isMade(cli.env)) throw new MusterError('REGISTER_MISSING', { where: whereOf(cli.env) })
  return openDb({ ...chosenBy(cli.env), onProgress: cli.tell })
}

async function lend<T>(db: Db, use: (db: Db) => Promise<T>): Promise<T> {
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}
