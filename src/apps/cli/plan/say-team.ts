import type { FormedTeam, PlannedTeam, TeamMember } from '../../../domain/teams/model.ts'
import { showMoment } from '../moment.ts'
import type { Names } from '../names.ts'
import { table } from '../table.ts'

/** A team as it is told at a terminal: who, from where, what each is needed for, who could stand in. */
export function sayTeam(team: PlannedTeam, names: Names, formed: FormedTeam | null): string {
  const { members, metres, from, until, site } = team
  const people = members.length === 1 ? '1 person' : `${members.length} people`
  const span = `from ${showMoment(from)} ${until ? `until ${showMoment(until)}` : 'until it is dissolved'}`
  const rows = members.map((m) => [
    m.name,
    m.code,
    m.unit.name,
    String(m.distanceM),
    m.skills.map(names.slug).join(', '),
    why(m, names),
  ])
  const columns = ['who', 'code', 'branch', { header: 'metres', right: true as const }, 'skills', 'why']
  return [
    `A team for ${site.name}: ${people}, ${metres} m of way all together, ${span}. No team has a shorter way.`,
    table(columns, rows),
    scarceOf(team, names),
    closing(team, formed),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function why({ meets, insisted, onlyOne }: TeamMember, names: Names): string {
  const wishes = meets.map((wish) => (wish === 'leader' ? 'leads' : names.slug(wish)))
  const told = [...(insisted ? ['insisted on'] : []), ...(wishes.length > 0 ? wishes : ['near'])]
  return `${told.join(', ')}${onlyOne ? '; the one whom a small branch sends' : ''}`
}

/** What there is nobody to spare of, and who could stand in. */
function scarceOf({ wishes }: PlannedTeam, names: Names): string {
  const rows = wishes.flatMap(({ skill, count, next }) => {
    if (next === undefined) return []
    const otherwise = next ? `${next.name}, ${next.unit.name}, ${next.distanceM} m off` : 'nobody'
    return [[skill === null ? 'leader' : names.slug(skill), String(count), otherwise]]
  })
  return rows.length === 0
    ? ''
    : `Nobody to spare of:\n${table(['wish', { header: 'wanted', right: true }, 'who could stand in'], rows)}`
}

function closing({ under }: PlannedTeam, formed: FormedTeam | null): string {
  if (formed) {
    return `Formed as ${formed.code}, ${formed.name}. muster plan dissolve ${formed.code} --reason TEXT ends it.`
  }
  return under
    ? `Nobody was told; --form forms it under ${under.name}.`
    : 'Nobody was told; --form --under UNIT forms it.'
}
