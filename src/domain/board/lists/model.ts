/**
 * Lists as data: which there are, what their columns hold, how they may be narrowed and in which order they are read. The
 * server reads by these definitions, a screen draws its table and its filters from them, and a download its headings.
 */

/** What has a page of its own, and so can be pointed to. */
export const REF_KINDS = [
  'place',
  'unit',
  'person',
  'area',
  'campaign',
  'warning',
  'callout',
  'record',
  'proposal',
] as const
export type RefKind = (typeof REF_KINDS)[number]

/** Something pointed to: what a program needs to open it, and what a person reads. An area's id is its code. */
export interface Ref {
  kind: RefKind
  id: string
  district: string
  /** In the language of the place. */
  name: string
  /** In other languages: {"en": "Poyang"}. */
  names: Record<string, string>
}

/**
 * What a column holds. `slug` is a word of a playbook (a role, a kind of place or record), `rule` and `level` are ids of
 * it: its words in both languages come with the playbook. `state` is one of the column's `choices`. `subject` points to whatever
 * it may be; the last nine to what they are called.
 */
export const CELL_KINDS = [
  'text',
  'number',
  'metres',
  'share',
  'moment',
  'flag',
  'code',
  'slug',
  'slugs',
  'rule',
  'level',
  'playbook',
  'state',
  'states',
  'subject',
  ...REF_KINDS,
] as const
export type CellKind = (typeof CELL_KINDS)[number]

/** A value in a row: moments are ISO 8601 in UTC, states and slugs are codes; words for them are made where they are read. */
export type Cell = null | string | number | boolean | string[] | Ref

export interface Column {
  key: string
  kind: CellKind
  /** What a `state` may be. */
  choices?: readonly string[]
  /** The sort that orders by this column, if one does. */
  sort?: string
  /** Left out of a table until it is asked for; a download has it. */
  aside?: boolean
}

/** How a list is narrowed. A reference is given by id (an area by code); `many`: several, set apart by commas. */
export interface Filter {
  key: string
  kind:
    | 'district'
    | 'area'
    | 'unit'
    | 'person'
    | 'place'
    | 'campaign'
    | 'callout'
    | 'proposal'
    | 'subject'
    | 'choice'
    | 'slug'
    | 'text'
  choices?: readonly string[]
  many?: boolean
}

/** An order in which a list is read, and the index that makes reading it a walk and not a search. */
export interface Sort {
  key: string
  index: string
}

export const LIST_NAMES = [
  'gaps',
  'places',
  'people',
  'units',
  'duties',
  'absences',
  'records',
  'asides',
  'hazards',
  'warnings',
  'campaigns',
  'callouts',
  'summonses',
  'proposals',
  'lines',
  'acts',
] as const
export type ListName = (typeof LIST_NAMES)[number]

export interface ListDef {
  list: ListName
  columns: readonly Column[]
  filters: readonly Filter[]
  /** Of each of these, at least one filter must be given. */
  needs: readonly (readonly string[])[]
  /** The first is used where none is asked for. */
  sorts: readonly [Sort, ...Sort[]]
  /** Whether it differs by lane, and whether it can be read as of a moment past. */
  lane: boolean
  past: boolean
}

/** One row: `id` is its own among the rows of its list, `ref` the page that it opens, if it has one. */
export interface Row {
  id: string
  ref: Ref | null
  cells: Record<string, Cell>
}
