import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chosenBy, type Db, openDb } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { learnGrown } from '../db/statistics.ts'
import { loadPlaybook } from '../domain/playbooks/load.ts'
import { savePlaybook } from '../domain/playbooks/store.ts'

const PLAYBOOKS = fileURLToPath(new URL('../../playbooks', import.meta.url))

/** Opens the database that the environment asks for, brought up to date, with the playbooks that come with Muster. */
export async function openMuster(
  env: NodeJS.ProcessEnv,
  now: Date,
  onProgress: (text: string) => void = () => {},
): Promise<Db> {
  const db = await openDb({ ...chosenBy(env), onProgress })
  try {
    await migrate(db, now, { onProgress })
    await loadPlaybooks(db, now)
    // What was written by an older Muster, or by one that was ended in the middle, may never have been looked at.
    if (db.engine === 'embedded') await db.write(now, learnGrown, { long: true })
    await db.tidy()
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

/** Stores the playbooks of a folder; what is stored already, by its content, stays as it is. */
export async function loadPlaybooks(db: Db, now: Date, folder: string = PLAYBOOKS): Promise<void> {
  const files = readdirSync(folder)
    .filter((f) => f.endsWith('.yaml'))
    .sort()
  const loaded = files.map((f) => {
    const text = readFileSync(join(folder, f), 'utf8')
    return { playbook: loadPlaybook(text, f), text }
  })
  await db.write(now, async (tx) => {
    for (const { playbook, text } of loaded) await savePlaybook(tx, now, playbook, text)
  })
}
