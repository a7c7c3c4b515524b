import { CONSOLE } from '../../src/domain/audit/model.ts'
import { giveDuty } from '../../src/domain/duties/actions.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { dissolveTeam, formTeam } from '../../src/domain/teams/actions.ts'
import type { PlannedTeam, TeamRequest, TeamToForm } from '../../src/domain/teams/model.ts'
import { readTeam } from '../../src/domain/teams/read.ts'
import { COUNTY } from './county.ts'
import type { Scene } from './scene.ts'

/** Teams of a scene's county: how they are asked for, formed and dissolved, and what else keeps people at home. */
export function teamsOf(scene: Scene) {
  /** What is asked for at S01, the westernmost section of the south dam in village 1. */
  const ask = (change: Partial<TeamRequest> = {}): TeamRequest => ({
    site: { place: 'S01' },
    size: 4,
    skills: [],
    kinds: [],
    withinM: 20_000,
    smallBelow: 5,
    busy: false,
    without: [],
    insist: [],
    ...change,
  })
  const plan = (change: Partial<TeamRequest> = {}) =>
    scene.db.read((tx) => readTeam(tx, CONSOLE, scene.now(), ask(change)))
  const codes = (team: PlannedTeam) => team.members.map(({ code }) => code)
  const ids = (...who: string[]) => who.map((code) => scene.id(code))

  const form = (change: Partial<TeamToForm> = {}, key?: string) =>
    formTeam(
      scene.db,
      scene.now(),
      CONSOLE,
      COUNTY,
      {
        site: { place: 'S01' },
        kind: 'emergency-team',
        name: 'Boats',
        leader: scene.id('P1-1'),
        members: ids('P1-3', 'P2-4'),
        ...change,
      },
      key,
    )
  const dissolve = (unit: string, key?: string) =>
    dissolveTeam(scene.db, scene.now(), CONSOLE, COUNTY, { unit, reason: 'the water has fallen' }, key)
  const give = (holder: string, house = 'H6-01', more: { starts?: Date } = {}) =>
    giveDuty(
      scene.db,
      scene.now(),
      CONSOLE,
      { district: COUNTY, subject: scene.id(house), role: 'helper', holder: scene.id(holder), ...more },
      givingDuty,
    )
  const change = (statement: string) => scene.db.write(scene.now(), (tx) => tx.unsafe(statement))
  return { ask, plan, codes, ids, form, dissolve, give, change }
}
