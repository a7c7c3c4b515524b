import { busyServer } from './firm/busy-server.ts'
import { exercisesAtSpeed } from './firm/exercising.ts'
import { feeds } from './firm/feed.ts'
import { fullDisk } from './firm/full-disk.ts'
import { kills } from './firm/kills.ts'
import { malformed } from './firm/malformed.ts'
import { stopping } from './firm/stopping.ts'
import type { Figure } from './harness/figure.ts'

/** Whether it stays up, answers and loses nothing: see README.md for what is done in each. */
export const figures: Figure[] = [
  ...exercisesAtSpeed(),
  ...busyServer(),
  ...feeds,
  ...malformed,
  ...kills,
  ...fullDisk,
  ...stopping,
]
