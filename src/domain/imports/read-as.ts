import { MusterError } from '../../base/errors.ts'
import type {
  AbsenceRow,
  AreaRow,
  DutyRow,
  Mapping,
  MembershipKind,
  PersonRow,
  PlaceRow,
  Reading,
  Table,
  TableOptions,
  UnitRow,
} from './model.ts'
import { readAbsences } from './read-absences.ts'
import { type AreaShapeOptions, readAreaShapes } from './read-area-shapes.ts'
import { readDuties } from './read-duties.ts'
import { readGbCodes } from './read-gb-codes.ts'
import { parseJson } from './read-json.ts'
import { hasParentCodes, readParentCodes } from './read-parent-codes.ts'
import { readPcodes } from './read-pcodes.ts'
import { readPeople } from './read-people.ts'
import { readPlaces } from './read-places.ts'
import { type PopoloReading, readPopolo } from './read-popolo.ts'
import { readSections } from './read-sections.ts'
import { readUnits } from './read-units.ts'
import { readTable } from './table.ts'

/** A file to be read, from wherever it came, and what somebody said of how. */
export interface SourceFile extends TableOptions {
  bytes: Uint8Array
}

export interface AreaReadOptions {
  mapping: Mapping
  levels?: readonly string[] | undefined
  kinds?: readonly string[] | undefined
  codes?: readonly string[] | undefined
  without?: readonly string[] | undefined
  root?: AreaShapeOptions['root'] | undefined
}

/**
 * Areas, in whichever of its forms the file is: Popolo; features or rows whose columns name the levels; a table of P-codes, or
 * of codes with those of their parents; else Chinese division codes, of which each level may be a file of its own.
 */
export async function readAreasIn(files: readonly SourceFile[], options: AreaReadOptions): Promise<Reading<AreaRow>> {
  const popolo = popoloIn(files)
  if (popolo) return popolo.areas
  const tables = await Promise.all(files.map(tableIn))
  const reading = readAreaTables(tables, options)
  const [only] = tables
  return only && tables.length === 1 ? fromTable(only, reading) : reading
}

function readAreaTables(tables: Table[], options: AreaReadOptions): Reading<AreaRow> {
  const { levels, kinds, codes, without, root, mapping } = options
  const [only] = tables
  if (levels && only) {
    return readAreaShapes(one(tables), {
      levels,
      mapping,
      ...(kinds ? { kinds } : {}),
      ...(codes ? { codes } : {}),
      ...(without ? { without } : {}),
      ...(root ? { root } : {}),
    })
  }
  if (only && tables.length === 1 && hasPcodes(only)) return readPcodes(only, { mapping, ...(kinds ? { kinds } : {}) })
  if (only && tables.length === 1 && hasParentCodes(only, mapping)) return readParentCodes(only, mapping)
  return readGbCodes(tables, mapping)
}

/** COD-AB: `ADM3_PCODE`, `adm3_pcode`, `admin3Pcode`, or the HXL tag of any level's code. */
export function hasPcodes({ headers, tags }: Pick<Table, 'headers' | 'tags'>): boolean {
  const byHeader = headers.some((header) => /^adm(in)?\d_?pcode$/i.test(header))
  return byHeader || Object.values(tags).some((tag) => /^#adm\d\s*\+\s*code/i.test(tag))
}

export async function readUnitsIn(
  file: SourceFile,
  { kind, mapping }: { kind?: string | undefined; mapping: Mapping },
): Promise<Reading<UnitRow>> {
  const popolo = popoloIn([file])
  if (popolo) return popolo.units
  const table = await tableIn(file)
  return fromTable(table, readUnits(table, { mapping, ...(kind === undefined ? {} : { kind }) }))
}

/** In Popolo, memberships that could not be read are refused beside the people they are of. */
export async function readPeopleIn(
  file: SourceFile,
  { kind, mapping }: { kind?: MembershipKind | undefined; mapping: Mapping },
): Promise<Reading<PersonRow>> {
  const popolo = popoloIn([file])
  if (!popolo) {
    const table = await tableIn(file)
    return fromTable(table, readPeople(table, { mapping, ...(kind === undefined ? {} : { kind }) }))
  }
  const { people, memberships } = popolo
  return {
    ...people,
    problems: [...people.problems, ...memberships.problems],
    notes: [...people.notes, ...memberships.notes],
  }
}

/** Places as they are, or lines cut into sections where `sectionM` gives their length. */
export async function readPlacesIn(
  file: SourceFile,
  options: {
    kind: string
    sectionM?: number | undefined
    areaPath?: readonly string[] | undefined
    mapping: Mapping
  },
): Promise<Reading<PlaceRow>> {
  const { kind, sectionM, areaPath, mapping } = options
  const table = await tableIn(file)
  const reading =
    sectionM === undefined
      ? readPlaces(table, { kind, mapping, ...(areaPath ? { areaPath } : {}) })
      : readSections(table, { kind, sectionM, mapping })
  return fromTable(table, reading)
}

export async function readDutiesIn(
  file: SourceFile,
  options: { zone?: string | undefined; mapping: Mapping },
): Promise<Reading<DutyRow>> {
  const table = await tableIn(file)
  return fromTable(table, readDuties(table, options))
}

export async function readAbsencesIn(
  file: SourceFile,
  options: { zone?: string | undefined; mapping: Mapping },
): Promise<Reading<AbsenceRow>> {
  const table = await tableIn(file)
  return fromTable(table, readAbsences(table, options))
}

/** A reading that says what it was read from, so that who sees it can say that another part is meant. */
function fromTable<Row>({ headers, tags, encoding, sheet, headerRows }: Table, reading: Reading<Row>): Reading<Row> {
  const from = { headers, tags, encoding, ...(sheet === undefined ? {} : { sheet }), headerRows: headerRows ?? null }
  return { ...reading, from }
}

function tableIn({ bytes, ...options }: SourceFile): Promise<Table> {
  return readTable(bytes, options)
}

/** The one file as Popolo, if it is that: JSON with lists of organizations or persons, which GeoJSON has not. */
function popoloIn(files: readonly SourceFile[]): PopoloReading | null {
  const [file] = files
  if (file === undefined || files.length > 1 || !isPopolo(file)) return null
  return readPopolo(file.bytes, file.name)
}

export function isPopolo({ name, bytes }: SourceFile): boolean {
  if (!/\.json$/i.test(name)) return false
  try {
    const value: unknown = parseJson(new TextDecoder().decode(bytes), name)
    if (typeof value !== 'object' || value === null || 'features' in value) return false
    return ['organizations', 'persons', 'areas'].some((key) => Array.isArray((value as Record<string, unknown>)[key]))
  } catch {
    return false // the readers say what is wrong with it, and where
  }
}

function one(tables: Table[]): Table {
  const [only] = tables
  if (tables.length === 1 && only) return only
  throw new MusterError('BAD_INPUT', { what: `With --levels one file is read at a time, not ${tables.length}.` })
}
