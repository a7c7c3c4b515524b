import { z } from 'zod'
import { name } from '../../base/input.ts'
import { TEAM_KINDS } from '../../domain/people/model.ts'
import { AreaCode, AskedInstant, Id, Instant, Key, Reason, Slug } from './wire.ts'

/** Stationed and emergency teams, as they are planned, formed and dissolved over HTTP. */

/** At most so many people in a team, and so many who are named for it or against it. */
export const TEAM_LIMIT = 200

const people = z.array(Id).max(TEAM_LIMIT)

const span = {
  from: AskedInstant.optional().describe('From when it is to be there; left out: from now'),
  until: AskedInstant.nullable().optional().describe('Null or left out: until it is dissolved'),
}

const site = z
  .union([
    z.strictObject({ place: Key.describe('A place, by id or by a code that is its alone') }),
    z.strictObject({ area: AreaCode }),
  ])
  .describe('What the team is for')

export const TeamBody = z.strictObject({
  site,
  size: z.number().int().min(1).max(TEAM_LIMIT).describe('People in it, the leader among them'),
  skills: z
    .array(z.strictObject({ skill: Slug, count: z.number().int().min(1).max(TEAM_LIMIT) }))
    .max(16)
    .default([])
    .describe('So many with each skill; one person counts for all that he or she has'),
  kinds: z.array(Slug).max(16).default([]).describe('Memberships of those who may come, such as official; none: any'),
  withinM: z.number().int().min(1).max(20_000_000).default(20_000).describe('Metres that a home may lie off'),
  smallBelow: z.number().int().min(0).max(1_000).default(5).describe('A branch with fewer members sends one at most'),
  busy: z.boolean().default(false).describe('Whether those may come who answer for a place at that time'),
  without: people.default([]).describe('Who is not to come'),
  insist: people.default([]).describe('Who is to come in any case, whatever their way, kind and duties'),
  ...span,
})

const named = { id: z.uuid(), name: z.string() }
const unit = z.object({ ...named, names: z.record(z.string(), z.string()).describe('In other languages') })
const metres = z.number().int()

export const TeamShape = z
  .object({
    district: z.string(),
    site: z.object({ place: z.object(named).nullable(), area: z.string(), name: z.string() }),
    under: unit.nullable().describe('The unit that answers for the site; null: none does'),
    from: Instant,
    until: Instant.nullable(),
    members: z
      .array(
        z.object({
          person: z.uuid(),
          code: z.string(),
          name: z.string(),
          unit: unit.extend({ members: z.number().int() }).describe('The branch that sends this one'),
          skills: z.array(z.string()),
          distanceM: metres.describe('From home to the site'),
          leads: z.boolean().describe('May lead: has a post as secretary or deputy, or the skill `leader`'),
          meets: z.array(z.string()).describe('What is asked for and this one has: skills; `leader` of who leads'),
          insisted: z.boolean(),
          onlyOne: z.boolean().describe('The branch is small, and sends nobody else'),
        }),
      )
      .describe('The leader first, then by distance'),
    metres: metres.describe('All ways together: no team that meets the wishes has less'),
    wishes: z.array(
      z.object({
        skill: z.string().nullable().describe('Null: somebody who leads'),
        count: z.number().int(),
        met: z.number().int(),
        next: z
          .object({ person: z.uuid(), name: z.string(), unit, distanceM: metres })
          .nullable()
          .optional()
          .describe('Where there is nobody to spare: the nearest who could stand in; null: nobody could'),
      }),
    ),
  })
  .meta({ id: 'Team' })

export const FormBody = z.strictObject({
  site,
  kind: z.enum(TEAM_KINDS),
  name: name(200),
  code: name(80).optional().describe('Left out: that of the unit above, with a number'),
  under: Key.optional().describe('A unit, by id or code; left out: the one that answers for it'),
  leader: Id,
  members: people.describe('The others'),
  ...span,
})

export const FormedShape = z
  .object({
    district: z.string(),
    unit: z.uuid(),
    code: z.string(),
    name: z.string(),
    under: z.uuid(),
    people: z.number().int(),
    from: Instant,
    until: Instant.nullable(),
  })
  .meta({ id: 'FormedTeam' })

export const DissolveBody = z.strictObject({ reason: Reason })

export const DissolvedShape = z
  .object({
    unit: z.uuid(),
    people: z.number().int().describe('Who were sent home'),
    duties: z.number().int().describe('Duties that ended: of the leader, and what the team answered for'),
  })
  .meta({ id: 'DissolvedTeam' })

export const SkillsShape = z
  .object({ items: z.array(z.object({ skill: z.string(), people: z.number().int() })) })
  .meta({ id: 'Skills' })
