import type { Change } from './changes.ts'
import type { Reading } from './model.ts'
import { type Problem, type ProblemDetails, problem, type ReasonCode } from './reasons.ts'

/** What writing one reading came to. Things are counted once each; `problems` and `notes` add to the reader's. */
export interface Saved {
  added: number
  changed: number
  same: number
  problems: Problem[]
  notes: Problem[]
  /** Rows that wait for somebody to say who is meant: nothing of them is written. */
  asked: Problem[]
  /** What ends by it: duties, places and posts that are without anybody then, people who are members of nothing any more. */
  ends: Ends
  /** The districts in which anything was added or changed. */
  districts: Set<string>
  /** The first few as they were understood. */
  sample: Record<string, unknown>[]
  /** Each that was added or changed. */
  outcomes: Outcome[]
}

export interface Ends {
  duties: number
  bare: number
  people: number
}

/** What became of one thing, by the line of the file that it was read from. */
export interface Outcome {
  line: number
  state: 'new' | 'changed'
  name: string
  code: string
  district: string
  /** What the audit names it by: its id, or its code where that is its name everywhere. */
  subject: string
  /** Of something known: what was and what is, field by field. */
  changes: Change[]
}

export function nothingSaved(): Saved {
  const ends = { duties: 0, bare: 0, people: 0 }
  return {
    added: 0,
    changed: 0,
    same: 0,
    problems: [],
    notes: [],
    asked: [],
    ends,
    districts: new Set(),
    sample: [],
    outcomes: [],
  }
}

/** Notes what became of the thing on a line. */
export function tellOutcome(saved: Saved, added: boolean, of: Omit<Outcome, 'state'>): void {
  const { line, name, code, district, subject } = of
  saved.outcomes.push({
    line,
    state: added ? 'new' : 'changed',
    name,
    code,
    district,
    subject,
    changes: added ? [] : of.changes,
  })
}

/** Adds what a further set of rows came to. */
export function addSaved(saved: Saved, more: Saved): void {
  for (const count of ['added', 'changed', 'same'] as const) saved[count] += more[count]
  for (const end of ['duties', 'bare', 'people'] as const) saved.ends[end] += more.ends[end]
  for (const list of ['problems', 'notes', 'asked'] as const) for (const each of more[list]) saved[list].push(each)
  for (const outcome of more.outcomes) saved.outcomes.push(outcome)
  for (const district of more.districts) saved.districts.add(district)
  saved.sample.push(...more.sample.slice(0, SAMPLE - saved.sample.length))
}

export const SAMPLE = 5

/** Rows are sent in parts of this size: large enough that the statements cost little, small enough to fit in memory. */
export const PART = 10_000

/** Told as work goes on: in words, and how many rows of how many are done. */
export type Progress = (text: string, done: number, of: number) => void

/** Splits a list into parts of at most `size`. */
export function* inParts<T>(list: readonly T[], size = PART): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}

export function refuse(saved: Saved, code: ReasonCode, line: number, details: ProblemDetails = {}): void {
  saved.problems.push(problem(code, line, details))
}

/** How an import is shown before and after it is written. `read` counts rows of the file, the next three what was made of them. */
export interface ImportReport {
  what: string
  read: number
  new: number
  changed: number
  same: number
  ends: Ends
  asked: Problem[]
  unplaced: Problem[]
  notes: Problem[]
  sample: Record<string, unknown>[]
}

export function reportOf(what: string, reading: Reading<unknown>, saved: Saved): ImportReport {
  const byLine = (a: Problem, b: Problem) => a.line - b.line
  const sheet = reading.from?.sheet
  // A line of a workbook is a row of the sheet that was read.
  const placed = (problems: readonly Problem[]) =>
    problems.map((each) => (sheet === undefined ? each : { ...each, details: { ...each.details, sheet } })).sort(byLine)
  return {
    what,
    read: reading.read,
    new: saved.added,
    changed: saved.changed,
    same: saved.same,
    ends: saved.ends,
    asked: placed(saved.asked),
    unplaced: placed([...reading.problems, ...saved.problems]),
    notes: placed([...reading.notes, ...saved.notes]),
    sample: saved.sample,
  }
}
