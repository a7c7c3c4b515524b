import type { Reading } from './model.ts'
import { type Problem, type ProblemDetails, problem, type ReasonCode } from './reasons.ts'

/** What writing one reading came to. Things are counted once each; `problems` and `notes` add to the reader's. */
export interface Saved {
  added: number
  changed: number
  same: number
  problems: Problem[]
  notes: Problem[]
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
}

export function nothingSaved(): Saved {
  const ends = { duties: 0, bare: 0, people: 0 }
  return {
    added: 0,
    changed: 0,
    same: 0,
    problems: [],
    notes: [],
    ends,
    districts: new Set(),
    sample: [],
    outcomes: [],
  }
}

/** Notes what became of the thing on a line. */
export function tellOutcome(saved: Saved, added: boolean, of: { line: number; name: string; code: string }): void {
  saved.outcomes.push({ line: of.line, state: added ? 'new' : 'changed', name: of.name, code: of.code })
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
  unplaced: Problem[]
  notes: Problem[]
  sample: Record<string, unknown>[]
}

export function reportOf(what: string, reading: Reading<unknown>, saved: Saved): ImportReport {
  const byLine = (a: Problem, b: Problem) => a.line - b.line
  return {
    what,
    read: reading.read,
    new: saved.added,
    changed: saved.changed,
    same: saved.same,
    ends: saved.ends,
    unplaced: [...reading.problems, ...saved.problems].sort(byLine),
    notes: [...reading.notes, ...saved.notes].sort(byLine),
    sample: saved.sample,
  }
}
