import { MusterError } from '../../base/errors.ts'
import { cleanCode, cleanText, isMangledCode } from './clean.ts'
import { decode } from './decode.ts'
import type { AreaRow, MembershipRow, PersonRow, Reading, UnitRow } from './model.ts'
import { readContacts } from './read-contacts.ts'
import { readGeometry } from './read-geojson.ts'
import { asObject, type JsonObject, parseJson, scalarText } from './read-json.ts'
import { readRoles } from './read-people.ts'
import { fileUnits } from './read-units.ts'
import { readDate } from './read-when.ts'
import { type OpenReading, openCount } from './reading.ts'
import { areaShape } from './shapes.ts'

/** What a Popolo file holds; `line` is the number of the item in its own list. */
export interface PopoloReading {
  areas: Reading<AreaRow>
  units: Reading<UnitRow>
  people: Reading<PersonRow>
  /** Memberships are filed under their people; this reading only says which could not be. */
  memberships: Reading<MembershipRow>
}

/**
 * Reads Popolo JSON: `areas`, `organizations`, `persons`, `posts` and `memberships` (or `memberships` inside persons).
 * A post gives its role and its organization to the memberships that name it; `on_behalf_of_id` becomes `sentBy`.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_EMPTY
 */
export function readPopolo(bytes: Uint8Array, name: string): PopoloReading {
  const file = parseJson(decode(bytes, name).text, name)
  const lists = ['areas', 'organizations', 'persons', 'posts', 'memberships'].map((key) => listOf(file, key))
  const [areas = [], organizations = [], persons = [], posts = [], loose = []] = lists
  if (organizations.length + persons.length + areas.length === 0) throw new MusterError('IMPORT_EMPTY', { file: name })
  const nested = persons.flatMap((person) =>
    listOf(person, 'memberships').map((membership): JsonObject => ({ ...membership, person_id: person.id })),
  )
  const areaReading = readAreas(areas)
  const areaCodes = new Map(areas.map((area) => [text(area.id), areaCodeOf(area)]))
  const people = readPersons(persons)
  const memberships = readMemberships([...loose, ...nested], posts, new Map(people.rows.map((row) => [row.code, row])))
  return { areas: areaReading, units: readOrganizations(organizations, areaCodes), people, memberships }
}

function readAreas(areas: JsonObject[]): Reading<AreaRow> {
  const reading = openCount<AreaRow>(areas.length)
  const codes = new Map(areas.map((area) => [text(area.id), areaCodeOf(area)]))
  for (const [i, area] of areas.entries()) {
    const line = i + 1
    const [code, name] = [areaCodeOf(area), text(area.name)]
    if (isRounded(code, line, reading)) continue
    if (!code || !name) {
      reading.refuse('MISSING', line, { column: code ? 'name' : 'id' })
      continue
    }
    const above = text(area.parent_id)
    const geometry = areaShape({ line, cells: {}, ...readGeometry(area.geometry) }, reading)
    const shared = { names: {}, props: {}, opened: null, closed: null, successors: [], replaces: [], implied: false }
    const kind = text(area.classification) || 'area'
    reading.take({ line, code, name, parent: above ? (codes.get(above) ?? above) : null, kind, geometry, ...shared })
  }
  return reading.end()
}

function readOrganizations(organizations: JsonObject[], areaCodes: Map<string, string>): Reading<UnitRow> {
  const reading = openCount<UnitRow>(organizations.length)
  const units: UnitRow[] = []
  for (const [i, item] of organizations.entries()) {
    const line = i + 1
    const [code, name, area] = [cleanCode(text(item.id)), text(item.name), text(item.area_id)]
    if (isRounded(code, line, reading)) continue
    const dates = readDates(item, 'founding_date', 'dissolution_date', line, reading)
    if (!code || !name) reading.refuse('MISSING', line, { column: code ? 'name' : 'id' })
    else if (dates) {
      const parent = text(item.parent_id) || null
      const kind = text(item.classification) || 'branch'
      units.push({
        line,
        code,
        name,
        kind,
        parent,
        area: areaCodes.get(area) ?? (area || null),
        founded: dates.from,
        dissolved: dates.to,
        successor: null,
      })
    }
  }
  fileUnits(units, reading)
  return reading.end()
}

