import type { Tx } from '../../src/db/connect.ts'
import { applyImport, type ImportJob, type ImportReport, previewImport } from '../../src/domain/imports/actions.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import type { World } from './world.ts'

const CLERK = { kind: 'import', id: 'clerk' } as const
export const SOLE_ROLES = new Set(['secretary', 'person in charge'])

/** Imports into a world, and looks at what they left there. */
export function importer(world: World) {
  return {
    apply: (...jobs: ImportJob[]) => applyImport(world.db, world.now(), CLERK, jobs),
    preview: (...jobs: ImportJob[]) => previewImport(world.db, world.now(), CLERK, jobs),
    query: <T>(fn: (tx: Tx) => Promise<T>) => world.db.read(fn),
  }
}

/** New, changed and same. */
export function counts(report: ImportReport | undefined) {
  return [report?.new, report?.changed, report?.same]
}

export const csv = (text: string) => readTable(new TextEncoder().encode(text), { name: 'list.csv' })

export function features(...all: [Record<string, unknown>, object][]) {
  const list = all.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
  const text = JSON.stringify({ type: 'FeatureCollection', features: list })
  return readTable(new TextEncoder().encode(text), { name: 'shapes.geojson' })
}

/** Hundredths of a degree east and north of a point on the lake. */
export const point = (x: number, y: number) => ({ type: 'Point', coordinates: [116.6 + x / 100, 29 + y / 100] })

/** The rectangle from (x0, y0) to (x1, y1), in the same hundredths. */
export function box(x0: number, x1: number, y0 = 0, y1 = 1) {
  const ring = [point(x0, y0), point(x1, y0), point(x1, y1), point(x0, y1), point(x0, y0)]
  return { type: 'Polygon', coordinates: [ring.map((corner) => corner.coordinates)] }
}

/** East (0 to 1) and West (1 to 2), two villages of one town, with their county above them. */
export async function villages(): Promise<ImportJob> {
  const table = await features(
    [{ county: 'Poyang', town: 'Shuanggang', village: 'East', wet: 'YES' }, box(0, 1)],
    [{ county: 'Poyang', town: 'Shuanggang', village: 'West', wet: '0' }, box(1, 2)],
  )
  const props = { wet: { column: 'wet', as: 'flag' as const } }
  const levels = ['county', 'town', 'village']
  const reading = readAreaShapes(table, { levels, mapping: { columns: {}, props } })
  return { source: 'villages.geojson', what: 'areas', reading, districtKind: 'county' }
}

const UNITS = `code,name,parent,area
T,Town committee,,POYANG/SHUANGGANG
B1,East branch,T,POYANG/SHUANGGANG/EAST
B2,West branch,T,
`

export async function units(text = UNITS) {
  return { source: 'units.csv', what: 'units', reading: readUnits(await csv(text)) } as const
}

const PEOPLE = `code,name,unit,role,phone
P1,Ann,B1,secretary,0100100
P2,Bob,B1,,0100200
`

export async function people(text = PEOPLE) {
  return { source: 'people.csv', what: 'people', reading: readPeople(await csv(text)), soleRoles: SOLE_ROLES } as const
}
