import { z } from 'zod'
import { isZone } from '../../../base/zones.ts'
import type { Change } from '../changes.ts'
import { type Candidate, ENCODINGS } from '../encoding-names.ts'
import { type Mapping, mapping, type TableOptions } from '../model.ts'
import type { Problem } from '../reasons.ts'

/** What a file may be read as. */
export const IMPORT_KINDS = ['areas', 'units', 'people', 'places', 'duties', 'absences'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/**
 * A draft is a file that was sent and is not yet read; then it is read, which writes nothing; then applied, all of it or
 * nothing; or dropped at any time before that.
 */
export const IMPORT_STATES = ['draft', 'read', 'applied', 'dropped'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** Which rows of a read file are listed. What stays as it is is only counted. */
export const ROW_STATES = ['asked', 'unplaced', 'new', 'changed', 'noted'] as const
export type RowState = (typeof ROW_STATES)[number]

/** The largest file that is taken. */
export const IMPORT_BYTES = 200 * 1024 * 1024

const word = z.string().trim().min(1).max(200)
const words = z.array(word).min(1).max(12)

/** What reading and writing has to know beside the columns; each kind of import takes its own and knows the defaults. */
export const importOptions = z.strictObject({
  districtKind: word.optional().describe('areas: the kind at which emergencies are run; county'),
  under: word.optional().describe('areas: the known area under which those without a parent hang'),
  levels: words.optional().describe('areas: columns that name the area and those above it, highest first'),
  kinds: words.optional().describe('areas: what each level is, highest first'),
  codes: words.optional().describe("areas: columns of the levels' codes, highest first"),
  root: z
    .strictObject({ code: word, name: word, kind: word })
    .optional()
    .describe('areas: one above the highest level; its code begins the codes that are made'),
  without: words.optional().describe('areas, places: words before names that do not tell areas apart'),
  kind: word.optional().describe('units (branch), people (member), places (needed): what a row is that does not say'),
  answers: z
    .record(z.string().regex(/^(\d{1,7}|all)$/), word)
    .optional()
    .describe(
      'people, duties, absences: what rows that asked are, by line or `all`: same, other, leave, or a code of who is meant; take, gone or leave of who may be gone; `same+take` answers both',
    ),
  district: word.optional().describe('units, people, duties, absences: the district whose codes the file uses'),
  section: z.number().positive().max(100_000).optional().describe('places: cut lines into sections of so many metres'),
  areaPath: words.optional().describe("places: columns that name a place's areas, highest first"),
  zone: z
    .string()
    .refine(isZone, 'must be a zone such as Asia/Shanghai, or an offset such as +08:00')
    .optional()
    .describe('duties, absences: the zone of days and clock times written without one (Asia/Shanghai, +08:00)'),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe('any text: its encoding, where its bytes do not tell, or told it wrongly'),
  headerRows: z
    .string()
    .regex(/^\d{1,7}(-\d{1,7})?$/, 'must be lines such as 3 or 3-4')
    .optional()
    .describe('any table: the lines of its headers, such as 3 or 3-4; 0: it has none; found without it'),
})
export type ImportOptions = z.output<typeof importOptions>

export const importMapping = mapping

/** How a file is to be read. `sheet` null: the first of a workbook. */
export interface Settings {
  kind: ImportKind
  sheet: string | null
  mapping: Mapping
  options: ImportOptions
}

/** Which part of a file is looked at, and as what. */
export type Part = Omit<TableOptions, 'name'>

export function partIn({ sheet, options }: Pick<Settings, 'sheet' | 'options'>): Part {
  return { sheet: sheet ?? undefined, encoding: options.encoding, headerRows: options.headerRows }
}

/** What is in a file, as far as can be seen without knowing what it is about. */
export interface Found {
  form: 'csv' | 'xlsx' | 'geojson' | 'popolo'
  /** Empty while it is not known. */
  encoding: string
  /** What a text may be in whose bytes do not tell: one is to be chosen before anything can be said of it. */
  encodings: Candidate[]
  sheets: string[]
  hiddenSheets: string[]
  /** The sheet that was read. */
  read: string | null
  /** The lines of the headers, first and last; null where there are none. */
  headerRows: [number, number] | null
  /** `samples`: the first few different values. */
  columns: { name: string; tag: string | null; samples: string[] }[]
  /** Kinds of geometry among the features. */
  shapes: string[]
}

/** A field that a kind of import looks for, and the column that it is read from. */
export interface Field {
  field: string
  required: boolean
  /** Whether several columns may hold it. */
  several: boolean
  column: string | null
  /** Further columns that are read as it. */
  also: string[]
  /** By its header, nobody having said so. */
  guessed: boolean
}

/** What reading came to, or writing did: counts of rows, and the first few as they were understood. */
export interface Summary {
  read: number
  new: number
  changed: number
  same: number
  /** What ends by it: duties, places and posts without anybody in that role then, people who leave. */
  ends: { duties: number; bare: number; people: number }
  /** Rows that wait for somebody to say who is meant: nothing of them is written. */
  asked: number
  unplaced: number
  noted: number
  sample: Record<string, unknown>[]
}

/** Why reading or writing came to nothing, as it is told to people. */
export interface DraftFault {
  code: string
  says: string
  do: string
  details: Record<string, unknown>
}

export interface Draft extends Settings {
  id: string
  name: string
  bytes: number
  state: ImportState
  found: Found
  summary: Summary | null
  fault: DraftFault | null
  madeAt: Date
  by: string
  changedAt: Date
}

/** A row of a read file as it is listed. */
export interface DraftRow {
  line: number
  state: RowState
  name: string | null
  code: string | null
  reason:
    | (Pick<Problem, 'code' | 'column' | 'value' | 'details'> & {
        says: string
      })
    | null
  /** Of a row that changes something known: what was and what is, field by field. */
  changes: Change[] | null
}
