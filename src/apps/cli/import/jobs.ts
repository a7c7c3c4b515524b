import { basename } from 'node:path'
import { MusterError } from '../../../base/errors.ts'
import type { ImportJob } from '../../../domain/imports/actions.ts'
import { unreadOf } from '../../../domain/imports/drafts/fields.ts'
import type { MembershipKind } from '../../../domain/imports/model.ts'
import {
  readAbsencesIn,
  readAreasIn,
  readDutiesIn,
  readPeopleIn,
  readPlacesIn,
  readUnitsIn,
  type SourceFile,
} from '../../../domain/imports/read-as.ts'
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

export async function areasJob(files: string[], options: AreaOptions): Promise<ImportJob> {
  const { districtKind, under, map: mapping, root, ...rest } = options
  const sources = files.map((file) => sourceIn(file, options))
  const reading = await readAreasIn(sources, { ...rest, mapping, root: root === undefined ? undefined : rootOf(root) })
  const further = { ...(under === undefined ? {} : { under }), ...(rest.kinds ? { kinds: rest.kinds } : {}) }
  return { what: 'areas', source: sourceOf(files), reading, districtKind, ...further }
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
  const reading = await readUnitsIn(sourceIn(file, options), { kind, mapping })
  return { what: 'units', source: sourceOf([file]), reading, ...districtOf(options) }
}

export interface PeopleOptions extends ImportOptions {
  answer?: Record<string, string>
  kind?: MembershipKind
  district?: string
}

export async function peopleJob(
  file: string,
  options: PeopleOptions,
  soleRoles: ReadonlySet<string>,
): Promise<ImportJob> {
  const { kind, map: mapping } = options
  const reading = await readPeopleIn(sourceIn(file, options), { kind, mapping })
  return { what: 'people', source: sourceOf([file]), reading, soleRoles, ...districtOf(options) }
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
  const reading = await readPlacesIn(sourceIn(file, options), { kind, sectionM, areaPath, mapping })
  return { what: 'places', source: sourceOf([file]), reading, ...(without ? { without } : {}) }
}

/** Of duties and of absences: both are codes of people, and times. */
export interface TimedOptions extends ImportOptions {
  answer?: Record<string, string>
  zone?: string
  district?: string
}

export async function dutiesJob(
  file: string,
  options: TimedOptions,
  { zone, soleRoles }: { zone: string | undefined; soleRoles: ReadonlySet<string> },
): Promise<ImportJob> {
  const reading = await readDutiesIn(sourceIn(file, options), { zone, mapping: options.map })
  return { what: 'duties', source: sourceOf([file]), reading, soleRoles, ...districtOf(options) }
}

export async function absencesJob(file: string, options: TimedOptions, zone: string | undefined): Promise<ImportJob> {
  const reading = await readAbsencesIn(sourceIn(file, options), { zone, mapping: options.map })
  return { what: 'absences', source: sourceOf([file]), reading, ...districtOf(options) }
}

function districtOf({ district, answer }: { district?: string; answer?: Record<string, string> }): {
  district?: string
  answers?: Record<string, string>
} {
  return { ...(district === undefined ? {} : { district }), ...(answer ? { answers: answer } : {}) }
}

/** Which part of a file was read, and which of its columns were not. */
export interface ReadFrom {
  encoding: string
  sheet?: string
  /** First and last line; null where there are none. */
  headerRows: [number, number] | null
  unread: string[]
}

export function sourceOfReading({ what, reading }: ImportJob, options: ImportOptions): ReadFrom | undefined {
  const { from } = reading
  if (!from) return undefined
  const { encoding, sheet, headerRows = null } = from
  const { levels, codes, areaPath, section } = options as Partial<AreaOptions & PlaceOptions>
  const own = { ...(levels && { levels }), ...(codes && { codes }), ...(areaPath && { areaPath }) }
  const settings = { kind: what, mapping: options.map, options: { ...own, ...(section !== undefined && { section }) } }
  return { encoding, ...(sheet === undefined ? {} : { sheet }), headerRows, unread: unreadOf(from, settings) }
}

function sourceIn(file: string, { sheet, encoding, headerRows }: ImportOptions): SourceFile {
  return { name: basename(file), bytes: readInput(file), sheet, encoding, headerRows }
}

/** The names alone: the audit must not keep where on somebody's machine a file lay. */
function sourceOf(files: string[]): string {
  return files.map((file) => basename(file)).join(', ')
}