function readPersons(persons: JsonObject[]): Reading<PersonRow> {
  const reading = openCount<PersonRow>(persons.length)
  const seen = new Map<string, number>()
  for (const [i, item] of persons.entries()) {
    const line = i + 1
    const [code, name] = [cleanCode(text(item.id)), text(item.name)]
    const first = seen.get(code)
    if (isRounded(code, line, reading)) continue
    if (!code || !name) reading.refuse('MISSING', line, { column: code ? 'name' : 'id' })
    else if (first !== undefined) reading.refuse('DUPLICATE', line, { column: 'id', value: code, other: first })
    else {
      seen.set(code, line)
      const details = listOf(item, 'contact_details')
      const phones = details.filter((each) => /^(phone|cell|mobile|voice)$/i.test(text(each.type)))
      const emails = [
        text(item.email),
        ...details.filter((each) => text(each.type) === 'email').map((e) => text(e.value)),
      ]
      const contacts = [
        ...phones.flatMap((each) => readContacts('phone', text(each.value), line, 'contact_details', reading)),
        ...readContacts('email', emails.join(';'), line, 'email', reading),
      ]
      const died = text(item.death_date)
      const standing = { is: 'gone', whole: true, column: 'death_date', value: died } as const
      const person = { line, code, coded: true, name, skills: [], home: null, contacts, memberships: [] }
      reading.take(died ? { ...person, standing } : person)
    }
  }
  return reading.end()
}

/** Files each membership under its person; one whose person is not in the file, or that names no unit, is refused. */
function readMemberships(
  items: JsonObject[],
  posts: JsonObject[],
  people: Map<string, PersonRow>,
): Reading<MembershipRow> {
  const reading = openCount<MembershipRow>(items.length)
  const postById = new Map(posts.map((post) => [text(post.id), post]))
  for (const [i, item] of items.entries()) {
    const line = i + 1
    const post = postById.get(text(item.post_id))
    const person = people.get(cleanCode(text(item.person_id)))
    const unit = cleanCode(text(item.organization_id) || text(post?.organization_id))
    const dates = readDates(item, 'start_date', 'end_date', line, reading)
    if (!person) reading.refuse('UNKNOWN', line, { column: 'person_id', value: text(item.person_id) })
    else if (!unit) reading.refuse('MISSING', line, { column: 'organization_id' })
    else if (dates) {
      const written = text(post?.role) || text(post?.label) || text(item.role)
      const roles = readRoles(written, line, 'role', reading)
      const sentBy = cleanCode(text(item.on_behalf_of_id)) || null
      const membership: MembershipRow = {
        unit,
        kind: sentBy ? 'seconded' : 'member',
        kindSaid: sentBy !== null,
        roles,
        ...dates,
        sentBy,
      }
      person.memberships.push(membership)
      reading.take(membership)
    }
  }
  return reading.end()
}

/** Both dates as days, `to` exclusive; null, and the item refused, when one of them is none. */
function readDates<Row>(
  item: JsonObject,
  fromKey: string,
  toKey: string,
  line: number,
  reading: OpenReading<Row>,
): { from: string | null; to: string | null } | null {
  const spans = [fromKey, toKey].map((column) => ({
    column,
    value: text(item[column]),
    span: readDate(text(item[column])),
  }))
  const bad = spans.find(({ value, span }) => value !== '' && !span)
  if (bad) {
    reading.refuse('BAD_DATE', line, { column: bad.column, value: bad.value })
    return null
  }
  const [from, to] = [spans[0]?.span?.from ?? null, spans[1]?.span?.to ?? null]
  if (from && to && to <= from) {
    reading.refuse('DATES_CROSSED', line, { column: toKey, value: spans[1]?.value ?? '', other: from })
    return null
  }
  return { from, to }
}

function areaCodeOf(area: JsonObject): string {
  return cleanCode(text(area.identifier) || text(area.id))
}

/** Refuses an item whose id was a number that has lost digits (`scalarText`). */
function isRounded(code: string, line: number, reading: Pick<OpenReading<never>, 'refuse'>): boolean {
  if (!isMangledCode(code)) return false
  reading.refuse('BAD_CODE', line, { column: 'id', value: code, hint: '; a program has rounded it' })
  return true
}

function listOf(object: JsonObject, key: string): JsonObject[] {
  const list = object[key]
  return Array.isArray(list) ? list.map((item) => asObject(item) ?? {}) : []
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? cleanText(scalarText(value)) : ''
}
