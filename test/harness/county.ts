import { readFileSync } from 'node:fs'
import type { Geometry, Position } from '../../src/base/geometry.ts'
import { newId } from '../../src/base/ids.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { rows } from '../../src/db/rows.ts'
import { boxesOf, noteAreas, notePlaces } from '../../src/domain/places/ground.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'

/**
 * A county small enough to know by heart: two townships of three villages, each village a square of two kilometres, in
 * two rows on the lake. Village 1 lies in the south-west, 3 in the south-east, 4 to 6 north of them.
 *
 *     4 5 6   township B      each village: 20 households H1-01 to H1-20, nine people P1-1 to P1-9,
 *     1 2 3   township A      P1-1 its secretary, P1-2 its deputy, P1-3 knows hydraulics
 *
 * Twenty dam sections of 500 m, S01 to S10 along the shore of the southern row and S11 to S20 of the northern one.
 * PA-1, PB-1 and PC-1 are the secretaries of the townships and the county, PA-2, PB-2 and PC-2 their deputies.
 */
export interface County {
  /** Ids by code: `P1-1`, `H3-07`, `S12`, `U1` (branch), `UA` (township), `UC` (county). */
  id(code: string): string
  /** The other way round, for reading what came out. */
  code(id: string): string
}

export const COUNTY = '361128'
export const TOWNSHIP = { A: '361128100', B: '361128101' } as const
/** The morning on which it is settled: eight o'clock on the day on which Poyang county's dams were fought for. */
export const SETTLED = new Date('2020-07-09T08:00:00+08:00')
const VILLAGES = [1, 2, 3, 4, 5, 6] as const
const [WEST, SOUTH, SIDE] = [116.6, 29, 0.02]
const LONG_AGO = new Date('2019-01-01T00:00:00+08:00')

export const villageCode = (v: number): string => `${v <= 3 ? TOWNSHIP.A : TOWNSHIP.B}20${v}`

const corner = (v: number): Position => [WEST + ((v - 1) % 3) * SIDE, SOUTH + (v > 3 ? SIDE : 0)]
const box = ([w, s]: Position, width: number, height: number): Position[] => [
  [w, s],
  [w + width, s],
  [w + width, s + height],
  [w, s + height],
  [w, s],
]

/** A CAP polygon (latitude first) that covers these villages from within: it touches no neighbour. */
export function polygonOf(...villages: number[]): string {
  const inset = SIDE / 50
  const west = Math.min(...villages.map((v) => corner(v)[0])) + inset
  const south = Math.min(...villages.map((v) => corner(v)[1])) + inset
  const east = Math.max(...villages.map((v) => corner(v)[0])) + SIDE - inset
  const north = Math.max(...villages.map((v) => corner(v)[1])) + SIDE - inset
  return box([west, south], east - west, north - south)
    .map(([lon, lat]) => `${lat.toFixed(5)},${lon.toFixed(5)}`)
    .join(' ')
}

/** Seeds the county, its register of standing posts, and the flood playbook. */
export async function settle(db: Db, now: Date): Promise<County> {
  const ids = new Map<string, string>()
  const make = (code: string) => {
    const id = newId(now)
    ids.set(code, id)
    return id
  }
  await db.write(now, async (tx) => {
    await settleAreas(tx)
    await settleUnits(tx, make)
    await settlePlaces(tx, make)
    await settlePeople(tx, ids, make)
    await settlePosts(tx, now, ids)
    await savePlaybook(tx, now, loadPlaybook(floodText(), 'flood.yaml'), floodText())
  })
  return countyBy(ids)
}

/** The county that is in a database already: its ids as they stand there. */
export async function countyOf(db: Db): Promise<County> {
  const found = await db.read(
    (tx) => tx<{ code: string; id: string }[]>`
      select code, id from unit union all select code, id from place union all select code, id from person`,
  )
  return countyBy(new Map(found.map(({ code, id }) => [code, id])))
}

function countyBy(ids: ReadonlyMap<string, string>): County {
  const codes = new Map([...ids].map(([code, id]) => [id, code]))
  return { id: (code) => found(ids, code), code: (id) => found(codes, id) }
}

