import { wallClock } from '../base/clock.ts'
import { consoleChannel } from '../channels/console.ts'
import { leastCost } from '../domain/planner/least-cost.ts'
import type { Gear } from '../engine/step.ts'
import { fillGaps, newStop } from './planning/thread.ts'

/** The gear of an engine that calls real people: until channels of their own are set up, calls are written out as lines. */
export function realGear(write: (line: string) => void, onStep?: Gear['onStep']): Gear {
  return {
    planner: leastCost,
    fill: (filling, stopping) => fillGaps(filling, newStop(stopping), () => {}),
    clock: wallClock,
    channels: new Map([['phone', consoleChannel('phone', write)]]),
    ...(onStep ? { onStep } : {}),
  }
}
