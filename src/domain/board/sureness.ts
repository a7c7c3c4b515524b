import type { Fragment, Tx } from '../../db/connect.ts'
import { COUNT_BITS } from '../gaps/counts.ts'
import type { SummedCounts } from './model.ts'

/**
 * In which way something that is required is not sure: nobody holds it; somebody, but too few; evidence is late; not as many as are
 * needed have said yes; not as many are there; evidence is expected and has not come.
 */
export const SURE_WAYS = ['nobody', 'few', 'late', 'not-agreed', 'not-there', 'not-heard'] as const
export type SureWay = (typeof SURE_WAYS)[number]

/** The bits that tell it: those that are set, and those that are not. */
const BITS: Record<SureWay, { set: number; unset: number }> = {
  nobody: { set: COUNT_BITS.nobody, unset: 0 },
  few: { set: COUNT_BITS.unheld, unset: COUNT_BITS.nobody },
  late: { set: COUNT_BITS.late, unset: 0 },
  'not-agreed': { set: COUNT_BITS.required, unset: COUNT_BITS.agreed },
  'not-there': { set: COUNT_BITS.required, unset: COUNT_BITS.arrived },
  'not-heard': { set: COUNT_BITS.expected, unset: COUNT_BITS.heard },
}

/** Of bits, that they tell a way. */
export function isUnsure(tx: Tx, way: SureWay, bits: Fragment): Fragment {
  const { set, unset } = BITS[way]
  return tx`${bits} & ${tx.unsafe(String(set | unset))} = ${tx.unsafe(String(set))}`
}

/** How many of what is counted are not sure in a way: as many as its list has rows. */
export function countOf(way: SureWay, c: Omit<SummedCounts, 'kinds'>): number {
  switch (way) {
    case 'nobody':
      return c.nobody
    case 'few':
      return c.unheld - c.nobody
    case 'late':
      return c.late
    case 'not-agreed':
      return c.required - c.agreed
    case 'not-there':
      return c.required - c.arrived
    case 'not-heard':
      return c.expected - c.heard
  }
}
