import type { Db } from '../../src/db/connect.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { applyImport, type ImportJob } from '../../src/domain/imports/actions.ts'
import type { AreaRow, PersonRow, PlaceRow, Reading, UnitRow } from '../../src/domain/imports/model.ts'

/** Two counties with names as people and places have them, for finding things by name. */

const all = <T>(rows: T[]): Reading<T> => ({ read: rows.length, rows, problems: [], notes: [] })

const area = (code: string, parent: string | null, kind: string, name: string, en: string): AreaRow => ({
  line: 1,
  code,
  parent,
  kind,
  name,
  names: { en },
  geometry: null,
  props: {},
  opened: null,
  closed: null,
  successors: [],
  replaces: [],
  implied: false,
})

const AREAS = [
  area('36', null, 'province', '江西省', 'Jiangxi Province'),
  area('3611', '36', 'prefecture', '上饶市', 'Shangrao City'),
  area('361128', '3611', 'county', '鄱阳县', 'Poyang County'),
  area('361128100', '361128', 'township', '双港镇', 'Shuanggang Town'),
  area('361128100201', '361128100', 'village', '张家村村民委员会', 'Zhangjia Village'),
  area('361128100202', '361128100', 'village', '圩上村村民委员会', 'Weishang Village'),
  area('361129', '3611', 'county', '万年县', 'Wannian County'),
  area('361129100', '361129', 'township', '陈营镇', 'Chenying Town'),
]

const unit = (code: string, parent: string | null, of: string, name: string): UnitRow => ({
  line: 1,
  code,
  name,
  kind: 'branch',
  parent,
  area: of,
  founded: '2019-01-01',
  dissolved: null,
  successor: null,
})

const UNITS = [
  unit('C-361128', null, '361128', '鄱阳县委员会'),
  unit('C-361128100', 'C-361128', '361128100', '双港镇委员会'),
  unit('B-1', 'C-361128100', '361128100201', '张家村支部'),
  unit('W-1', null, '361129', '万年县委员会'),
]

/** A row of a file of people: a member of one unit since 2019. */
export const person = (code: string, name: string, of: string): PersonRow => ({
  line: 1,
  code,
  coded: true,
  name,
  skills: [],
  home: null,
  contacts: [],
  memberships: [{ unit: of, kind: 'member', kindSaid: true, roles: [], from: '2019-01-01', to: null, sentBy: null }],
})

const PEOPLE = [
  person('PY-000001', '张建军', 'B-1'),
  person('PY-000002', '章家敏', 'B-1'),
  person('PY-000003', '曾丽', 'B-1'),
  person('PY-000004', '吕布', 'C-361128'),
  person('PY-000005', 'Budi Santoso', 'B-1'),
  person('PY-000006', 'Ahmad Maulana Hidayat', 'B-1'),
  person('PY-000007', 'Lê Thị Hồng', 'B-1'),
  person('WN-000001', '张建军', 'W-1'),
]

const place = (kind: string, code: string, name: string): PlaceRow => ({
  line: 1,
  kind,
  code,
  name,
  area: '361128100201',
  areaPath: null,
  geometry: { type: 'Point', coordinates: [116.6, 29] },
  section: null,
  people: kind === 'household' ? 3 : null,
  props: {},
})

const PLACES = [
  place('gate', 'ZJ-GATE-1', '张家闸'),
  place('dam-section', 'CJ-012500', '昌江左堤 K12+500'),
  place('household', 'H-0001', '张家村 1 号'),
]

const soleRoles = new Set<string>()
const source = 'story'

/** Imports more people, into the same counties or the same people under other names. */
export const bringPeople = (db: Db, now: Date, people: PersonRow[]) =>
  applyImport(db, now, CONSOLE, [{ what: 'people', reading: all(people), soleRoles, source }])

/** Imports both counties; what search reads is left to the engine. */
export async function settleNamed(db: Db, now: Date): Promise<void> {
  const jobs: ImportJob[] = [
    { what: 'areas', reading: all(AREAS), districtKind: 'county', source },
    { what: 'units', reading: all(UNITS), source },
    { what: 'people', reading: all(PEOPLE), soleRoles, source },
    { what: 'places', reading: all(PLACES), source },
  ]
  await applyImport(db, now, CONSOLE, jobs)
}
