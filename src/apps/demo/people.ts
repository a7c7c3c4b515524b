import type { Random } from '../../base/random.ts'
import type { Member, Post, Skill, Unit } from './model.ts'

/** How many of a hundred people have each skill; nobody's skills depend on another's. */
const SHARES: Record<Skill, number> = {
  hydraulic: 5,
  medical: 4,
  boat: 8,
  radio: 5,
  driving: 20,
  carpentry: 6,
}

export function drawSkills(random: Random): Skill[] {
  return (Object.keys(SHARES) as Skill[]).filter((skill) => random() * 100 < SHARES[skill])
}

/** One in a hundred has no known contact; the others' numbers start with 999, which no country has (ITU-T E.164). */
export function drawPhone(random: Random, region: string, number: number): string | null {
  return random() < 0.01 ? null : `+999${region}${String(number).padStart(6, '0')}`
}

/** Officials and members are the organisation's own; volunteers are people of the place who have signed up. */
export function drawKind(random: Random, official: boolean): Member['kind'] {
  if (official) return 'official'
  return random() < 0.15 ? 'volunteer' : 'member'
}

/**
 * A secretary for every unit that has members, and a deputy where it has two, a second where it has ten: the first of
 * its own who can be reached and did not volunteer only; where there is none such, simply the first.
 */
export function givePosts(units: readonly Unit[], members: readonly Member[]): Post[] {
  const byUnit = Map.groupBy(members, (member) => member.unit)
  return units.flatMap((unit): Post[] => {
    const own = byUnit.get(unit.code) ?? []
    const fit = own.filter((member) => member.phone && member.kind !== 'volunteer')
    const order = [...fit, ...own.filter((member) => !fit.includes(member))]
    const posts = own.length >= 10 ? 3 : Math.min(2, own.length)
    return order.slice(0, posts).map((member, i) => {
      return {
        unit: unit.code,
        member: member.code,
        role: i === 0 ? 'secretary' : 'deputy',
      }
    })
  })
}
