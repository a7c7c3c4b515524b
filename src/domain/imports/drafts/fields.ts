import { FURTHER_FIELDS } from '../area-further.ts'
import { columnsOf, type Wanted } from '../columns.ts'
import { PERSON_FIELDS } from '../people-words.ts'
import { ABSENCE_FIELDS } from '../read-absences.ts'
import { hasPcodes } from '../read-as.ts'
import { DUTY_FIELDS } from '../read-duties.ts'
import { AREA_FIELDS } from '../read-gb-codes.ts'
import { columnsAbove, hasParentCodes, PARENT_CODE_FIELDS } from '../read-parent-codes.ts'
import { PCODE_FIELDS } from '../read-pcodes.ts'
import { PLACE_FIELDS } from '../read-places.ts'
import { SECTION_FIELDS } from '../read-sections.ts'
import { UNIT_FIELDS } from '../read-units.ts'
import type { Field, Found, ImportKind, Settings } from './model.ts'

export type Headers = { headers: string[]; tags: Record<string, string> }

type HowRead = Omit<Settings, 'sheet'>

/** The fields that reading with these settings looks for, each with the column that it would take. */
export function fieldsOf(headers: Headers, settings: HowRead): Field[] {
  return Object.entries(wantedBy(headers, settings)).map(([field, wanted]) => {
    const mapped = settings.mapping.columns[field]
    const [column = null, ...also] = columnsOf(headers, wanted, mapped)
    const guessed = mapped === undefined && column !== null
    return { field, required: wanted.required === true, several: wanted.several === true, column, also, guessed }
  })
}

/** The columns that reading with these settings passes over; none where the file says by itself what its columns are. */
export function unreadOf(headers: Headers, settings: HowRead): string[] {
  const { kind, mapping, options } = settings
  if (kind === 'areas' && (options.levels || hasPcodes(headers))) return []
  const { levels = [], codes = [], areaPath = [] } = options
  const read = new Set([...levels, ...codes, ...areaPath, ...Object.values(mapping.props).map((prop) => prop.column)])
  for (const { column, also } of fieldsOf(headers, settings)) {
    for (const each of [column, ...also]) if (each !== null) read.add(each)
  }
  if (kind === 'areas' && hasParentCodes(headers, mapping) && !hasParent(headers, settings)) {
    for (const column of columnsAbove(headers.headers)) read.add(column)
  }
  return headers.headers.filter((header) => !read.has(header))
}

function hasParent(headers: Headers, settings: HowRead): boolean {
  return fieldsOf(headers, settings).some(({ field, column }) => field === 'parent' && column !== null)
}

function wantedBy(headers: Headers, { kind, options, mapping }: HowRead): Record<string, Wanted> {
  // Areas whose columns name the levels, or bear P-codes, say by themselves what each column is.
  if (kind === 'areas') {
    if (options.levels) return FURTHER_FIELDS
    if (hasPcodes(headers)) return PCODE_FIELDS
    return hasParentCodes(headers, mapping) ? PARENT_CODE_FIELDS : { ...AREA_FIELDS, parent: PARENT_CODE_FIELDS.parent }
  }
  if (kind === 'places' && options.section !== undefined) return SECTION_FIELDS
  return {
    units: UNIT_FIELDS,
    people: PERSON_FIELDS,
    places: PLACE_FIELDS,
    duties: DUTY_FIELDS,
    absences: ABSENCE_FIELDS,
  }[kind]
}

/** Words in a file's name by which it tells what its places are. */
const PLACE_WORDS: readonly [RegExp, string][] = [
  [/dyke|dike|dam|levee|embankment|堤|坝/i, 'dam-section'],
  [/house|household|\bhh\b|住户|农户|家庭/i, 'household'],
  [/shelter|安置|避难/i, 'shelter'],
  [/gate|sluice|闸/i, 'gate'],
  [/school|学校/i, 'school'],
]

/** A first guess at what a file is about, from its columns, shapes and name; whoever sent it sets it right. */
export function guessSettings(found: Found, name: string): Pick<Settings, 'kind' | 'options'> {
  const kind = guessKind(found, name)
  if (kind !== 'places') return { kind, options: {} }
  const [, word] = PLACE_WORDS.find(([pattern]) => pattern.test(name)) ?? []
  const isLine = found.shapes.length > 0 && found.shapes.every((shape) => shape.endsWith('LineString'))
  return {
    kind,
    options: { ...(word ? { kind: word } : {}), ...(isLine && word === 'dam-section' ? { section: 500 } : {}) },
  }
}

function guessKind(found: Found, name: string): ImportKind {
  const headers = headersOf(found)
  const has = (fields: Record<string, Wanted>, ...keys: string[]) =>
    keys.every((key) => fields[key] !== undefined && columnsOf(headers, fields[key]).length > 0)
  if (found.form === 'popolo') return 'people'
  if (hasPcodes(headers)) return 'areas'
  if (found.shapes.length > 0) {
    const isArea =
      found.shapes.every((shape) => shape.endsWith('Polygon')) && /adm|area|bound|village|界|区划|村/i.test(name)
    return isArea ? 'areas' : 'places'
  }
  if (has(DUTY_FIELDS, 'role', 'holder', 'from')) return 'duties'
  const isOfPeople = has(PERSON_FIELDS, 'unit') || has(PERSON_FIELDS, 'phone')
  if (has(ABSENCE_FIELDS, 'person', 'from', 'to') && !isOfPeople) return 'absences'
  if (has(PLACE_FIELDS, 'lon', 'lat') && !has(PERSON_FIELDS, 'phone')) return 'places'
  if (has(PERSON_FIELDS, 'given', 'family')) return 'people'
  if (has(PERSON_FIELDS, 'name', 'unit') || has(PERSON_FIELDS, 'name', 'phone')) return 'people'
  if (has(UNIT_FIELDS, 'name', 'parent')) return 'units'
  return has(AREA_FIELDS, 'code', 'name') ? 'areas' : 'places'
}

export function headersOf(found: Found): Headers {
  const tags = found.columns.flatMap(({ name, tag }) => (tag === null ? [] : [[name, tag] as const]))
  return { headers: found.columns.map((c) => c.name), tags: Object.fromEntries(tags) }
}
