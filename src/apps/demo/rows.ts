import type { ImportJob } from '../../domain/imports/actions.ts'
import type { AreaRow, DutyRow, PersonRow, PlaceRow, Props, Reading, UnitRow } from '../../domain/imports/model.ts'
import { readSections } from '../../domain/imports/read-sections.ts'
import { nearestFirst } from '../../domain/planner/nearest.ts'
import { householdCode } from './households.ts'
import type { County, Member, Post, Unit } from './model.ts'

/** Since when the demo's organisation and its standing duties are said to exist: before any exercise in it begins. */
const SINCE = '2019-01-01'
/** Share of dam sections that have their responsible person named already; the exercise finds the rest uncovered. */
const NAMED = 0.7

const all = <T>(rows: T[]): Reading<T> => ({ read: rows.length, rows, problems: [], notes: [] })

/** The county as what an import would have read, in the order in which one builds on the other. */
export function countyJobs(county: County): ImportJob[] {
  const sections = sectionsOf(county)
  const soleRoles = new Set(['responsible', 'technical', 'helper', 'secretary'])
  const source = 'demo county'
  return [
    { what: 'areas', reading: all(areasOf(county)), districtKind: 'county', source },
    ...organisationJobs(county, source),
    { what: 'places', reading: sections, source },
    { what: 'places', reading: all(villagesOf(county)), source },
    { what: 'duties', reading: all(standingDuties(county, sections.rows)), soleRoles, source },
  ]
}

/** Units and people with the posts that they hold, of the demo or of a trial. */
export function organisationJobs(
  made: { units: Unit[]; members: Member[]; posts: Post[] },
  source: string,
  district?: string,
): ImportJob[] {
  const posts = Map.groupBy(made.posts, (p) => p.member)
  const place = district === undefined ? {} : { district }
  return [
    { what: 'units', reading: all(made.units.map(unitRow)), source, ...place },
    {
      what: 'people',
      reading: all(made.members.map((m, i) => personRow(m, i, posts.get(m.code) ?? []))),
      soleRoles: new Set(['secretary']),
      source,
      ...place,
    },
  ]
}

/** Households from one row of the county up to another: so many that they are written in parts, with progress between. */
export function householdJob(county: County, from: number, to: number): ImportJob {
  const { households, villages } = county
  const rows: PlaceRow[] = []
  for (let i = from; i < Math.min(to, households.count); i++) {
    const v = households.village[i] as number
    const village = villages[v]?.code ?? ''
    const number = i - (households.first[v] as number) + 1
    rows.push({
      line: i,
      kind: 'household',
      code: householdCode(village, number),
      name: `${villages[v]?.name ?? ''} ${number}`,
      area: village,
      areaPath: null,
      geometry: { type: 'Point', coordinates: [households.lon[i] as number, households.lat[i] as number] },
      section: null,
      people: households.people[i] as number,
      props: {},
    })
  }
  return { what: 'places', reading: all(rows), source: 'demo county' }
}

function areasOf(county: County): AreaRow[] {
  return county.areas.map((a, line) => ({
    line,
    code: a.code,
    parent: a.parent,
    kind: a.level,
    name: a.name,
    names: { en: a.nameEn },
    geometry: a.polygon,
    props: (a.parent === null ? { zone: 'Asia/Shanghai' } : {}) as Props,
    opened: null,
    closed: null,
    successors: [],
    replaces: [],
    implied: false,
  }))
}

function unitRow(u: Unit, line: number): UnitRow {
  return {
    line,
    code: u.code,
    name: u.name,
    kind: u.kind,
    parent: u.parent,
    area: u.area,
    founded: SINCE,
    dissolved: null,
    successor: null,
  }
}

function personRow(m: Member, line: number, posts: Post[]): PersonRow {
  const own = posts.find((p) => p.unit === m.unit)
  const membership = (unit: string, role: string | null) => ({
    unit,
    kind: m.kind,
    kindSaid: true,
    roles: role === null ? [] : [role],
    from: SINCE,
    to: null,
    sentBy: null,
  })
  return {
    line,
    code: m.code,
    coded: true,
    name: m.name,
    skills: m.skills,
    home: m.home,
    contacts: m.phone === null ? [] : [{ channel: 'phone', address: m.phone }],
    memberships: [
      membership(m.unit, own?.role ?? null),
      ...posts.filter((p) => p !== own).map((p) => membership(p.unit, p.role)),
    ],
  }
}

function sectionsOf(county: County): Reading<PlaceRow> {
  const rows = county.dams.map((dam, line) => ({ line, cells: { code: dam.code, name: dam.name }, geometry: dam.line }))
  return readSections(
    { headers: ['code', 'name'], tags: {}, rows, problems: [], encoding: 'utf-8' },
    { kind: 'dam-section', sectionM: 500 },
  )
}

function villagesOf(county: County): PlaceRow[] {
  return county.villages.map((v, line) => ({
    line,
    kind: 'village',
    code: v.code,
    name: v.name,
    area: v.code,
    areaPath: null,
    geometry: { type: 'Point', coordinates: v.position },
    section: null,
    people: null,
    props: {},
  }))
}

/** Most sections have a responsible person already, the nearest official with room, as a county in July would. */
function standingDuties(county: County, sections: PlaceRow[]): DutyRow[] {
  const named = sections.filter((_, i) => (i * 7) % 10 < NAMED * 10)
  const plan = nearestFirst({
    places: named.flatMap((s) =>
      s.geometry.type === 'LineString' && s.geometry.coordinates[0]
        ? [{ id: s.code, at: s.geometry.coordinates[0], need: 1, risk: 0 }]
        : [],
    ),
    holders: county.members
      .filter((m) => m.kind === 'official' && m.phone !== null)
      .map((m) => ({ id: m.code, at: m.home, capacity: 4 })),
    withinM: 10_000,
  })
  return plan.pairs.map((pair, line) => ({
    line,
    subjectKind: 'place',
    subject: pair.place,
    role: 'responsible',
    holder: pair.holder,
    holderKind: 'person',
    from: new Date(`${SINCE}T00:00:00Z`),
    to: null,
  }))
}
