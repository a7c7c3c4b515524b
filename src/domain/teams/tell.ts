import { type Team, type Wish, wishesOf } from '../planner/teams/model.ts'
import type { Comer, PlannedTeam, TeamMember, TeamRequest } from './model.ts'

type Told = Pick<PlannedTeam, 'members' | 'metres' | 'wishes'>

/** A team that was found, as people read it: who meets what, and who could stand in where there is nobody to spare. */
export function tellTeam(team: Team, comers: readonly Comer[], request: TeamRequest): Told {
  const chosen = new Set([team.leader, ...team.members])
  const people = comers
    .filter(({ id }) => chosen.has(id))
    .sort((a, b) => Number(b.id === team.leader) - Number(a.id === team.leader) || nearer(a, b))
  const wishes = wishesOf(request)
  return {
    members: people.map((one) => memberOf(one, one.id === team.leader, wishes, request)),
    metres: team.cost,
    wishes: wishes.map((wish) => {
      const met = people.filter(wish.has).length
      const { skill, count } = wish
      return met > count ? { skill, count, met } : { skill, count, met, next: nextFor(wish, people, comers, request) }
    }),
  }
}

function memberOf(one: Comer, leader: boolean, wishes: readonly Wish[], request: TeamRequest): TeamMember {
  const { id, code, name, skills, metres, leads } = one
  return {
    person: id,
    code,
    name,
    unit: one.branch,
    skills,
    distanceM: Math.round(metres),
    leads,
    meets: wishes.flatMap((wish) => {
      if (wish.skill === null) return leader ? ['leader'] : []
      return wish.has(one) ? [wish.skill] : []
    }),
    insisted: request.insist.includes(id),
    onlyOne: one.branch.members < request.smallBelow,
  }
}

/** The nearest who is not in the team, meets the wish, and could come in place of one of those who meet it. */
function nextFor(
  wish: Wish,
  people: readonly Comer[],
  comers: readonly Comer[],
  { smallBelow }: TeamRequest,
): PlannedTeam['wishes'][number]['next'] {
  const isSmall = ({ branch }: Comer) => branch.members < smallBelow
  const fits = (one: Comer) =>
    people.some(
      (gone) => wish.has(gone) && !people.some((p) => p !== gone && isSmall(one) && p.branch.id === one.branch.id),
    )
  const [next] = comers.filter((one) => !people.includes(one) && wish.has(one) && fits(one)).sort(nearer)
  if (!next) return null
  const { id, name, names } = next.branch
  return { person: next.id, name: next.name, unit: { id, name, names }, distanceM: Math.round(next.metres) }
}

const nearer = (a: Comer, b: Comer) => a.metres - b.metres || (a.id < b.id ? -1 : 1)
