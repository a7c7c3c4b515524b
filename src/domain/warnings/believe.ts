import { HOUR } from '../../base/clock.ts'
import { isPossible, isSentinel, type Reading } from './gauges.ts'

/** What is known of the water at one station, in centimetres and milliseconds. */
export interface GaugeRules {
  /** The most that the water there moves in an hour, or between two readings closer than an hour. */
  jumpCm: number
  /** How long a doubted reading waits for another that agrees. */
  waitMs: number
  /** After so long without a believed reading the old level says nothing about the new one. */
  staleMs: number
  upstream: Upstream | null
}

/** A rise believed at `station` explains one here, `fromMs` to `toMs` later, of at most `gain` times as much. */
export interface Upstream {
  station: string
  fromMs: number
  toMs: number
  gain: number
}

/** Jumps of 30 cm are where the faults of hourly gauges begin; a station whose river is quicker says so. */
export const GAUGE_RULES: GaugeRules = { jumpCm: 30, waitMs: 3 * HOUR, staleMs: 6 * HOUR, upstream: null }

/**
 * One decision on one reading. `decidedAt` is the time of the reading that settled it: one that is confirmed had been
 * doubted before, and so appears twice. Verdicts are added to and never altered, nor are readings.
 */
export interface Verdict {
  reading: Reading
  verdict: 'believed' | 'doubted' | 'confirmed'
  reason:
    | 'steady'
    | 'upstream rose'
    | 'a neighbour agrees'
    | 'a jump'
    | 'nothing to compare'
    | 'out of order'
    | 'an outage'
  decidedAt: Date
}

/** What the next reading of a station is judged by. Plain data, so that it may be stored between two readings. */
export interface GaugeMemory {
  /** Believed readings, in that order, for as long as a station downstream may ask for them; the last is compared with. */
  believed: Reading[]
  /** Doubted readings that wait for another that agrees. */
  waiting: Reading[]
}

const NOTHING_HEARD: GaugeMemory = { believed: [], waiting: [] }

/** Water takes no longer than this from one station to the next. */
const REMEMBERED = 48 * HOUR

/**
 * Judges the readings of any number of stations, in the order they came. Nothing later than a reading is looked at, so
 * that a replay decides what would have been decided in the night itself. Hand `memories` on to go on from there.
 * Stations without rules of their own are judged by `GAUGE_RULES`.
 */
export function believe(
  readings: readonly Reading[],
  rules: ReadonlyMap<string, GaugeRules>,
  memories: ReadonlyMap<string, GaugeMemory> = new Map(),
): { verdicts: Verdict[]; memories: Map<string, GaugeMemory> } {
  const now = new Map(memories)
  const verdicts = readings.flatMap((reading) => {
    const own = rules.get(reading.station) ?? GAUGE_RULES
    const above = own.upstream ? (now.get(own.upstream.station)?.believed ?? []) : []
    const judged = judge(reading, now.get(reading.station) ?? NOTHING_HEARD, own, above)
    now.set(reading.station, judged.memory)
    return judged.verdicts
  })
  return { verdicts, memories: now }
}

/**
 * A reading is believed if it is near the level believed last, or if the water had risen upstream. Else it is doubted
 * until another on the same side agrees: of the two the one that says less is believed, since both say that much.
 * Falls are treated like rises, but no upstream speaks for them: a fall can wait, a rise cannot.
 */
function judge(reading: Reading, memory: GaugeMemory, rules: GaugeRules, upstream: readonly Reading[]) {
  const says = (of: Reading, verdict: Verdict['verdict'], reason: Verdict['reason']): Verdict => {
    return { reading: of, verdict, reason, decidedAt: reading.at }
  }
  // What is no level bears nothing out and is no neighbour of anything.
  if (isSentinel(reading.cm) || !isPossible(reading.cm)) {
    return { memory, verdicts: [says(reading, 'doubted', 'an outage')] }
  }
  const last = memory.believed.at(-1)
  if (last && reading.at <= last.at) {
    return { memory, verdicts: [{ ...says(reading, 'doubted', 'out of order'), decidedAt: last.at }] }
  }
  const base = last && msBetween(last, reading) <= rules.staleMs ? last : null
  // One of the same moment is the same reading again, and no second witness; one of a later moment had a wrong clock.
  const waiting = memory.waiting.filter((w) => w.at < reading.at && msBetween(w, reading) <= rules.waitMs)
  const settle = (verdicts: Verdict[], trusted: Reading[], left: Reading[] = []) => {
    const believed = [...memory.believed, ...trusted]
    const since = Number(believed.at(-1)?.at) - REMEMBERED
    return { memory: { believed: believed.filter((b) => Number(b.at) >= since), waiting: left }, verdicts }
  }

  if (base && near(base, reading, rules)) return settle([says(reading, 'believed', 'steady')], [reading], waiting)
  if (base && explained(reading.cm - base.cm, reading, rules.upstream, upstream)) {
    return settle([says(reading, 'believed', 'upstream rose')], [reading])
  }
  const other = waiting.findLast((w) => (base ? sameSide(base, w, reading) : near(w, reading, rules)))
  if (!other) {
    return settle([says(reading, 'doubted', base ? 'a jump' : 'nothing to compare')], [], [...waiting, reading])
  }
  if (base && Math.abs(reading.cm - base.cm) < Math.abs(other.cm - base.cm)) {
    return settle([says(reading, 'believed', 'a neighbour agrees')], [reading])
  }
  const confirmed = says(other, 'confirmed', 'a neighbour agrees')
  if (near(other, reading, rules)) {
    return settle([confirmed, says(reading, 'believed', 'a neighbour agrees')], [other, reading])
  }
  return settle([confirmed, says(reading, 'doubted', 'a jump')], [other], [reading])
}

function near(earlier: Reading, later: Reading, rules: GaugeRules): boolean {
  const hours = Math.max(1, msBetween(earlier, later) / HOUR)
  return Math.abs(later.cm - earlier.cm) <= rules.jumpCm * hours
}

function sameSide(base: Reading, a: Reading, b: Reading): boolean {
  return Math.sign(a.cm - base.cm) === Math.sign(b.cm - base.cm)
}

/** Whether some rise upstream, early and large enough, explains a rise of `cm` at `reading`. */
function explained(cm: number, reading: Reading, link: Upstream | null, upstream: readonly Reading[]): boolean {
  if (!link || cm <= 0) return false
  let lowest = Number.POSITIVE_INFINITY
  for (const above of upstream) {
    const before = msBetween(above, reading)
    if (before < link.fromMs || before > link.toMs) continue
    if ((above.cm - lowest) * link.gain >= cm) return true
    lowest = Math.min(lowest, above.cm)
  }
  return false
}

function msBetween(earlier: Reading, later: Reading): number {
  return later.at.getTime() - earlier.at.getTime()
}
