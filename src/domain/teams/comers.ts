import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { inTheWay } from '../planner/teams/needed.ts'
import type { Bar, Comer, Near, TeamRequest } from './model.ts'
import { branchesOf, namesOf, near, type Sought, withinReach } from './store.ts'

/** Whom a team may be made of, and who of the same skills stays at home. */
export interface Comers {
  comers: Comer[]
  barred: (Near & { bar: Bar })[]
}

/**
 * Everybody whom the best team could need: of people who have the same of the wanted skills, lead alike and may come, more of
 * the nearest than could ever stand in the way, so that whoever lives further off is never needed. Most of a county is never
 * asked for branch, teams and duties: only where too many of the nearest stay at home are more of them read.
 */
export async function readComers(tx: Tx, sought: Sought, request: TeamRequest): Promise<Comers> {
  const { size, smallBelow, withinM, without, insist } = request
  const enough = inTheWay(size, smallBelow - 1) + 1
  const reach = withinReach(tx, sought, withinM, without)
  const insisted = await readInsisted(tx, sought, insist)
  for (let most = 2 * enough + 50; ; most *= 16) {
    const sorts = [...Map.groupBy(await near(tx, sought, reach, most), ({ sort }) => sort).values()]
    const free = sorts.map((all) => all.filter(({ bar }) => bar === null).slice(0, enough))
    if (sorts.some((all, i) => all.length >= most && (free[i]?.length ?? 0) < enough)) continue
    const found = new Map([...free.flat(), ...insisted].map((each) => [each.id, each]))
    return {
      comers: await withBranches(tx, sought, [...found.values()]),
      barred: sorts
        .flat()
        .filter((each): each is typeof each & { bar: Bar } => each.bar !== null && !found.has(each.id)),
    }
  }
}

/** Those who are to come in any case, whatever their kind, their way and their duties. Errors as of `readPeople`; HOME_UNKNOWN. */
async function readInsisted(tx: Tx, sought: Sought, insist: readonly string[]): Promise<Near[]> {
  const people = await readPeople(tx, sought, insist)
  for (const { name, metres } of people) if (metres === null) throw new MusterError('HOME_UNKNOWN', { person: name })
  return people
}

/** People by their ids, in that order. PERSON_GONE who left, or is a member nowhere; TEAM_TAKEN who is in a team then. */
export async function readPeople(tx: Tx, sought: Sought, ids: readonly string[]): Promise<Near[]> {
  if (ids.length === 0) return []
  const which = tx`p.id = any(${[...ids]}::uuid[])`
  const found = await near(tx, { ...sought, kinds: [], busy: true }, which, ids.length)
  const people = new Map(found.map((each) => [each.id, each]))
  const names = people.size < ids.length ? await namesOf(tx, sought.district, ids) : new Map<string, string>()
  return ids.map((id) => {
    const person = people.get(id)
    if (!person) throw new MusterError('PERSON_GONE', { person: names.get(id) ?? id })
    const { name, team } = person
    if (team !== null) throw new MusterError('TEAM_TAKEN', { person: name, team })
    return person
  })
}

async function withBranches(tx: Tx, { district, now, from }: Sought, found: readonly Near[]): Promise<Comer[]> {
  const units = [...new Set(found.map(({ unit }) => unit))]
  const branches = await branchesOf(tx, district, units, { now, from })
  return found.flatMap((each) => {
    const { unit, metres, ...one } = each
    const branch = branches.get(unit)
    return branch && metres !== null ? [{ ...one, metres, branch }] : []
  })
}
