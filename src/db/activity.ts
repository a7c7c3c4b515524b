import type { Tx } from './connect.ts'
import type { DbState } from './state.ts'

/** The statement of ours that a server has worked on longest, but the one that asks; null where there is none. */
export async function longestRunning(tx: Tx): Promise<DbState['running']> {
  const [row] = await tx<{ statement: string; since: Date }[]>`
    select query as statement, query_start as since from pg_stat_activity
    where application_name = 'muster' and datname = current_database() and state = 'active' and pid <> pg_backend_pid()
    order by query_start limit 1`
  return row ?? null
}
