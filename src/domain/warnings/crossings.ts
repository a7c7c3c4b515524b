import type { Verdict } from './believe.ts'
import type { GaugeStation, Reading, Threshold } from './gauges.ts'

/** A station's level changed: `at` is when that could be known, `reading` what showed it. Null is below all thresholds. */
export interface Crossing {
  station: string
  at: Date
  from: string | null
  level: string | null
  direction: 'up' | 'down'
  reading: Reading
}

/** Where a station stands, and the readings in a row that were lower than that. Plain data, as `GaugeMemory`. */
export interface StationLevel {
  level: string | null
  below: Reading[]
}

/** So many readings in a row must be lower before a level is taken back, lest it flutter about its threshold. */
export const CALM_READINGS = 3

/**
 * The crossings that verdicts bring, in the order decided. A rise counts at its first believed reading, a fall after
 * `calm` of them, and then to the highest they show. Doubted readings count for nothing. What one moment decides is one
 * crossing, so that nobody is called for level II and again for level I in the same instant.
 */
export function crossings(
  verdicts: readonly Verdict[],
  stations: readonly GaugeStation[],
  levels: ReadonlyMap<string, StationLevel> = new Map(),
  calm = CALM_READINGS,
): { crossings: Crossing[]; levels: Map<string, StationLevel> } {
  const thresholds = new Map(stations.map((s) => [s.name, s.thresholds]))
  const now = new Map(levels)
  const found: Crossing[] = []
  for (const { reading, verdict, decidedAt: at } of verdicts) {
    const own = thresholds.get(reading.station)
    if (verdict === 'doubted' || !own) continue
    const { level: from, below } = now.get(reading.station) ?? { level: null, below: [] }
    const next = follow(from, below, reading, own, calm)
    now.set(reading.station, next)
    if (next.level === from) continue
    const direction = rank(next.level, own) > rank(from, own) ? 'up' : 'down'
    const crossing: Crossing = { station: reading.station, at, from, level: next.level, direction, reading }
    const same = found.findIndex((c) => c.station === crossing.station && +c.at === +at && c.direction === direction)
    if (same < 0) found.push(crossing)
    else found[same] = { ...crossing, from: (found[same] as Crossing).from }
  }
  return { crossings: found, levels: now }
}

function follow(
  level: string | null,
  below: readonly Reading[],
  reading: Reading,
  thresholds: readonly Threshold[],
  calm: number,
): StationLevel {
  const reached = reachedBy(reading, thresholds)
  if (rank(reached, thresholds) >= rank(level, thresholds)) return { level: reached, below: [] }
  const lower = [...below, reading]
  if (lower.length < calm) return { level, below: lower }
  const highest = lower.reduce((a, b) => (b.cm > a.cm ? b : a))
  return { level: reachedBy(highest, thresholds), below: [] }
}

/** The gravest level whose threshold the reading reaches, or null. */
function reachedBy(reading: Reading, thresholds: readonly Threshold[]): string | null {
  return thresholds.findLast((t) => reading.cm >= t.cm)?.level ?? null
}

function rank(level: string | null, thresholds: readonly Threshold[]): number {
  return thresholds.findIndex((t) => t.level === level)
}
