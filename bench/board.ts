import { browsingOfTheCounty } from './board/browsing.ts'
import { downloadOfAMillion, requestsOfTheBoard } from './board/requests.ts'
import { searchOfTheProvince } from './board/search.ts'
import { tilesOfTheCounty } from './board/tiles.ts'
import { viewersOfAnExercise } from './board/viewers.ts'
import type { Figure } from './harness/figure.ts'

/** The board: what each of its requests costs at the size of a province and of a nation. */
export const figures: Figure[] = [
  ...tilesOfTheCounty,
  requestsOfTheBoard,
  downloadOfAMillion,
  searchOfTheProvince,
  ...viewersOfAnExercise(),
  ...browsingOfTheCounty(),
]
