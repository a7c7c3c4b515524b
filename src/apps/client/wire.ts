import { z } from 'zod'
import { faultOfInstant, line, MARK_LENGTH, text } from '../../base/input.ts'
import { ACTUAL } from '../../domain/audit/model.ts'

/**
 * What all that goes over HTTP is made of. The schemas are codecs: the server encodes with them and a client decodes
 * with the same, so that a moment is a Date at both ends and ISO 8601 in between.
 */

const written = z.iso.datetime({ offset: true, error: 'must be a moment such as 2020-07-09T14:05:00+08:00' })

/** A moment that is answered, with its offset from UTC. */
export const Instant = z
  .codec(written, z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() })
  .describe('A moment, ISO 8601 with its offset from UTC')

/**
 * A moment that is asked for or sent. A time without an offset is somebody's guess, and is refused; so is a year that nobody
 * means. Answers are not held to that: a register may hold an end in the year 9999.
 */
export const AskedInstant = z
  .codec(written.max(40), z.date(), {
    decode(text, context) {
      const fault = faultOfInstant(text)
      if (fault !== null) context.issues.push({ code: 'custom', message: fault, input: text })
      return new Date(text)
    },
    encode: (date) => date.toISOString(),
  })
  .describe('A moment of the years 1900 to 2199, ISO 8601 with its offset from UTC')

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

/** Where a page goes on from. */
export const After = z.string().max(MARK_LENGTH).optional().describe('The `next` of the page before')

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50).describe('Rows at most'),
  after: After,
})

/** One page of a list, under a name of its own. */
export function pageOfShape<T extends z.ZodType>(id: string, item: T) {
  return z
    .object({ items: z.array(item), next: z.string().nullable().describe('Hand it back as `after`; null at the end') })
    .meta({ id })
}

export const LaneName = line(80)
export const Lane = LaneName.default(ACTUAL).describe('`actual` is real life; every exercise has a lane of its own')

export const AreaCode = line(40).describe('Code of an area')
export const DistrictCode = line(40).describe('Code of the area at which the emergency is run: a county')
export const Id = z.uuid()
/** A code or an id, where either may be given. */
export const Key = line(80)
/** A word of a playbook: a role, a kind, a skill, a rule. */
export const Slug = line(80)
/** Why somebody does something, in their own words. */
export const Reason = z.string().trim().pipe(text(500))
