import { z } from 'zod'
import type { Geometry, MultiPolygon, Position } from '../../base/geometry.ts'
import type { AbsenceKind } from '../people/model.ts'
import type { Problem, ReasonCode } from './reasons.ts'

/** Any file as rows of text under headers: CSV, a sheet, or the features of a GeoJSON file. */
export interface Table extends Origin {
  headers: string[]
  /** HXL tags by header, as in the row `#adm1+code,#adm1+name` under the headers; empty when there is none. */
  tags: Record<string, string>
  rows: TableRow[]
  /** Rows that could not be told into cells. */
  problems: Problem[]
  /** What is left out of the file, such as totals and hidden rows, or filled in, such as merged cells. */
  notes?: Problem[]
  /** The lines of its headers, first and last; null without headers, undefined where a file has none to choose. */
  headerRows?: [number, number] | null
}

export interface TableRow {
  line: number
  cells: Record<string, string>
  /** What a cell is beside its text, by header; only where there is something to say. Rows alike share one. */
  marks?: Readonly<Record<string, CellMark>>
  /** Only a feature has one; null when the feature has none or `fault` says why it is of no use. */
  geometry?: Geometry | null
  fault?: { code: ReasonCode; value: string; hint?: string }
  /** A ring that had to be closed. */
  mended?: boolean
  /** What was done to a shape that reaches past the 180th meridian. */
  cut?: 'SHAPE_CUT' | 'SHAPE_WRAPPED'
  remark?: RowRemark
}

/** A comment on a cell of a row that says of somebody that they died or left: the word that says so. */
export interface RowRemark {
  column: string
  text: string
}

/**
 * What a workbook says of a cell beside its text. `number`: it is stored as a number, so that zeros before and behind it are
 * gone. `rounded`: a number with more digits than a spreadsheet keeps (15), or shown as 1.2E+17: digits are lost. `uncounted`: a
 * formula whose result is not in the file. `hollow`: a formula whose result is an empty text, or was never counted: these look alike.
 * `error`: a formula that failed, such as #N/A. CSV has no marks.
 */
export type CellMark = 'number' | 'rounded' | 'uncounted' | 'hollow' | 'error'

/** Rows of cells, before headers are found: the line that each began on, and the encoding as in `Table`. */
export interface Grid extends Origin {
  rows: GridRow[]
  problems?: Problem[]
  notes?: Problem[]
}

export interface GridRow {
  line: number
  cells: string[]
  /** By the column's place, from 0; rows alike share one. */
  marks?: Readonly<Record<number, CellMark>>
  remark?: RowRemark
}

/** Which part of a file a table was read from. */
interface Origin {
  /** What the bytes turned out to be, or were said to be: `utf-8`, `gb18030`, `xlsx`, … */
  encoding: string
  /** The names of a workbook's sheets, those of them that are hidden, and the one that was read. */
  sheets?: string[]
  hiddenSheets?: string[]
  sheet?: string
}

export interface TableOptions {
  /** For its ending (.csv, .tsv, .txt, .xlsx, .json, .geojson) and for naming it in errors. */
  name: string
  /** The sheet of a workbook; without it the first that is not hidden and holds a table. */
  sheet?: string | undefined
  /** The encoding of separated text, one of `ENCODINGS`; told by its bytes without it. */
  encoding?: string | undefined
  /** The lines of the headers: `3`, `3-4`, or `0` where there are none; found without it. */
  headerRows?: string | undefined
}

/** What a reader made of a file: each row read is in `rows`, in `problems`, or joined to another row by a note. */
export interface Reading<Row> {
  /** Which part of its file it was read from; only where that is one table. */
  from?: Pick<Table, 'headers' | 'tags' | 'encoding' | 'sheet' | 'headerRows'>
  read: number
  rows: Row[]
  problems: Problem[]
  notes: Problem[]
}

export const propMapping = z.object({
  column: z.string().min(1),
  as: z.enum(['text', 'number', 'flag', 'date']).default('text'),
})

/** Which column is which field, and which further columns are kept as props. What is not named here is not stored. */
export const mapping = z.object({
  columns: z
    .record(z.string(), z.union([z.string(), z.array(z.string()).min(1).max(12)]))
    .default({})
    .describe('Columns by field; several for a field that may have several, such as phones'),
  props: z.record(z.string(), propMapping).default({}),
})
export type Mapping = z.infer<typeof mapping>
export type PropMapping = z.infer<typeof propMapping>
export const NO_MAPPING: Mapping = { columns: {}, props: {} }

