import { MINUTE } from '../../base/clock.ts'
import type { GaugeMemory } from './believe.ts'
import type { StationLevel } from './crossings.ts'
import type { Reading } from './gauges.ts'
import type { WarningRef } from './model.ts'

/** What a district's watch remembers between two readings. `last` is the message that each gauge's next one refers to. */
export interface GaugeWatch {
  memories: Map<string, GaugeMemory>
  levels: Map<string, StationLevel>
  last: Map<string, WarningRef>
}

/**
 * By so much the clock of a logger may be ahead of ours. A reading that lies further ahead of when it came in has a wrong
 * clock: to judge later ones by it would make each of them an older one that came late.
 */
const MOST_AHEAD_MS = 10 * MINUTE

/** The latest time that a reading may bear which comes in `now`. */
export function latestTime(now: Date): Date {
  return new Date(now.getTime() + MOST_AHEAD_MS)
}

/** The watch without what it remembers of readings later than `latest`: one that was kept before the clock was looked at. */
export function withoutAhead(watch: GaugeWatch, latest: Date): GaugeWatch {
  const held = (readings: Reading[]) => readings.filter((r) => r.at <= latest)
  const { memories, levels, last } = watch
  return {
    memories: new Map(
      [...memories].map(([name, m]) => [name, { believed: held(m.believed), waiting: held(m.waiting) }]),
    ),
    levels: new Map([...levels].map(([name, l]) => [name, { level: l.level, below: held(l.below) }])),
    last,
  }
}

/** The watch as plain data, to be stored. */
export function storedWatch({ memories, levels, last }: GaugeWatch): unknown {
  return {
    memories: [...memories],
    levels: [...levels],
    last: [...last].map(([name, { sender, identifier, sent }]) => [name, { sender, identifier, sent }]),
  }
}

/** The watch as it came back from JSON: instants are texts there. */
export function revivedWatch(state: unknown): GaugeWatch {
  const s = (state ?? { memories: [], levels: [], last: [] }) as Record<keyof GaugeWatch, [string, never][]>
  const reading = (r: { station: string; at: string; cm: number }): Reading => ({ ...r, at: new Date(r.at) })
  type Raw = { station: string; at: string; cm: number }[]
  return {
    memories: new Map(
      s.memories.map(([k, m]: [string, { believed: Raw; waiting: Raw }]) => [
        k,
        { believed: m.believed.map(reading), waiting: m.waiting.map(reading) },
      ]),
    ),
    levels: new Map(
      s.levels.map(([k, l]: [string, { level: string | null; below: Raw }]) => [
        k,
        { level: l.level, below: l.below.map(reading) },
      ]),
    ),
    last: new Map(
      s.last.map(([k, ref]: [string, { sender: string; identifier: string; sent: string }]) => [
        k,
        { ...ref, sent: new Date(ref.sent) },
      ]),
    ),
  }
}
