import { type Command, Option } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { ENCODINGS } from '../../../domain/imports/encoding-names.ts'
import type { Mapping, PropMapping } from '../../../domain/imports/model.ts'

/** What every import takes, however it reads its file. */
export interface ImportOptions {
  map: Mapping
  sheet?: string
  encoding?: string
  headerRows?: string
  yes?: true
  all?: true
  json?: true
}

export function commonOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--map <field=column>',
        'which column is which field, where its header does not say; may be repeated, also for a field of several columns',
      )
        .argParser(mapField)
        .default({ columns: {}, props: {} } satisfies Mapping, 'by the headers'),
    )
    .addOption(
      new Option('--prop <name=column[:type]>', 'keep a further column; type: text, number, flag or date').argParser(
        // Both write into one mapping: what is kept of a file is said in one place.
        (text: string) => mapProp(text, command.getOptionValue('map') as Mapping, command),
      ),
    )
    .option('--sheet <name>', 'the sheet of a workbook; without it the first that is not hidden and holds a table')
    .addOption(
      new Option('--encoding <name>', 'the encoding of the text, where its bytes do not tell').choices(ENCODINGS),
    )
    .option('--header-rows <lines>', 'the lines of the headers, such as 3 or 3-4; 0: it has none', headerLines)
    .option('--yes', 'write it; without this only what would be written is shown, and asked about at a terminal')
    .option('--all', 'list every row that was not placed or was mended, not only the first')
}

function headerLines(text: string): string {
  if (/^\d{1,7}(-\d{1,7})?$/.test(text)) return text
  throw new MusterError('BAD_INPUT', { what: `"${text}" is not of the form 3 or 3-4.` })
}

function mapField(text: string, before: Mapping): Mapping {
  // Nothing behind it: the field has no column, whatever a header says (a `state` that is one of a country).
  const [field, column] = /^[^=]+=$/.test(text) ? [text.slice(0, -1), ''] : parts(text, 'field=column')
  const had = before.columns[field]
  return { ...before, columns: { ...before.columns, [field]: had === undefined ? column : [had, column].flat() } }
}

/** What rows that asked are, by line: `--answer 12=same --answer 14=gone --answer all=leave`. */
export function answerOption(): Option {
  return new Option(
    '--answer <line=choice>',
    'what a row that asked is: same, other, leave, or a code; take, gone or leave of who may be gone; "all" is every row; may be repeated',
  )
    .argParser((text: string, before: Record<string, string>) => {
      const [line, choice] = parts(text, 'line=choice')
      return { ...before, [line]: choice }
    })
    .default({}, 'asked rows are not written')
}

const TYPES: readonly PropMapping['as'][] = ['text', 'number', 'flag', 'date']

function mapProp(text: string, before: Mapping, command: Command): string {
  const [name, rest] = parts(text, 'name=column:type')
  const colon = rest.lastIndexOf(':')
  const as = TYPES.find((type) => type === rest.slice(colon + 1))
  const prop: PropMapping = colon > 0 && as ? { column: rest.slice(0, colon), as } : { column: rest, as: 'text' }
  command.setOptionValue('map', { ...before, props: { ...before.props, [name]: prop } })
  return text
}

function parts(text: string, form: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) {
    throw new MusterError('BAD_INPUT', { what: `"${text}" is not of the form ${form}.` })
  }
  return [text.slice(0, at), text.slice(at + 1)]
}

/** A list written with commas: `KEC_NAME,KEL_NAME,RW`. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
