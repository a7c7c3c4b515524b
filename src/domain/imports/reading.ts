import type { Reading, Table } from './model.ts'
import { type ProblemDetails, problem, type ReasonCode } from './reasons.ts'

/** A reading under way: every row ends in `take` or `refuse`; `note` says what was mended in one that is taken. */
export interface OpenReading<Row> {
  take(row: Row): void
  refuse(code: ReasonCode, line: number, details?: ProblemDetails): void
  note(code: ReasonCode, line: number, details?: ProblemDetails): void
  end(): Reading<Row>
}

/** Begins with what the table itself could not read, so that no row of the file is lost from the count. */
export function openReading<Row>(from: Pick<Table, 'rows' | 'problems' | 'notes'>): OpenReading<Row> {
  return openCount(from.rows.length + from.problems.length, from)
}

export function openCount<Row>(
  read: number,
  already: Partial<Pick<Table, 'problems' | 'notes'>> = {},
): OpenReading<Row> {
  const rows: Row[] = []
  const problems = [...(already.problems ?? [])]
  const notes = [...(already.notes ?? [])]
  return {
    take: (row) => void rows.push(row),
    refuse: (code, line, details) => void problems.push(problem(code, line, details)),
    note: (code, line, details) => void notes.push(problem(code, line, details)),
    end: () => ({ read, rows, problems: problems.sort((a, b) => a.line - b.line), notes }),
  }
}
