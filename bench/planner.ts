import type { Figure } from './harness/figure.ts'
import { counties } from './planner/counties.ts'
import { repairs } from './planner/repair.ts'
import { transports } from './planner/transport.ts'

/** The planner, against the fastest there is for the same problem: see README.md for what is done in each. */
export const figures: Figure[] = [...transports, ...repairs, ...counties]
