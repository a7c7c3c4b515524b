import { basename } from 'node:path'
import { MusterError } from '../../../base/errors.ts'
import type { ImportJob } from '../../../domain/imports/actions.ts'
import type { AreaRow, MembershipKind, Reading, Table } from '../../../domain/imports/model.ts'
import { readAreaShapes } from '../../../domain/imports/read-area-shapes.ts'
import { readDuties } from '../../../domain/imports/read-duties.ts'
import { readGbCodes } from '../../../domain/imports/read-gb-codes.ts'
import { readPcodes } from '../../../domain/imports/read-pcodes.ts'
import { readPeople } from '../../../domain/imports/read-people.ts'
import { readPlaces } from '../../../domain/imports/read-places.ts'
import { type PopoloReading, readPopolo } from '../../../domain/imports/read-popolo.ts'
import { readSections } from '../../../domain/imports/read-sections.ts'
import { readUnits } from '../../../domain/imports/read-units.ts'
import { readTable } from '../../../domain/imports/table.ts'
import { readInput } from '../input-file.ts'
import type { ImportOptions } from './options.ts'

export interface AreaOptions extends ImportOptions {
  districtKind: string
  under?: string
  levels?: string[]
  kinds?: string[]
  codes?: string[]
  root?: string
  without?: string[]
}

/**
 * Areas, in whichever of its forms the file is: Popolo; features or rows whose columns name the levels (`--levels`); a
 * table of P-codes; else Chinese division codes, of which each level may be a file of its own.
 */
export async function areasJob(files: string[], options: AreaOptions): Promise<ImportJob> {
  const { districtKind, under } = options
  const reading = await readAreas(files, options)
  return { what: 'areas', source: sourceOf(files), reading, districtKind, ...(under === undefined ? {} : { under }) }
}

async function readAreas(files: string[], options: AreaOptions): Promise<Reading<AreaRow>> {
  const { levels, kinds, codes, without, root, map: mapping } = options
  const popolo = popoloIn(files)
  if (popolo) return popolo.areas
  const tables = await Promise.all(files.map((file) => tableIn(file, options.sheet)))
  const [only] = tables
  if (levels && only) {
    return readAreaShapes(one(tables, files), {
      levels,
      mapping,
      ...(kinds ? { kinds } : {}),
      ...(codes ? { codes } : {}),
      ...(without ? { without } : {}),
      ...(root === undefined ? {} : { root: rootOf(root) }),
    })
  }
  if (only && tables.length === 1 && hasPcodes(only)) return readPcodes(only, { mapping, ...(kinds ? { kinds } : {}) })
  return readGbCodes(tables, mapping)
}

/** COD-AB: `ADM3_PCODE`, `adm3_pcode`, `admin3Pcode`, or the HXL tag of any level's code. */
function hasPcodes({ headers, tags }: Table): boolean {
  const byHeader = headers.some((header) => /^adm(in)?\d_?pcode$/i.test(header))
  return byHeader || Object.values(tags).some((tag) => /^#adm\d\s*\+\s*code/i.test(tag))
}

function rootOf(text: string): { code: string; name: string; kind: string } {
  const [code, name, kind = 'country'] = text.split(':')
  if (!code || !name) throw new MusterError('BAD_INPUT', { what: `"${text}" is not of the form code:name:kind.` })
  return { code, name, kind }
}

export interface UnitOptions extends ImportOptions {
  kind?: string
  district?: string
}

export async function unitsJob(file: string, options: UnitOptions): Promise<ImportJob> {
  const { kind, map: mapping } = options
  const popolo = popoloIn([file])
  const reading =
    popolo?.units ?? readUnits(await tableIn(file, options.sheet), { mapping, ...(kind === undefined ? {} : { kind }) })
  return { what: 'units', source: sourceOf([file]), reading, ...districtOf(options) }
}

export interface PeopleOptions extends ImportOptions {
  kind?: MembershipKind
  district?: string
}

/** In Popolo, memberships that could not be read are refused beside the people they are of. */
export async function peopleJob(
  file: string,
  options: PeopleOptions,
  soleRoles: ReadonlySet<string>,
): Promise<ImportJob> {
  const { kind, map: mapping } = options
  const popolo = popoloIn([file])
  const reading = popolo
    ? peopleOf(popolo)
    : readPeople(await tableIn(file, options.sheet), { mapping, ...(kind === undefined ? {} : { kind }) })
  return { what: 'people', source: sourceOf([file]), reading, soleRoles, ...districtOf(options) }
}

function peopleOf({ people, memberships }: PopoloReading): PopoloReading['people'] {
  return {
    ...people,
    problems: [...people.problems, ...memberships.problems],
    notes: [...people.notes, ...memberships.notes],
  }
}

export interface PlaceOptions extends ImportOptions {
  kind: string
  section?: number
  areaPath?: string[]
  without?: string[]
}

/** Places as they are, or lines cut into sections where `--section` gives their length. */
export async function placesJob(file: string, options: PlaceOptions): Promise<ImportJob> {
  const { kind, section: sectionM, areaPath, without, map: mapping } = options
  const table = await tableIn(file, options.sheet)
  const reading =
    sectionM === undefined
      ? readPlaces(table, { kind, mapping, ...(areaPath ? { areaPath } : {}) })
      : readSections(table, { kind, sectionM, mapping })
  return { what: 'places', source: sourceOf([file]), reading, ...(without ? { without } : {}) }
}

export interface DutyOptions extends ImportOptions {
  zone: string
  district?: string
}

export async function dutiesJob(
  file: string,
  options: DutyOptions,
  soleRoles: ReadonlySet<string>,
): Promise<ImportJob> {
  const { zone, map: mapping } = options
  const reading = readDuties(await tableIn(file, options.sheet), { zone, mapping })
  return { what: 'duties', source: sourceOf([file]), reading, soleRoles, ...districtOf(options) }
}

function districtOf({ district }: { district?: string }): { district?: string } {
  return district === undefined ? {} : { district }
}

async function tableIn(file: string, sheet: string | undefined): Promise<Table> {
  return readTable(readInput(file), { name: basename(file), sheet })
}

/** The one file as Popolo, if it is that: JSON with lists of organizations or persons, which GeoJSON has not. */
function popoloIn(files: string[]): PopoloReading | null {
  const [file] = files
  if (file === undefined || files.length > 1 || !/\.json$/i.test(file)) return null
  const bytes = readInput(file)
  return isPopolo(bytes) ? readPopolo(bytes, basename(file)) : null
}

function isPopolo(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof value !== 'object' || value === null || 'features' in value) return false
    return ['organizations', 'persons', 'areas'].some((key) => Array.isArray((value as Record<string, unknown>)[key]))
  } catch {
    return false // the readers say what is wrong with it, and where
  }
}

function one(tables: Table[], files: string[]): Table {
  const [only] = tables
  if (tables.length === 1 && only) return only
  throw new MusterError('BAD_INPUT', { what: `With --levels one file is read at a time, not ${files.length}.` })
}

/** The names alone: the audit must not keep where on somebody's machine a file lay. */
function sourceOf(files: string[]): string {
  return files.map((file) => basename(file)).join(', ')
}
