import { cleanCode, cleanText, fold } from './clean.ts'
import { type Columns, cell, columnsOf, findColumns, soundRows, type Wanted } from './columns.ts'
import { findPosition } from './find-position.ts'
import { eachOnce, joinPerson, spelledAlike, spellingKey, tellApart } from './join-people.ts'
import type { Mapping, MembershipKind, MembershipRow, PersonRow, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { nameCode } from './name-codes.ts'
import { KINDS, PERSON_FIELDS, ROLES } from './people-words.ts'
import { readContacts } from './read-contacts.ts'
import { nameWithoutStanding, readStanding, type StandingColumns, standingColumns } from './read-standing.ts'
import { readDate, readWhen } from './read-when.ts'
import { type OpenReading, openReading } from './reading.ts'
import { standingOf } from './standing-words.ts'

type PeopleColumns = Columns<keyof typeof PERSON_FIELDS> & StandingColumns & { phones: string[]; emails: string[] }

export interface PeopleOptions {
  /** What someone is whose row does not say; `member` without it. */
  kind?: MembershipKind
  mapping?: Mapping
}

/**
 * People from a table, a row for each membership: rows with one code are one person in several units. Someone without
 * a code gets one from the unit and the name. Two of one name in one unit are one where their numbers agree, two where they do
 * not; where one of them has none, or one name is the other but for tones and accents and the number is one, it is left to be asked
 * (`namesake`), for a name is not an identity.
 * What no column here names (identity numbers, dates of birth) is not read at all.
 * @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readPeople(table: Table, options: PeopleOptions = {}): Reading<PersonRow> {
  const mapping = options.mapping ?? NO_MAPPING
  const columns: PeopleColumns = {
    ...findColumns(table, personFields(table, mapping), mapping),
    phones: columnsOf(table, PERSON_FIELDS.phone, mapping.columns.phone),
    emails: columnsOf(table, PERSON_FIELDS.email, mapping.columns.email),
    ...standingColumns(table, mapping.columns),
  }
  // A remark is only looked through: what is wrong with its cell is wrong with nothing else.
  const { remarks: _, ...taken } = columns
  const reading = openReading<PersonRow>(table)
  const people = new Map<string, PersonRow>()
  const namesakes = new Map<string, PersonRow[]>()
  const spellings = new Map<string, PersonRow[]>()
  for (const row of soundRows(table, taken, reading)) {
    const person = readPerson(row, columns, options.kind ?? 'member', reading)
    if (!person) continue
    if (!person.coded) {
      const others = namesakes.get(person.code) ?? []
      namesakes.set(person.code, others)
      if (!tellApart(person, others, people, reading)) continue
      others.push(person)
      const spelt = spellings.get(spellingKey(person)) ?? []
      spellings.set(spellingKey(person), spelt)
      const alike = spelledAlike(person, spelt)
      if (alike && person.namesake === undefined) person.namesake = alike.line
      spelt.push(person)
      people.set(person.code, person)
      continue
    }
    const first = people.get(person.code)
    if (!first) people.set(person.code, person)
    else joinPerson(first, person, reading)
  }
  for (const person of people.values()) reading.take(person)
  return reading.end()
}

/** Of a table whose names are in two columns none is asked for the whole. */
function personFields(table: Table, mapping: Mapping): Record<keyof typeof PERSON_FIELDS, Wanted> {
  const { name, given, family } = PERSON_FIELDS
  const isInParts =
    columnsOf(table, given, mapping.columns.given).length + columnsOf(table, family, mapping.columns.family).length > 0
  return { ...PERSON_FIELDS, name: { ...name, required: !isInParts } }
}

/**
 * A person's name: whatever letters stand there, for people are called Null, NA and 无. In two columns it is put together, in
 * Chinese without a space and the family name first; where one is headed as the given name, the other may be headed just Name.
 */
function nameIn(row: TableRow, columns: PeopleColumns): string {
  const text = (column: string | undefined) => {
    const written = column === undefined ? '' : cleanText(row.cells[column] ?? '')
    return /[\p{L}\p{N}]/u.test(written) ? written : ''
  }
  const [given, family] = [text(columns.given), text(columns.family)]
  if (!given && !family) return text(columns.name)
  const last = family || text(columns.name)
  if (!given || !last || last === given) return last || given
  return /\p{Script=Han}/u.test(last) ? `${last}${given}` : `${given} ${last}`
}

/** Longer is no name, and no code: a cell of another column, or a whole line. */
const LONGEST = { name: 200, code: 100 }

function readPerson(
  row: TableRow,
  columns: PeopleColumns,
  kind: MembershipKind,
  reading: OpenReading<PersonRow>,
): PersonRow | null {
  const { name, word } = nameWithoutStanding(nameIn(row, columns))
  const written = cleanCode(cell(row, columns.code))
  if (!name) {
    reading.refuse('MISSING', row.line, { column: columns.name ?? columns.family ?? columns.given ?? 'name' })
    return null
  }
  if (name.length > LONGEST.name || written.length > LONGEST.code) {
    const column = (name.length > LONGEST.name ? columns.name : columns.code) ?? 'name'
    reading.refuse('TOO_LONG', row.line, { column, value: name.length > LONGEST.name ? name : written })
    return null
  }
  const unit = cell(row, columns.unit)
  const { standing, ends } = readStanding(row, columns, word)
  const membership = readMembership(row, unit, { columns, kind, ends, reading })
  if (membership === null) return null
  const home = findPosition(row, columns)
  if ('fault' in home && home.fault) {
    const { code, value, hint } = home.fault
    reading.note(code, row.line, { column: columns.lat ?? 'lat', value, hint: hint ?? '' })
  }
  return {
    line: row.line,
    code: written || nameCode(unit, name),
    coded: written !== '',
    name,
    skills: cell(row, columns.skills)
      .split(/[,;/、，；|]/)
      .map(cleanText)
      .filter(Boolean),
    home: 'at' in home ? home.at : null,
    contacts: eachOnce([
      ...columns.phones.flatMap((phone) => readContacts('phone', cell(row, phone), row.line, phone, reading)),
      ...columns.emails.flatMap((email) => readContacts('email', cell(row, email), row.line, email, reading)),
    ]),
    memberships: unit ? [membership] : [],
    ...(standing ? { standing } : {}),
  }
}

interface MembershipContext {
  columns: PeopleColumns
  kind: MembershipKind
  /** The end that a column of who left gives, exclusive. */
  ends: string | null
  reading: OpenReading<PersonRow>
}

/** Null when the date of an end is none, for a wrong term is worse than an absent person. */
function readMembership(
  row: TableRow,
  unit: string,
  { columns, kind: fallback, ends, reading }: MembershipContext,
): MembershipRow | null {
  const dates = { from: '', to: '' }
  for (const field of ['from', 'to'] as const) {
    const written = cell(row, columns[field])
    const column = columns[field] ?? field
    const mark = row.marks?.[column]
    const span = written ? readDate(written, mark) : null
    const when = written && !span ? readWhen(written, mark) : null
    const [why, hint] = when?.kind === 'fault' ? [when.code, when.hint] : (['BAD_DATE', ''] as const)
    if (written && !span && field === 'to' && !ONGOING.has(fold(written)) && !standingOf(written)) {
      // Whether somebody is still there has to be known; since when, need not.
      reading.refuse(why, row.line, { column, value: written, hint })
      return null
    }
    if (written && !span && field === 'from') {
      reading.note(why === 'BAD_DATE' ? 'LEFT_OUT' : why, row.line, { column, value: written, hint })
    }
    if (span) dates[field] = field === 'from' ? span.from : span.to
  }
  dates.to ||= ends ?? ''
  if (dates.from && dates.to && dates.to <= dates.from) {
    reading.refuse('DATES_CROSSED', row.line, { column: columns.to ?? 'to', value: dates.to, other: dates.from })
    return null
  }
  const { kind, isSaid } = readKind(row, columns, fallback, reading)
  const post = cell(row, columns.role)
  const roles = standingOf(post) ? [] : readRoles(post, row.line, columns.role ?? 'role', reading)
  return {
    unit,
    kind,
    kindSaid: isSaid,
    roles,
    from: dates.from || null,
    to: dates.to || null,
    sentBy: null,
  }
}

/** What kind of member somebody is; a column of their status may say it as well. */
function readKind(
  row: TableRow,
  columns: PeopleColumns,
  fallback: MembershipKind,
  reading: Pick<OpenReading<never>, 'note'>,
): { kind: MembershipKind; isSaid: boolean } {
  const written = cell(row, columns.kind)
  const words = [written, ...columns.statuses.map((column) => cell(row, column))]
  const kind = words.map((word) => KINDS.get(fold(word))).find((each) => each !== undefined)
  if (!kind && written && !standingOf(written)) {
    reading.note('DEFAULTED', row.line, { column: columns.kind ?? 'kind', value: written, kept: fallback })
  }
  return { kind: kind ?? fallback, isSaid: kind !== undefined }
}

/** What is written for an end where there is none yet. */
const ONGOING = new Set(['至今', '现在', '在职', 'present', 'now', 'ongoing', 'current', 'sekarang', 'heute'])

/** Between two posts in one cell: 书记兼主任, 党支部书记、村委会主任, secretary / treasurer. */
const POSTS = /[、,，;；/&+|]|兼(?:任)?|\band\b/u

/**
 * The posts in one cell, each as the register's own word where it knows it, else as it was written; none for an ordinary member.
 * Several are noted, and so is one that names a secretary of something else: a ladder knows the secretary and the deputy of the
 * unit itself.
 */
export function readRoles(
  written: string,
  line: number,
  column: string,
  reading: Pick<OpenReading<never>, 'note'>,
): string[] {
  const posts = written.split(POSTS).map(cleanText).filter(Boolean)
  const roles = [...new Set(posts.flatMap((post) => (KINDS.has(fold(post)) ? [] : [ROLES.get(fold(post)) ?? post])))]
  if (posts.length > 1) reading.note('ROLES_SPLIT', line, { column, value: written, kept: roles.join(', ') })
  for (const role of roles) {
    if (/书记|secretary/i.test(role) && !LADDER.has(role)) reading.note('ROLE_KEPT', line, { column, value: role })
  }
  return roles
}

const LADDER: ReadonlySet<string> = new Set(ROLES.values())
