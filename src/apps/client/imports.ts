import { z } from 'zod'
import { name, text } from '../../base/input.ts'
import {
  IMPORT_KINDS,
  IMPORT_STATES,
  importMapping,
  importOptions,
  ROW_STATES,
} from '../../domain/imports/drafts/model.ts'
import { Fault, Instant, PageQuery, pageOfShape } from './wire.ts'

/**
 * Bringing a file in, as it is told over HTTP: it is sent, its columns are matched, it is read as it would be written,
 * and then it is accepted or dropped. Nothing reaches the register before it is accepted.
 */

export const ImportKind = z.enum(IMPORT_KINDS)
export const ImportOptions = importOptions.meta({ id: 'ImportOptions' })
const Mapping = importMapping.meta({ id: 'ImportMapping' })

const draft = {
  id: z.uuid(),
  kind: ImportKind,
  name: z.string().describe("The file's"),
  bytes: z.number().int(),
  state: z.enum(IMPORT_STATES),
  madeAt: Instant,
  by: z.string(),
  changedAt: Instant,
  work: z
    .object({
      doing: z.enum(['reading', 'writing']),
      done: z.number().int().describe('Rows so far'),
      of: z.number().int().nullable().describe('Rows in all; null while they are not counted yet'),
      since: Instant,
    })
    .nullable()
    .describe('What is being done with it at this moment'),
  summary: z
    .object({
      read: z.number().int().describe('Rows of the file'),
      new: z.number().int(),
      changed: z.number().int(),
      same: z.number().int(),
      ends: z
        .object({
          duties: z.number().int(),
          bare: z.number().int().describe('Places and posts at which nobody has the role then'),
          people: z.number().int().describe('Who are members of no unit any more'),
        })
        .describe('What ends by it'),
      asked: z.number().int().describe('Rows that wait for somebody to say who is meant'),
      unplaced: z.number().int().describe('Rows that could not be placed'),
      noted: z.number().int().describe('Rows taken with something mended'),
      sample: z.array(z.record(z.string(), z.unknown())).describe('The first few as they were understood'),
    })
    .nullable()
    .describe('What it would write, or has written; null until it is read'),
  fault: Fault.nullable().describe('Why the last reading or writing came to nothing'),
}
export const ImportSummary = z.object(draft).meta({ id: 'ImportSummary' })
export const ImportPage = pageOfShape('ImportPage', ImportSummary)

export const ImportShape = z
  .object({
    ...draft,
    form: z.enum(['csv', 'xlsx', 'geojson', 'popolo']),
    encoding: z
      .string()
      .describe('What the bytes are, or were said to be: utf-8, gb18030, …; empty while it is not known'),
    encodings: z
      .array(z.object({ encoding: z.string(), sample: z.string().describe('How some of the text then reads') }))
      .describe('What it may be, where its bytes do not tell: one is to be said as options.encoding'),
    sheets: z.array(z.string()).describe('Of a workbook; else empty'),
    hiddenSheets: z.array(z.string()).describe('Those of them that are hidden in it'),
    sheet: z.string().nullable().describe('The one that was asked for; null: the first that is seen and holds a table'),
    read: z.string().nullable().describe('The one that is read'),
    headerRows: z.array(z.number().int()).length(2).nullable().describe('The lines of the headers, first and last'),
    columns: z.array(
      z.object({
        name: z.string(),
        tag: z.string().nullable().describe('HXL'),
        samples: z.array(z.string()).describe('The first few different values'),
      }),
    ),
    fields: z.array(
      z.object({
        field: z.string(),
        required: z.boolean(),
        several: z.boolean().describe('Whether several columns may be read as it'),
        column: z.string().nullable().describe('The column that is read as it: mapped, or else guessed by its header'),
        also: z.array(z.string()).describe('Further columns that are read as it'),
        guessed: z.boolean(),
      }),
    ),
    unread: z.array(z.string()).describe('Columns that are passed over'),
    shapes: z.array(z.string()).describe('Kinds of geometry among the first features: Point, LineString, …'),
    mapping: Mapping,
    options: ImportOptions,
  })
  .meta({ id: 'Import' })

/** The file itself is the body, of any content type. */
export const ImportQuery = z.strictObject({
  kind: ImportKind.optional().describe('Left out: guessed from the columns'),
  name: name(200).describe('With its ending: .csv, .tsv, .xlsx, .json, .geojson'),
})

export const ImportSettings = z
  .strictObject({
    kind: ImportKind,
    sheet: text(200).nullable().default(null),
    mapping: Mapping,
    options: ImportOptions.default({}),
  })
  .meta({ id: 'ImportSettings' })

export const ImportRowsQuery = PageQuery.extend({
  state: z.enum(ROW_STATES),
  format: z.enum(['json', 'csv']).default('json').describe('csv: all of them, not a page'),
})
export const ImportRowPage = pageOfShape(
  'ImportRowPage',
  z.object({
    line: z.number().int().describe('Of the text file, row of the sheet, or number of the feature, from 1'),
    state: z.enum(ROW_STATES),
    name: z.string().nullable().describe('What the row is about, as far as it was understood'),
    code: z.string().nullable().describe('Of the thing'),
    reason: z
      .object({
        code: z.string().describe('One of the codes of src/domain/imports/reasons.ts'),
        says: z.string(),
        column: z.string().nullable(),
        value: z.string().nullable(),
        details: z.record(z.string(), z.union([z.string(), z.number()])).describe('What the sentence is filled from'),
      })
      .nullable()
      .describe('Why it is not placed, what was mended, or what has to be decided (`details.choices`)'),
    changes: z
      .array(z.object({ field: z.string(), old: z.string().nullable(), new: z.string().nullable() }))
      .nullable()
      .describe('Of a row that changes something known: what was, and what is, field by field'),
  }),
)
