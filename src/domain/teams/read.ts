import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { readDistrict } from '../places/read.ts'
import { solveTeam } from '../planner/teams/solve.ts'
import { readComers } from './comers.ts'
import type { PlannedTeam, TeamRequest } from './model.ts'
import { lackOf } from './refuse.ts'
import { readSite, spanFrom, unitAbove } from './site.ts'
import { skillsIn } from './store.ts'
import { tellTeam } from './tell.ts'

/**
 * The team that has the shortest ways of all that meet the wishes; nobody is told. In the district of the site, or in the one
 * that is named. PLACE_UNKNOWN, AREA_UNKNOWN; PLAN_INVALID for wishes that make no sense, TEAM_SPAN; PERSON_GONE, HOME_UNKNOWN
 * and TEAM_TAKEN of whom is insisted on; TEAM_FEW, TEAM_BRANCHES, TEAM_LEADERLESS, TEAM_SKILL, TEAM_INSISTED and TEAM_TOGETHER
 * where there is no such team.
 */
export async function readTeam(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  request: TeamRequest,
  district?: string,
): Promise<PlannedTeam> {
  const span = spanFrom(now, request)
  if (request.insist.some((id) => request.without.includes(id))) {
    throw new MusterError('BAD_INPUT', { what: 'Somebody is to come in any case and is not to come.' })
  }
  const site = await readSite(tx, viewer, request.site, district)
  const { skills, kinds, busy, size, smallBelow, insist } = request
  const sought = { ...span, now, district: site.district, at: site.at, kinds, busy, skills: skills.map((s) => s.skill) }
  const found = await readComers(tx, sought, request)
  const { name } = site.place ?? site.area
  const candidates = found.comers.map(({ branch, metres, ...one }) => ({
    ...one,
    unit: branch.id,
    unitMembers: branch.members,
    cost: Math.round(metres),
  }))
  try {
    const team = solveTeam({ candidates, size, skills, smallBelow, must: insist })
    const under = await unitAbove(tx, now, site)
    return {
      district: site.district,
      site: { place: site.place, area: site.area.code, name },
      under: under && { id: under.id, name: under.name, names: under.names },
      ...span,
      ...tellTeam(team, found.comers, request),
    }
  } catch (error) {
    throw lackOf(error, found, request, name)
  }
}

/** How many people of a district have each skill. DISTRICT_UNKNOWN. */
export async function readSkills(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  district: string,
): Promise<{ items: { skill: string; people: number }[] }> {
  await readDistrict(tx, viewer, district)
  return { items: await skillsIn(tx, district, now) }
}
