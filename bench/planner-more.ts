import type { Figure } from './harness/figure.ts'
import { gapOfFiles } from './planner-more/gap-files.ts'
import { rosterWeek } from './planner-more/roster-week.ts'
import { sparseLoads } from './planner-more/sparse.ts'

/** The planner where it is not solved exactly at once: unequal loads, and rosters. */
export const figures: Figure[] = [gapOfFiles, sparseLoads, rosterWeek]
