import { createHash } from 'node:crypto'
import type { Ran } from '../actions.ts'
import type { Problem } from '../reasons.ts'
import type { DraftRow } from './model.ts'

/**
 * What a preview promises: what becomes of each row of the file, and what of the register it was compared with. Accepting is held
 * to it. Times are left out of what would be new: an end that is past becomes the moment of writing.
 */
export function promiseOf({ report, outcomes }: Ran): string {
  const { new: added, changed, same, ends } = report
  const hash = createHash('sha256').update(JSON.stringify([added, changed, same, ends]))
  for (const { line, state, code, changes } of outcomes) {
    hash.update(JSON.stringify([line, state, code, changes.map(({ field, old }) => [field, old])]))
  }
  for (const list of [report.asked, report.unplaced]) {
    for (const { line, code, column, value } of list) hash.update(JSON.stringify([line, code, column, value]))
  }
  return hash.digest('hex')
}

/** Differences that are told one by one. */
const TOLD = 5

/** What is otherwise than it was shown, in words: by line, as far as a few tell it. */
export function differences(shown: readonly DraftRow[], found: readonly DraftRow[]): string {
  const told = (rows: readonly DraftRow[]) =>
    Map.groupBy(
      rows.filter((row) => row.state !== 'noted'),
      (row) => row.line,
    )
  const [before, after] = [told(shown), told(found)]
  const lines = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)
  const other = lines.flatMap((line) => {
    const [was, is] = [sayAll(before.get(line)), sayAll(after.get(line))]
    return was === is ? [] : [`line ${line}: ${was}, now ${is}`]
  })
  const more = other.length > TOLD ? `; and ${other.length - TOLD} more` : ''
  return other.length > 0 ? `${other.slice(0, TOLD).join('; ')}${more}` : 'what ends by it'
}

function sayAll(rows: readonly DraftRow[] = []): string {
  if (rows.length === 0) return 'as it is'
  return rows
    .map(({ state, reason, changes }) => {
      const olds = changes?.map(({ field, old }) => `${field} "${old ?? ''}"`) ?? []
      return [state, reason?.code, olds.length > 0 && `from ${olds.join(', ')}`].filter(Boolean).join(' ')
    })
    .join(' + ')
}

/** What is listed of a file, each state in the order of its lines. */
export function rowsIn({ report, outcomes }: Ran): DraftRow[] {
  const names = new Map(outcomes.map((o) => [o.line, o]))
  const told = (state: 'asked' | 'unplaced' | 'noted') => (p: Problem) => {
    const { line, code, column, value, details, reason: says } = p
    const of = names.get(line)
    return {
      line,
      state,
      name: of?.name ?? null,
      code: of?.code ?? null,
      reason: { code, column, value, details, says },
      changes: null,
    }
  }
  return [
    ...outcomes.map(({ line, state, name, code, changes }) => ({
      line,
      state,
      name,
      code,
      reason: null,
      changes: state === 'changed' ? changes : null,
    })),
    ...report.asked.map(told('asked')),
    ...report.unplaced.map(told('unplaced')),
    ...report.notes.map(told('noted')),
  ]
}
