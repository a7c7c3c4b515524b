import { MINUTE } from '../../base/clock.ts'
import { offsetMsAt, zoneOfOffset } from '../../base/zones.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { zonesOf } from '../places/store.ts'
import type { Crossing } from './crossings.ts'
import { aheadFault } from './gauge-clocks.ts'
import { gaugesOf, latestRead } from './gauge-store.ts'
import { latestTime } from './gauge-watch.ts'
import type { GaugeFault, LevelUnit } from './gauges.ts'
import { severities } from './level-severity.ts'
import { readLongGauges } from './read-gauges.ts'
import { takeReadings } from './take-readings.ts'

/** What a table of levels came to. `faults`: cells that were not used, outages among them. */
export interface TableTaken {
  read: number
  believed: number
  doubted: number
  crossings: Crossing[]
  faults: GaugeFault[]
}

export interface TableOptions {
  /** Of the levels, where the header does not say it. */
  unit?: LevelUnit | undefined
  /** Offset of times that bear none; the district's at that moment without it, else UTC. */
  zone?: string | undefined
}

/**
 * Takes in a table with a line a reading (`station, time, level`), from gauges of a district by their code or name. A gauge's
 * table may be sent again as it grows: what is not later than the last that was read of it is left out, and what lies ahead of
 * `now` is refused (GAUGE_AHEAD among the faults).
 * @throws MusterError GAUGE_NOT_CSV, GAUGE_NO_COLUMN, GAUGE_NO_UNIT, GAUGE_BAD_ZONE
 */
export async function takeGaugeTable(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  csv: string,
  options: TableOptions = {},
): Promise<TableTaken> {
  const { gauges, last, own } = await db.read(async (tx) => ({
    gauges: await gaugesOf(tx, district),
    last: await latestRead(tx, district, ACTUAL, latestTime(now)),
    own: (await zonesOf(tx, [district])).get(district),
  }))
  const offset = own === undefined ? 'Z' : zoneOfOffset(Math.round(offsetMsAt(now.getTime(), own) / MINUTE))
  const series = readLongGauges(csv, options.zone ?? offset, options.unit ?? null)
  const faults = [...series.faults]
  const known = new Map(gauges.flatMap((gauge) => [[gauge.name, gauge] as const, [gauge.code, gauge] as const]))
  const unknown = new Set<string>()
  const late = new Map<string, number>()
  const readings = series.readings.flatMap((reading) => {
    const gauge = known.get(reading.station)
    const before = gauge && last.get(gauge.code)
    if (!gauge) unknown.add(reading.station)
    else if (before && reading.at <= before) late.set(gauge.name, (late.get(gauge.name) ?? 0) + 1)
    else return [{ ...reading, station: gauge.name }]
    return []
  })
  for (const station of unknown)
    faults.push({ line: 0, station, reason: 'no gauge of the district has that code or name' })
  for (const [station, n] of late) {
    faults.push({ line: 0, station, reason: `${n} not later than the last that was read of it; left out` })
  }
  if (readings.length === 0) return { read: 0, believed: 0, doubted: 0, crossings: [], faults }
  const severityOf = await severities(db)
  const { ahead, ...taken } = await takeReadings(db, now, actor, district, ACTUAL, readings, severityOf)
  let refused = 0
  for (const [station, own] of ahead) {
    const { code, message } = aheadFault(station, own)
    faults.push({ line: 0, station, reason: message, code })
    refused += own.length
  }
  return { read: readings.length - refused, ...taken, faults }
}
