import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { MusterError } from '../../base/errors.ts'
import { type Grid, readAsciiGrid } from '../../base/grid.ts'
import type { ImportJob } from '../../domain/imports/actions.ts'
import type { AreaRow, Table } from '../../domain/imports/model.ts'
import { readAreaShapes } from '../../domain/imports/read-area-shapes.ts'
import { readPlaces } from '../../domain/imports/read-places.ts'
import { readSections } from '../../domain/imports/read-sections.ts'
import { readTable } from '../../domain/imports/table.ts'
import type { GaugeStation, Reading } from '../../domain/warnings/gauges.ts'
import { readStations, readWideGauges } from '../../domain/warnings/read-gauges.ts'

/**
 * How the files of a trial are laid out. It is that of Jakarta's public files: neighbourhoods with the names of their
 * ancestors, buildings, waterways, three gauges in a chain, and two grids. A file that is not there is left out and said.
 */
const LAYOUT = {
  root: { code: 'ID31', name: 'Jakarta', kind: 'province', props: { utcOffset: 420 } },
  levels: ['KAB_NAME', 'KEC_NAME', 'KEL_NAME', 'RW'],
  kinds: ['city', 'district', 'village', 'rw'],
  flag: 'FLOODPRONE',
  sectionM: 500,
  zone: '+07:00',
  gaugeTime: 'Tanggal',
  gaugeLevel: /^(.+) \(air\)$/,
  gaugeUnit: 'cm' as const,
  stations: {
    name: 'Lokasi',
    lat: 'Latitude',
    lon: 'Longitude',
    levels: { 'Siaga 3': 'III', 'Siaga 2': 'II', 'Siaga 1': 'I' },
  },
}

export const DISTRICT = LAYOUT.root.code

export interface TrialFiles {
  jobs: ImportJob[]
  areas: AreaRow[]
  population: Grid | null
  depth: Grid | null
  warning: string | null
  stations: GaugeStation[]
  readings: Reading[]
  /** What was not there or not understood, in sentences. */
  notes: string[]
}

/** Reads the folder of a trial. FILE_MISSING without its neighbourhoods, without which there is nothing to warn. */
export async function readTrial(folder: string): Promise<TrialFiles> {
  const notes: string[] = []
  const bytes = (name: string) => {
    const path = join(folder, name)
    if (existsSync(path)) return readFileSync(path)
    notes.push(`${name} is not there.`)
    return null
  }
  const table = async (name: string): Promise<Table | null> => {
    const found = bytes(name)
    return found && readTable(found, { name })
  }
  const shapes = await table('rw.geojson')
  if (!shapes) throw new MusterError('FILE_MISSING', { path: join(folder, 'rw.geojson') })
  const mapping = { columns: {}, props: { floodprone: { column: LAYOUT.flag, as: 'flag' as const } } }
  const areas = readAreaShapes(shapes, { levels: LAYOUT.levels, kinds: LAYOUT.kinds, root: LAYOUT.root, mapping })
  const jobs: ImportJob[] = [{ what: 'areas', reading: areas, districtKind: LAYOUT.root.kind, source: 'rw.geojson' }]
  const buildings = await table('buildings.geojson')
  if (buildings)
    jobs.push({ what: 'places', reading: readPlaces(buildings, { kind: 'household' }), source: 'buildings.geojson' })
  const waterways = await table('waterways.geojson')
  if (waterways) {
    jobs.push({
      what: 'places',
      reading: readSections(waterways, { kind: 'dam-section', sectionM: LAYOUT.sectionM }),
      source: 'waterways.geojson',
    })
  }
  const text = (name: string) => bytes(name)?.toString('utf8') ?? null
  const stations = text('gauge_stations.csv')
  const gauges = text('gauges.csv')
  const read =
    gauges === null
      ? null
      : readWideGauges(gauges, {
          zone: LAYOUT.zone,
          time: LAYOUT.gaugeTime,
          level: LAYOUT.gaugeLevel,
          unit: LAYOUT.gaugeUnit,
        })
  if (read && read.faults.length > 0) notes.push(`${read.faults.length} gauge readings could not be read.`)
  const grid = (name: string) => {
    const found = text(name)
    return found === null ? null : readAsciiGrid(found)
  }
  return {
    jobs,
    notes,
    areas: areas.rows,
    population: grid('population.asc'),
    depth: grid('flood_depth.asc'),
    warning: text('warning.cap.xml'),
    readings: read?.readings ?? [],
    stations: stations === null ? [] : readStations(stations, LAYOUT.stations).stations,
  }
}

/** The name of a trial's own data folder. */
export const trialFolder = (folder: string) => join('data', `trial-${basename(folder)}`)
