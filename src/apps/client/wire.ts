import { z } from 'zod'
import { ACTUAL } from '../../domain/audit/model.ts'

/**
 * What all that goes over HTTP is made of. The schemas are codecs: the server encodes with them and a client decodes
 * with the same, so that a moment is a Date at both ends and ISO 8601 in between.
 */

/** A moment, with its offset from UTC: a time without one is somebody's guess, and is refused. */
export const Instant = z
  .codec(z.iso.datetime({ offset: true, error: 'must be a moment such as 2020-07-09T14:05:00+08:00' }), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  })
  .describe('A moment, ISO 8601 with its offset from UTC')

/** Why a request was not done. `code` is for programs and stays; the texts are for people and may change. */
export const Fault = z
  .object({
    code: z.string().describe('One of the codes of src/base/errors.ts'),
    says: z.string().describe('What is wrong'),
    do: z.string().describe('What helps'),
    details: z.record(z.string(), z.unknown()).describe('The particulars: what the texts were filled from'),
  })
  .meta({ id: 'Fault', description: 'Why a request was not done.' })

/** Rows on one page at most. */
export const PAGE_LIMIT = 200

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50).describe('Rows at most'),
  after: z.string().optional().describe('The `next` of the page before'),
})

/** One page of a list, under a name of its own. */
export function pageOfShape<T extends z.ZodType>(id: string, item: T) {
  return z
    .object({ items: z.array(item), next: z.string().nullable().describe('Hand it back as `after`; null at the end') })
    .meta({ id })
}

export const Lane = z
  .string()
  .min(1)
  .max(80)
  .default(ACTUAL)
  .describe('`actual` is real life; every exercise has a lane of its own')

export const AreaCode = z.string().min(1).max(40).describe('Code of an area')
export const DistrictCode = z
  .string()
  .min(1)
  .max(40)
  .describe('Code of the area at which the emergency is run: a county')
export const Id = z.uuid()
