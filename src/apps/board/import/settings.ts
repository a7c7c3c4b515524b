import type { Import, Settings } from '../api/imports.ts'

/** What a column may be read as: one of the fields, kept beside them under its own name, or not at all. */
export type Meaning = { field: string } | 'keep' | 'not'

/** Kinds of file whose further columns can be kept: the register holds no others for people, units, duties and absences. */
export const KEEPS: readonly string[] = ['areas', 'places']

export function settingsOf({ kind, sheet, mapping, options }: Import): Settings {
  return { kind, sheet, mapping, options }
}

/** What a column is read as now, and whether that was only guessed by its header. */
export function meaningOf({ fields, mapping }: Import, column: string): { means: Meaning; guessed: boolean } {
  const field = fields.find((f) => f.column === column || f.also.includes(column))
  if (field) return { means: { field: field.field }, guessed: field.guessed }
  const kept = Object.values(mapping.props).some((prop) => prop.column === column)
  return { means: kept ? 'keep' : 'not', guessed: false }
}

/** The settings once a column is read as something else. What it was read as before is left out, lest it be guessed again. */
export function withMeaning(draft: Import, column: string, means: Meaning): Settings {
  const { mapping, fields } = draft
  const columns = { ...mapping.columns }
  for (const field of fields) {
    const read = [field.column ?? [], field.also].flat()
    const others = read.filter((each) => each !== column)
    if (typeof means === 'object' && field.field === means.field)
      columns[field.field] = field.several ? [...others, column] : column
    else if (others.length < read.length) columns[field.field] = others.length > 0 ? others : ''
  }
  const props = Object.fromEntries(Object.entries(mapping.props).filter(([, prop]) => prop.column !== column))
  if (means === 'keep') props[column] = { column, as: 'text' }
  return { ...settingsOf(draft), mapping: { columns, props } }
}

/** Another kind looks for other fields and takes other options: what was chosen for the last one is let go, but not how its
 * text is read. */
export function withKind(draft: Import, kind: Settings['kind']): Settings {
  const { encoding, headerRows } = draft.options
  const options = { ...(encoding && { encoding }), ...(headerRows && { headerRows }) }
  return { kind, sheet: draft.sheet, mapping: { columns: {}, props: {} }, options }
}

/** Another sheet has its headers elsewhere. */
export function withSheet(draft: Import, sheet: string): Settings {
  const { headerRows: _, ...options } = draft.options
  return { ...settingsOf(draft), sheet, options }
}

/** What was answered about rows, beside what was answered before. */
export function withAnswers(draft: Import, answers: NonNullable<Settings['options']['answers']>): Settings {
  const { options } = draft
  return { ...settingsOf(draft), options: { ...options, answers: { ...options.answers, ...answers } } }
}

/** One option as it is now written; what is left empty is left out. */
export function withOption(draft: Import, option: keyof Settings['options'], text: string | null): Settings {
  const { [option]: _, ...rest } = draft.options
  const written = text?.trim() ?? ''
  if (written === '') return { ...settingsOf(draft), options: rest }
  return { ...settingsOf(draft), options: { ...rest, [option]: option === 'section' ? Number(written) : written } }
}
