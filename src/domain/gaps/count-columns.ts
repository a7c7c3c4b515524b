import type { Fragment, Tx } from '../../db/connect.ts'
import { COUNT_BITS, COUNT_NAMES, type CountName } from './counts.ts'

/** SQL that is written for each count, set apart by commas: `required, unheld, …`, or what `of` makes of a name. */
export function eachCount(tx: Tx, of: (name: CountName) => string = (name) => name, between = ', '): Fragment {
  return tx.unsafe(COUNT_NAMES.map(of).join(between))
}

/** The columns of a table or of a part by its short name: `g.required, g.unheld, …`. */
export const countsFrom = (tx: Tx, table: string): Fragment => eachCount(tx, (c) => `${table}.${c}`)

/** Each count summed: `sum(required) as required, …`. */
export const sumCounts = (tx: Tx): Fragment => eachCount(tx, (c) => `sum(${c}) as ${c}`)

/** The change of each count, of rows with their bits before (`counted`) and after (`stands`). */
export const movedCounts = (tx: Tx): Fragment =>
  eachCount(tx, (c) => {
    const of = (bits: string) => `(${bits} & ${COUNT_BITS[c]} <> 0)::int`
    return `sum(${of('stands')} - ${of('counted')})::int as ${c}`
  })

/** That any count moved, of rows that are grouped. */
export const anySum = (tx: Tx): Fragment => eachCount(tx, (c) => `sum(${c}) <> 0`, ' or ')
