import type { Figure } from './harness/figure.ts'
import { coverageOfTheNation } from './main/coverage.ts'
import { importOfPlaces } from './main/import.ts'
import { coverageOfThePast } from './main/past.ts'
import { summonses } from './main/summonses.ts'
import { warning } from './main/warning.ts'

/** The main job, from a warning to its summonses and to the picture of it: see README.md for what is done in each. */
export const figures: Figure[] = [importOfPlaces, warning, summonses, coverageOfTheNation, coverageOfThePast]
