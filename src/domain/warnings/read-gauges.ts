import { parse } from 'csv-parse/sync'
import { MusterError } from '../../base/errors.ts'
import {
  type GaugeFault,
  type GaugeStation,
  isPossible,
  isSentinel,
  LEVEL_UNITS,
  type LevelUnit,
  type Reading,
  type Threshold,
} from './gauges.ts'
import { isZone, readInstant } from './instants.ts'

/** How a table of levels is laid out; times without an offset are of `zone`. */
export interface WideFormat {
  zone: string
  /** The column that holds the time. */
  time: string
  /** Which columns hold levels; the first group is the station's name. */
  level: RegExp
  unit: LevelUnit
}

export interface StationsFormat {
  name: string
  lat: string
  lon: string
  /** Which column holds the threshold of which response level: `{ 'Siaga 3': 'III' }`. */
  levels: Readonly<Record<string, string>>
}

/** What could be read, oldest first and one a station and time; and what could not, cell by cell. */
export interface GaugeSeries {
  readings: Reading[]
  faults: GaugeFault[]
}

/** Reads a table with a line a time and a column a station. Throws GAUGE_NOT_CSV, GAUGE_NO_COLUMN, GAUGE_BAD_ZONE. */
export function readWideGauges(csv: string, format: WideFormat): GaugeSeries {
  const { header, rows } = tableOf(csv)
  const time = columnOf(header, format.time)
  const stations = header.flatMap((title, column) => {
    const station = format.level.exec(title)?.[1]
    return station ? [{ station, column }] : []
  })
  if (stations.length === 0) throw noColumn(format.level.source, header)
  return seriesOf(
    format,
    rows.flatMap(({ line, cells }) =>
      stations.map(({ station, column }) => ({ line, station, time: cells[time] ?? '', level: cells[column] ?? '' })),
    ),
  )
}

/**
 * Reads a table with a line a reading and the columns `station`, `time` and `level`. Its unit stands in that column's header
 * (`level (m)`, `level_ft`, `水位(米)`) or is given; GAUGE_NO_UNIT where neither tells it, since 18 may be metres or feet.
 * Throws as above.
 */
export function readLongGauges(csv: string, zone: string, given: LevelUnit | null = null): GaugeSeries {
  const { header, rows } = tableOf(csv)
  const [station, time] = [columnOf(header, 'station'), columnOf(header, 'time')]
  const level = header.findIndex((title) =>
    /^(level|stage|gage height|水位)(?![a-z])/i.test(title.replaceAll('_', ' ')),
  )
  if (level < 0) throw noColumn('level', header)
  const unit = unitIn(header[level] ?? '') ?? given
  if (!unit) throw new MusterError('GAUGE_NO_UNIT', { column: header[level] ?? '' })
  return seriesOf(
    { zone, unit },
    rows.map(({ line, cells }) => ({
      line,
      station: cells[station] ?? '',
      time: cells[time] ?? '',
      level: cells[level] ?? '',
    })),
  )
}

/** The unit that a header names, if it does. */
function unitIn(title: string): LevelUnit | null {
  const words = title.toLowerCase().replaceAll('_', ' ')
  if (/\b(cm|centimet(re|er)s?)\b|厘米|公分/.test(words)) return 'cm'
  if (/\b(ft|feet|foot)\b|英尺/.test(words)) return 'ft'
  return /\b(m|met(re|er)s?)\b|米/.test(words) ? 'm' : null
}

/** Reads stations with their positions and thresholds. A station with a part that cannot be read is a fault. */
export function readStations(csv: string, format: StationsFormat): { stations: GaugeStation[]; faults: GaugeFault[] } {
  const { header, rows } = tableOf(csv)
  const [name, lat, lon] = [format.name, format.lat, format.lon].map((title) => columnOf(header, title)) as [
    number,
    number,
    number,
  ]
  const levels = Object.entries(format.levels).map(([title, level]) => ({ level, column: columnOf(header, title) }))
  const stations: GaugeStation[] = []
  const faults: GaugeFault[] = []
  for (const { line, cells } of rows) {
    const station = cells[name] ?? ''
    const [y, x] = [numberOf(cells[lat]), numberOf(cells[lon])]
    const thresholds = levels.flatMap(({ level, column }): Threshold[] => {
      const cm = numberOf(cells[column])
      return cm === null ? [] : [{ level, cm }]
    })
    const fault = (reason: string) => faults.push({ line, station: station || null, reason })
    if (!station) fault('no name')
    else if (y === null || x === null || Math.abs(y) > 90 || Math.abs(x) > 180) fault('no position on the globe')
    else if (thresholds.length < levels.length) fault('a threshold is missing or no number')
    else stations.push({ name: station, position: [x, y], thresholds: thresholds.sort((a, b) => a.cm - b.cm) })
  }
  return { stations, faults }
}

type Row = { line: number; cells: string[] }
type Cell = { line: number; station: string; time: string; level: string }

function tableOf(csv: string): { header: string[]; rows: Row[] } {
  try {
    const lines = parse(csv, { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true, info: true })
    const rows = (lines as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }))
    return { header: rows[0]?.cells ?? [], rows: rows.slice(1) }
  } catch (cause) {
    throw new MusterError(
      'GAUGE_NOT_CSV',
      { reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    )
  }
}

function columnOf(header: readonly string[], title: string): number {
  const column = header.findIndex((h) => h.toLowerCase() === title.toLowerCase())
  if (column < 0) throw noColumn(title, header)
  return column
}

function noColumn(column: string, header: readonly string[]): MusterError {
  return new MusterError('GAUGE_NO_COLUMN', { column, found: header.join(', ') || 'none' })
}

/** Sorts by time and drops what says the same thing twice; each thing done to the table is a fault of its own. */
function seriesOf({ zone, unit }: { zone: string; unit: LevelUnit }, cells: readonly Cell[]): GaugeSeries {
  if (!isZone(zone)) throw new MusterError('GAUGE_BAD_ZONE', { zone })
  const faults: GaugeFault[] = []
  const seen = new Map<string, number>()
  const latest = new Map<string, Date>()
  const readings = cells.flatMap(({ line, station, time, level }): Reading[] => {
    const at = readInstant(time, zone)
    const written = numberOf(level)
    const cm = written === null ? null : Math.round(written * LEVEL_UNITS[unit] * 100) / 100
    const key = `${station} ${at?.toISOString()}`
    const fault = (reason: string) => faults.push({ line, station: station || null, reason })
    if (!station) fault('no station')
    else if (!at) fault(`"${time}" is not a time`)
    else if (level === '') fault('no level')
    else if (cm === null) fault(`"${level}" is not a level`)
    else if (isSentinel(written ?? 0)) fault(`an outage: ${level} stands for no level`)
    else if (!isPossible(cm)) fault(`no water stands at ${level} ${unit}`)
    else if (seen.has(key)) fault(`a second level for that time, ${cm} cm; ${seen.get(key)} cm was kept`)
    else {
      const before = latest.get(station)
      if (before && at < before) fault('out of order; it was put in its place')
      else latest.set(station, at)
      seen.set(key, cm)
      return [{ station, at, cm }]
    }
    return []
  })
  return { readings: readings.sort((a, b) => a.at.getTime() - b.at.getTime()), faults }
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}
