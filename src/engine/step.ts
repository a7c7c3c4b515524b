import type { Clock } from '../base/clock.ts'
import type { Channel } from '../channels/channel.ts'
import type { StepName } from '../db/agenda.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Filling } from '../domain/gaps/fill.ts'
import type { Filled } from '../domain/gaps/filled.ts'
import type { Planner } from '../domain/planner/model.ts'

/** What an engine has to work with. Nothing here is state: it is the same for every cycle. */
export interface Gear {
  planner: Planner
  /**
   * Makes a plan beside the process, so that it goes on answering meanwhile; left out: here and now. `stopping` as below: a plan
   * in the making is given up then, with the signal's reason.
   */
  fill?: (filling: Filling, stopping?: AbortSignal) => Promise<Filled>
  /** Aborted when the engine is asked to stop: what goes in pieces, or only computes, ends there and is done after the next start. */
  stopping?: AbortSignal
  /** What time it is when a step that worked for long writes; left out: when it began, as in a lane with a clock of its own. */
  clock?: Clock
  /** Channels by name; a ladder's channel that is not here is an address nobody has. */
  channels: ReadonlyMap<string, Channel>
  /** By which leases run out; the wall's time when left out. A lane's time would let those of an exercise run out at once. */
  wall?: Clock
  /** Told of each step when it is begun, inside its transaction: it must not wait for anything. */
  onBegin?: (step: StepName, district: string) => void
  /** Told of each step that did something, for logs and progress. */
  onStep?: (step: StepName, district: string, ms: number) => void
}

/** One claimed step of a district. */
export interface Work {
  lane: string
  district: string
  now: Date
}

/**
 * What a step leaves: when it wants to run again, and what it does once its claim is committed. `afterwards` runs under a
 * lease that keeps other engines away from the step and is prolonged for as long as it runs. If the engine dies in it, the
 * step runs again, so it has to bear being done twice.
 */
export interface Left {
  next: Date | null
  afterwards?: (db: Db) => Promise<void>
}

export interface Step {
  name: StepName
  /** It gives way, for some seconds, to whatever calls people. */
  givesWay?: true
  /** Claims, acts and writes the audit in the transaction that it is given. */
  run(tx: Tx, work: Work, gear: Gear): Promise<Left>
}
