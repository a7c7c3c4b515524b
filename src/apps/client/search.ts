import { z } from 'zod'
import { PLAIN, UNFIT } from '../../base/input.ts'
import { KINDS, MATCHED } from '../../domain/search/model.ts'
import { AskedInstant, DistrictCode, Lane } from './wire.ts'

/** Finding things by name or code, as it is told over HTTP. */

const KIND_LIST = new RegExp(`^(?:${KINDS.join('|')})(?:,(?:${KINDS.join('|')}))*$`)

export const SearchQuery = z.strictObject({
  q: z.string().max(200).regex(PLAIN, UNFIT).describe('What was typed: a name, pinyin, initials, or how a code begins'),
  kinds: z
    .string()
    .max(200)
    .regex(KIND_LIST, `must be some of ${KINDS.join(', ')}, with commas between`)
    .optional()
    .describe(`Some of ${KINDS.join(', ')}, with commas between; left out: all`),
  district: DistrictCode.optional().describe('Only what is in this district; households are found in no other way'),
  lane: Lane,
  at: AskedInstant.optional().describe('What was there at a moment past; left out: now'),
  limit: z.coerce.number().int().min(1).max(50).default(12).describe('Hits at most'),
})

export const HitShape = z
  .object({
    kind: z.enum(KINDS),
    id: z.string().describe("Its id; an area's code"),
    district: z.string().nullable().describe('Null for a warning'),
    type: z.string().nullable().describe('The kind of unit, area or place; the level of a campaign or warning'),
    name: z.string(),
    names: z.record(z.string(), z.string()).describe('In other languages'),
    code: z.string().nullable(),
    path: z.array(z.string()).describe('Names of the areas above, shallow first'),
    pathNames: z.array(z.record(z.string(), z.string())).describe('Their names in other languages'),
    latin: z.string().nullable().describe('A Chinese name in pinyin, made by rule: a reading aid, and no name'),
    matched: z.enum(MATCHED).describe('`close`: its name is one slip away from what was typed'),
  })
  .meta({ id: 'Hit' })

export const Hits = z.object({ items: z.array(HitShape).describe('Best first') }).meta({ id: 'Hits' })
