import { z } from 'zod'
import { line } from '../../base/input.ts'
import { CELL_KINDS, LIST_NAMES, REF_KINDS } from '../../domain/board/lists/model.ts'
import { After, AskedInstant, Lane, PAGE_LIMIT, pageOfShape } from './wire.ts'

/** Every list as it is told over HTTP: what it can be asked, and its rows. */

export const RefShape = z
  .object({
    kind: z.enum(REF_KINDS),
    id: z.string().describe("An id; an area's code"),
    district: z.string(),
    name: z.string().describe('In the language of the place'),
    names: z.record(z.string(), z.string()).describe('In other languages'),
  })
  .meta({ id: 'Ref', description: 'Something that has a page of its own (GET /subjects/{kind}/{id}).' })
export type RefShape = z.output<typeof RefShape>

export const CellShape = z
  .union([z.null(), z.string(), z.number(), z.boolean(), z.array(z.string()), RefShape])
  .meta({ id: 'Cell', description: 'A value of the kind that its column says; a moment is ISO 8601 in UTC.' })

export const ListDefShape = z
  .object({
    list: z.enum(LIST_NAMES),
    columns: z
      .array(
        z.object({
          key: z.string(),
          kind: z.enum(CELL_KINDS),
          choices: z.array(z.string()).readonly().optional().describe('What a `state` may be'),
          sort: z.string().optional().describe('The sort that orders by this column'),
          aside: z.boolean().optional().describe('Not shown until it is asked for'),
        }),
      )
      .readonly(),
    filters: z
      .array(
        z.object({
          key: z.string().describe('Given as a query parameter of this name'),
          kind: z.enum([
            'district',
            'area',
            'unit',
            'person',
            'place',
            'campaign',
            'callout',
            'proposal',
            'subject',
            'choice',
            'slug',
            'text',
          ]),
          choices: z.array(z.string()).readonly().optional(),
          many: z.boolean().optional().describe('Several may be given, set apart by commas'),
        }),
      )
      .readonly(),
    needs: z
      .array(z.array(z.string()).readonly())
      .readonly()
      .describe('Of each of these, at least one filter must be given'),
    sorts: z
      .array(z.object({ key: z.string(), index: z.string() }))
      .readonly()
      .describe('The first is used where none is given'),
    lane: z.boolean().describe('Whether it differs by lane'),
    past: z.boolean().describe('Whether it can be read as of a moment past'),
  })
  .meta({ id: 'ListDefinition' })
export const ListDefs = z.object({ items: z.array(ListDefShape) }).meta({ id: 'ListDefinitions' })

export const RowShape = z
  .object({
    id: z.string().describe('Its own among the rows of its list'),
    ref: RefShape.nullable().describe('The page that the row opens'),
    cells: z.record(z.string(), CellShape).describe('By the keys of the columns'),
  })
  .meta({ id: 'Row' })

/** A page may hold fewer rows than were asked for, or none, and still not be the last: `next` alone tells the end. */
export const RowPage = pageOfShape('RowPage', RowShape)

/** What every list may be asked; the filters of its definition come beside it, each by its key. */
export const ListQuery = z.looseObject({
  lane: Lane,
  at: AskedInstant.optional().describe('As it stood at a moment past; left out: now'),
  sort: line(40).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50).describe('Rows at most'),
  after: After,
  format: z.enum(['json', 'csv', 'xlsx']).default('json').describe('A file has all rows from `after` on, not one page'),
  lang: z.enum(['en', 'zh']).default('en').describe('Of the headings and words of a file'),
})
