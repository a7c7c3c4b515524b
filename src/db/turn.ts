import type { Tx } from './connect.ts'

/**
 * Whoever changes counts takes part in a district's turn: acts beside one another (`countBeside`), what writes new
 * requirements, or a place in the tree, alone (`countAlone`), for a short piece. An act and such a piece that did not see each
 * other's rows would leave a requirement with a wrong number of holders. To be taken before anything else is read or locked: a
 * statement sees what was committed when it began, and an act that already holds a duty's row would wait for a piece that waits for
 * that row. An advisory lock, and not the campaign's row: row locks that are shared are given to those who come later too, so that
 * a stream of acts would keep the piece waiting for ever. Taken again, it costs a statement and waits for nobody.
 */
export async function countBeside(tx: Tx, district: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${district}, ${TURN})), ${PLANNED_ANEW(tx)}`
}

export async function countAlone(tx: Tx, district: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${district}, ${TURN})), ${PLANNED_ANEW(tx)}`
}

/**
 * What counts works on one row or on thousands with the same statements: each is planned for what the tables are now. A plan that
 * was made, and kept by the connection, while they were empty loops over all of them for each row.
 */
const PLANNED_ANEW = (tx: Tx) => tx`set_config('plan_cache_mode', 'force_custom_plan', true)`

/** Tells these locks from others: the letters of "turn". */
const TURN = 0x7475726e
