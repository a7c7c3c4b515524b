import type { Db, Tx } from '../../src/db/connect.ts'
import { type WatchedQuery, watchStatements } from './watch-statements.ts'

export type PlanMode = 'force_generic_plan' | 'force_custom_plan'

/** A database whose writes are planned in one way, and in which nobody learns how large tables are. */
export function unlearned(db: Db, mode: PlanMode): Db {
  return {
    ...db,
    write: (now, fn) =>
      db.write(now, async (tx) => {
        await setFor(tx, mode)
        return fn(tx)
      }),
  }
}

const setFor = (tx: Tx, mode: PlanMode) =>
  tx`select set_config('plan_cache_mode', ${mode}, true), set_config('muster.learn_sizes', 'off', true)`

interface Statement {
  text: string
  types: number[]
  values: (string | null)[]
}

/** What a part of a plan touched: rows that it gave and rows that it looked at in vain, over all its runs. */
export interface Work {
  node: string
  rows: number
  statement: string
}

class Undone extends Error {}

/** Statements with a plan; but for those that choose how others are planned, which is decided here. */
const PLANNED = /^(?!.*set_config\()\s*(select|with|insert|update|delete)/is

/**
 * What each part of the plans of an act touches, the most first. The act is done, its statements noted, and undone; then they are run
 * once more, each explained as it is prepared and planned in the given way: so that what is measured is rows and not time.
 */
export async function workOf(db: Db, now: Date, mode: PlanMode, act: (tx: Tx) => Promise<unknown>): Promise<Work[]> {
  const noted: Statement[] = []
  const undone = db.write(now, async (tx) => {
    await setFor(tx, mode)
    await act(watchStatements(tx, (query) => noted.push(lazily(query))))
    throw new Undone()
  })
  await undone.catch((error) => {
    if (!(error instanceof Undone)) throw error
  })
  return db.write(now, async (tx) => {
    await setFor(tx, mode)
    const work: Work[] = []
    for (const [n, statement] of noted.filter((s) => PLANNED.test(s.text)).entries()) {
      const types = statement.types.map((t) => (t ? `${t}::regtype` : `'unknown'::regtype`))
      const [named] = await tx.unsafe<{ all: string | null }[]>(
        `select (select string_agg(format_type(t, null), ', ' order by n) from unnest(array[${types.join()}]::oid[]) with ordinality u (t, n)) as all`,
      )
      await tx.unsafe(`prepare looked_${n} ${named?.all ? `(${named.all})` : ''} as ${statement.text}`)
      const values = statement.values.map((v) => (v === null ? 'null' : `'${v.replaceAll("'", "''")}'`))
      const [row] = await tx.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
        `explain (analyze, timing off, costs off, format json) execute looked_${n} ${values.length > 0 ? `(${values.join()})` : ''}`,
      )
      await tx.unsafe(`deallocate looked_${n}`)
      const plan = row?.['QUERY PLAN'][0]?.Plan
      if (plan) work.push(...walk(plan, statement.text))
    }
    return work.sort((a, b) => b.rows - a.rows)
  })
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Join Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

function walk(node: PlanNode, statement: string): Work[] {
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)
  const name = [node['Node Type'], node['Relation Name'], node['Index Name'], node['Index Cond']]
    .filter(Boolean)
    .join(' ')
  const own = {
    node: name,
    rows: each * node['Actual Loops'],
    statement: statement.trim().replace(/\s+/g, ' ').slice(0, 400),
  }
  return [own, ...(node.Plans ?? []).flatMap((p) => walk(p, statement))]
}

/** Text and values are known once the driver has made them: they are read when they are asked for. */
function lazily(query: WatchedQuery): Statement {
  return {
    get text() {
      return query.statement?.string ?? ''
    },
    get types() {
      return (query.parameters ?? []).map((_, i) => query.statement?.types[i] ?? 0)
    },
    get values() {
      return (query.parameters ?? []).map((v) => (v === null || v === undefined ? null : String(v)))
    },
  }
}
