import type { Reading, Table, TableRow } from './model.ts'
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
  let hollow: Map<number, TableRow> | null = null
  const isHollow = (line: number, column: string | undefined) => {
    hollow ??= new Map(from.rows.flatMap((row) => (row.marks ? [[row.line, row]] : [])))
    return column !== undefined && hollow.get(line)?.marks?.[column] === 'hollow'
  }
  const reading = openCount<Row>(from.rows.length + from.problems.length, from)
  return {
    ...reading,
    // What is needed and not there may never have been counted.
    refuse(code, line, details) {
      const isUncounted = code === 'MISSING' && isHollow(line, details?.column)
      reading.refuse(isUncounted ? 'CELL_UNCOUNTED' : code, line, details)
    },
  }
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