export type PropValue = string | number | boolean
export type Props = Record<string, PropValue>

/** A node of the administrative tree. Days are `YYYY-MM-DD`. */
export interface AreaRow {
  line: number
  code: string
  parent: string | null
  kind: string
  name: string
  /** Names in other languages by their code: `{ en: 'Poyang' }`. */
  names: Record<string, string>
  /** Faults inside rings are left for the database to mend. */
  geometry: MultiPolygon | null
  props: Props
  opened: string | null
  closed: string | null
  /** The codes of the areas that took its place, and of those whose place it took, when they were recoded or divided. */
  successors: string[]
  replaces: string[]
  /** Only named as an ancestor of other rows: it is added where it is not known, and never changes what is. */
  implied: boolean
}

/** A unit of the organisation. `parent` and `area` are codes, or words that the register has to find; `dissolved` is the
 * day after its last. */
export interface UnitRow {
  line: number
  code: string
  name: string
  kind: string
  parent: string | null
  area: string | null
  founded: string | null
  dissolved: string | null
  /** The unit that takes over its people, posts and duties and the units below it, when it is dissolved. */
  successor: string | null
}

export type ContactRow = { channel: 'phone' | 'email'; address: string }

/** Popolo's membership: `sentBy` is `on_behalf_of_id`, `roles` its posts. Days are `YYYY-MM-DD`, `to` is
 * exclusive. */
export interface MembershipRow {
  unit: string
  kind: MembershipKind
  /** Whether the file says it, or it is what somebody is taken for of whom nothing is known yet. */
  kindSaid: boolean
  /** Posts held in the unit. */
  roles: string[]
  from: string | null
  to: string | null
  sentBy: string | null
  /** Left at the moment of writing, no day being said: another row of the file has the person in another unit. */
  left?: true
}

/**
 * What a list says of whether somebody still is one of the people, in which column and with which word. `gone`: they are not taken,
 * or leave; `whole`: whatever unit they are in, for they died or were expelled. `unsure`: somebody has to say it; `known`: the word
 * is, as of one who is suspended, while it cannot be said what it means for duties.
 */
export type PersonStanding =
  | { is: 'gone'; whole: boolean; column: string; value: string }
  | { is: 'unsure'; known: boolean; column: string; value: string }

export const MEMBERSHIP_KINDS = ['member', 'official', 'volunteer', 'seconded'] as const
export type MembershipKind = (typeof MEMBERSHIP_KINDS)[number]

export interface PersonRow {
  line: number
  code: string
  /** Whether the file gives the code; else it is made from the unit and the name, and says nothing of who is meant. */
  coded: boolean
  /** The line of another of the same name, but perhaps for its accents, and unit in the file: nobody can tell whether it is this person. */
  namesake?: number
  name: string
  skills: string[]
  home: Position | null
  contacts: ContactRow[]
  memberships: MembershipRow[]
  /** Without it they are one of the people. */
  standing?: PersonStanding
}

/** The line that a section was cut from, by its code, and the chainages between which it lies, in metres. */
export type LineReference = { line: string; fromM: number; toM: number }

/** Something answered for. */
export interface PlaceRow {
  line: number
  kind: string
  code: string
  name: string
  /** The code of its area, or the names of its areas from the highest down; with neither, its shape decides. */
  area: string | null
  areaPath: string[] | null
  geometry: Geometry
  section: LineReference | null
  people: number | null
  props: Props
}

/** A duty as written in a list: who (a person's or a unit's code) answers for what, in which role, from when to when. */
export interface DutyRow {
  line: number
  subjectKind: 'place' | 'unit'
  subject: string
  role: string
  holder: string
  /** Null when the file does not say: the register then looks for a person first. */
  holderKind: 'person' | 'unit' | null
  from: Date
  /** Exclusive; null while it lasts. */
  to: Date | null
}

/** A line of a list of leave: who (a person's code) is away, or would rather not be called on, from when to when. */
export interface AbsenceRow {
  line: number
  person: string
  kind: AbsenceKind
  /** Null: from now. */
  from: Date | null
  /** Exclusive; null: until further notice. */
  to: Date | null
}
