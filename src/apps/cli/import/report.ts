import type { ImportReport } from '../../../domain/imports/actions.ts'
import type { Change } from '../../../domain/imports/changes.ts'
import type { Problem } from '../../../domain/imports/reasons.ts'
import { oneLine, table } from '../table.ts'
import type { ReadFrom } from './jobs.ts'

/** Rows listed of each kind unless all are asked for: enough to see what is wrong with a file. */
const FEW = 20

interface Telling {
  written: boolean
  /** Every row, not only the first. */
  all: boolean
  from: ReadFrom | undefined
  /** What it changes in what is known. */
  changes: readonly Changed[]
}

/** An import as it is shown before and after it is written: what was read, what becomes of it, what could not be placed. */
export function describeImport(report: ImportReport, { written, all, from, changes }: Telling): string {
  const { what, read, changed, same, ends, asked, unplaced, notes, sample } = report
  const will = written ? 'were' : 'would be'
  const counts = `${report.new} ${will} added, ${changed} changed, ${same} ${written ? 'are' : 'stay'} as they were`
  return [
    `${what}: ${read} rows read; ${counts}; ${unplaced.length} not placed.`,
    from ? sourceOf(from) : '',
    endsOf(ends, written),
    sampleOf(sample),
    changesOf(changes, all),
    problems('To be decided: --answer LINE=CHOICE says it', asked.map(withChoices), all),
    problems('Not placed, row by row', unplaced, all),
    problems('Mended or noted', notes, all),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What ends by it: nobody is to find out afterwards that a section is without anybody. */
function endsOf({ people, duties, bare }: ImportReport['ends'], written: boolean): string {
  if (people + duties === 0) return ''
  const [leave, end, are] = written ? ['left', 'ended', 'are'] : ['would leave', 'would end', 'would be']
  return `${people} people ${leave}; ${duties} duties ${end}; ${bare} places and posts ${are} without anybody in that role.`
}

/** Read as gb18030, headers on line 3; not read: 备注, 政治面貌 */
function sourceOf({ encoding, sheet, headerRows, unread }: ReadFrom): string {
  const [from, to] = headerRows ?? []
  const lines = from === undefined ? 'no headers' : `headers on line ${from === to ? from : `${from}-${to}`}`
  const part = sheet === undefined ? `Read as ${encoding}` : `Read from the sheet "${sheet}"`
  return `${part}, ${lines}.${unread.length > 0 ? `\nColumns that are not read: ${unread.join(', ')}.` : ''}`
}

/** Something known that a file changes. */
interface Changed {
  line: number
  name: string
  code: string
  changes: Change[]
}

function changesOf(changed: readonly Changed[], all: boolean): string {
  if (changed.length === 0) return ''
  const told = all ? changed : changed.slice(0, FEW)
  const lines = told.map(({ line, name, code, changes }) => {
    const fields = changes.map((c) => `${c.field}: ${oneLine(c.old ?? '–')} → ${oneLine(c.new ?? '–')}`)
    return [String(line), code, oneLine(name), fields.join('; ')]
  })
  const rest = changed.length > told.length ? `\n  … and ${changed.length - told.length} more: --all lists them` : ''
  return `Changed:\n${table([{ header: 'line', right: true }, 'code', 'name', 'old → new'], lines)}${rest}`
}

const withChoices = (asked: Problem): Problem => ({
  ...asked,
  reason: `${asked.reason} [${String(asked.details.choices ?? '').replaceAll(',', ', ')}]`,
})

function sampleOf(sample: ImportReport['sample']): string {
  const lines = sample.map((row) => `  ${oneLine(Object.entries(row).flatMap(shown).join('  '))}`)
  return lines.length === 0 ? '' : `The first as they were understood:\n${lines.join('\n')}`
}

function shown([name, value]: [string, unknown]): string[] {
  if (value === null || value === undefined || name === 'line' || name === 'geometry' || name === 'shape') return []
  if (Array.isArray(value) && value.length === 0) return []
  if (value instanceof Date) return [`${name}: ${value.toISOString()}`]
  if (typeof value !== 'object') return [`${name}: ${value}`]
  const text = JSON.stringify(value)
  return text === '{}' ? [] : [`${name}: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`]
}

function problems(title: string, list: readonly Problem[], all: boolean): string {
  if (list.length === 0) return ''
  const told = all ? list : list.slice(0, FEW)
  const rows = told.map((p) => [String(p.line), p.code, p.reason])
  const rest = list.length > told.length ? `\n  … and ${list.length - told.length} more: --all lists them` : ''
  return `${title}:\n${table([{ header: 'line', right: true }, 'code', 'reason'], rows)}${rest}`
}