/** The text of the flood playbook, for stories that change a line of it. */
export function floodText(): string {
  return readFileSync(new URL('../../playbooks/flood.yaml', import.meta.url), 'utf8')
}

function found(map: ReadonlyMap<string, string>, key: string): string {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the little county has no ${key}`)
  return value
}

async function settleAreas(tx: Tx): Promise<void> {
  const square = (at: Position, width: number, height: number) => ({
    type: 'MultiPolygon',
    coordinates: [[box(at, width, height)]],
  })
  const area = (code: string, district: string, kind: string, path: string[], shape: unknown) => ({
    code,
    parent: path.at(-1) ?? null,
    district,
    level: path.length,
    kind,
    name: `${kind} ${code}`,
    path: [...path, code],
    shape,
  })
  const above = ['36', '3611']
  const areas = [
    area('36', '36', 'province', [], null),
    area('3611', '3611', 'prefecture', ['36'], null),
    area(COUNTY, COUNTY, 'county', above, square([WEST, SOUTH], 3 * SIDE, 2 * SIDE)),
    area(TOWNSHIP.A, COUNTY, 'township', [...above, COUNTY], square([WEST, SOUTH], 3 * SIDE, SIDE)),
    area(TOWNSHIP.B, COUNTY, 'township', [...above, COUNTY], square([WEST, SOUTH + SIDE], 3 * SIDE, SIDE)),
    ...VILLAGES.map((v) => {
      const path = [...above, COUNTY, v <= 3 ? TOWNSHIP.A : TOWNSHIP.B]
      return area(villageCode(v), COUNTY, 'village', path, square(corner(v), SIDE, SIDE))
    }),
  ]
  await tx`
    insert into area (code, parent, district, level, kind, name, path, shape)
    select code, parent, district, level, kind, name, path, shape from ${rows(tx, areas, {
      code: 'text',
      parent: 'text',
      district: 'text',
      level: 'int',
      kind: 'text',
      name: 'text',
      path: 'text[]',
      shape: 'geometry',
    })}`
  await tx`update area set props = '{"zone": "Asia/Shanghai"}' where code = '36'`
  await noteAreas(
    tx,
    areas.map((a) => a.code),
  )
}

/** From the province's committee U36 down to the branches U1 to U6, each under the one above since long ago. */
async function settleUnits(tx: Tx, make: (code: string) => string): Promise<void> {
  const tree: [code: string, district: string, area: string, above: string | null][] = [
    ['U36', '36', '36', null],
    ['U3611', '3611', '3611', 'U36'],
    ['UC', COUNTY, COUNTY, 'U3611'],
    ['UA', COUNTY, TOWNSHIP.A, 'UC'],
    ['UB', COUNTY, TOWNSHIP.B, 'UC'],
    ...VILLAGES.map((v): [string, string, string, string] => [`U${v}`, COUNTY, villageCode(v), v <= 3 ? 'UA' : 'UB']),
  ]
  const units = new Map(tree.map(([code, district, area]) => [code, { id: make(code), code, district, area }]))
  await tx`
    insert into unit (district, id, code, name, kind, area)
    select district, id, code, 'Unit ' || code, 'branch', area
    from ${rows(tx, [...units.values()], { district: 'text', id: 'uuid', code: 'text', area: 'text' })}`
  const edges = tree.flatMap(([code, district, , above]) => {
    const [unit, parent] = [units.get(code), units.get(above ?? '')]
    return unit && parent ? [{ district, unit: unit.id, parent: parent.id, parentDistrict: parent.district }] : []
  })
  await tx`
    insert into unit_parent (district, unit, parent_district, parent, starts)
    select district, unit, "parentDistrict", parent, ${LONG_AGO} from ${rows(tx, edges, {
      district: 'text',
      unit: 'uuid',
      parent: 'uuid',
      parentDistrict: 'text',
    })}`
}

async function settlePlaces(tx: Tx, make: (code: string) => string): Promise<void> {
  const two = (n: number) => String(n).padStart(2, '0')
  const households = VILLAGES.flatMap((v) =>
    Array.from({ length: 20 }, (_, i) => {
      const [w, s] = corner(v)
      const at: Position = [w + 0.002 + (i % 5) * 0.004, s + 0.004 + Math.floor(i / 5) * 0.004]
      return placeOf(make, 'household', `H${v}-${two(i + 1)}`, villageCode(v), { type: 'Point', coordinates: at }, null)
    }),
  )
  const sections = Array.from({ length: 20 }, (_, i) => {
    const along = WEST + 0.002 + (i % 10) * 0.0055
    const lat = SOUTH + 0.002 + (i < 10 ? 0 : SIDE)
    const village = Math.floor((along + 0.0025 - WEST) / SIDE) + (i < 10 ? 1 : 4)
    const line: Geometry = {
      type: 'LineString',
      coordinates: [[along, lat] as Position, [along + 0.005, lat] as Position],
    }
    return placeOf(make, 'dam-section', `S${two(i + 1)}`, villageCode(village), line, (i % 10) * 500)
  })
  await tx`
    insert into place (district, id, kind, code, name, area, geom, line, from_m, to_m, people)
    select ${COUNTY}, id, kind, code, code, area, geom, line, "fromM", "fromM" + 500,
      case kind when 'household' then 3 end
    from ${rows(tx, [...households, ...sections], {
      id: 'uuid',
      kind: 'text',
      code: 'text',
      area: 'text',
      geom: 'geometry',
      line: 'text',
      fromM: 'float8',
    })}`
  const places = [...households, ...sections]
  await notePlaces(
    tx,
    places.map(() => ({ district: COUNTY, added: true })),
    boxesOf(places),
  )
}

function placeOf(
  make: (code: string) => string,
  kind: string,
  code: string,
  area: string,
  geom: Geometry,
  fromM: number | null,
) {
  const line = fromM === null ? null : code <= 'S10' ? 'south dam' : 'north dam'
  return { id: make(code), kind, code, area, geom, line, fromM }
}

/** Everybody has a telephone whose number ends in the person's code: `+86 P1-1`. */
async function settlePeople(tx: Tx, ids: ReadonlyMap<string, string>, make: (code: string) => string): Promise<void> {
  const of = (unit: string, n: number, at: Position) => {
    const code = `P${unit}-${n}`
    const home = { type: 'Point', coordinates: [at[0] + n * 0.0015, at[1] + 0.012] }
    const kind = n <= 2 ? 'official' : 'member'
    return { id: make(code), code, home, kind, unit: found(ids, `U${unit}`), skills: n === 3 ? ['hydraulic'] : [] }
  }
  const people = [
    ...VILLAGES.flatMap((v) => Array.from({ length: 9 }, (_, i) => of(String(v), i + 1, corner(v)))),
    ...(['A', 'B', 'C'] as const).flatMap((u) => [
      of(u, 1, corner(u === 'B' ? 5 : 2)),
      of(u, 2, corner(u === 'B' ? 5 : 2)),
    ]),
  ]
  await tx`
    insert into person (district, id, code, name, home, skills)
    select ${COUNTY}, id, code, code, home, skills
    from ${rows(tx, people, { id: 'uuid', code: 'text', home: 'geometry', skills: 'text[]' })}`
  await tx`
    insert into membership (district, person, unit, kind, starts)
    select ${COUNTY}, id, unit, kind, ${LONG_AGO}
    from ${rows(tx, people, { id: 'uuid', unit: 'uuid', kind: 'text' })}`
  await tx`
    insert into contact (district, person, channel, address)
    select ${COUNTY}, id, 'phone', '+86 ' || code from ${rows(tx, people, { id: 'uuid', code: 'text' })}`
}

/** Secretaries and deputies are duties like any other, brought in from the register that was kept before. */
async function settlePosts(tx: Tx, now: Date, ids: ReadonlyMap<string, string>): Promise<void> {
  const posts = [...VILLAGES, 'A', 'B', 'C'].flatMap((u) =>
    ['secretary', 'deputy'].map((role, i) => ({
      id: newId(now),
      subject: found(ids, `U${u}`),
      role,
      holder: found(ids, `P${u}-${i + 1}`),
    })),
  )
  await tx`
    insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
      changed_at, backfilled)
    select ${COUNTY}, id, 'unit', subject, role, true, 'person', holder, ${LONG_AGO}, ${now}, 'import:county', ${now}, true
    from ${rows(tx, posts, { id: 'uuid', subject: 'uuid', role: 'text', holder: 'uuid' })}`
}
