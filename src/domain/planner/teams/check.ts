import { type Details, MusterError } from '../../../base/errors.ts'
import { type TeamAsk, type TeamLack, wishesOf } from './model.ts'

/** Ways in which the wishes of a team may be met in part, times its size: what is weighed one by one. */
const MOST_STATES = 200_000

/** Throws PLAN_INVALID for what makes no sense, PLAN_IMPOSSIBLE for what one look shows cannot be had, by its name. */
export function checkAsk(ask: TeamAsk): void {
  const { candidates, size, skills, must = [] } = ask
  if (!whole(size) || size === 0) throw invalid('the team', `has the size ${size}`)
  const ids = new Set<string>()
  for (const { id, cost, unitMembers } of candidates) {
    const where = `candidate "${id}"`
    if (ids.has(id)) throw invalid(where, 'is there twice')
    if (!whole(cost)) throw invalid(where, `costs ${cost}: a whole number from 0`)
    if (!whole(unitMembers)) throw invalid(where, `is of a branch with ${unitMembers} members`)
    ids.add(id)
  }
  const named = new Set<string>()
  for (const { skill, count } of skills) {
    const where = `the skill "${skill}"`
    if (named.has(skill)) throw invalid(where, 'is wanted in two places')
    if (!whole(count)) throw invalid(where, `is wanted ${count} times`)
    if (count > size) throw invalid(where, `is wanted ${count} times in a team of ${size}`)
    named.add(skill)
  }
  if (must.length > size) throw invalid('the team', `has the size ${size}, and ${must.length} are to be in it`)
  for (const id of must) if (!ids.has(id)) throw invalid(`"${id}"`, 'is to be in the team and is no candidate')
  if (new Set(must).size < must.length) throw invalid('the team', 'is to have somebody twice')
  if (wishesOf(ask).reduce((n, { count }) => n * (count + 1), size + 1) > MOST_STATES) {
    throw invalid('the team', 'is asked for so many skills at once that not all ways can be weighed; ask for fewer')
  }
  checkFew(ask)
  for (const { skill, count, has } of wishesOf(ask)) {
    const found = candidates.filter(has).length
    if (found >= count) continue
    const [reason, where] =
      skill === null ? (['leader', 'a leader'] as const) : (['skill', `the skill "${skill}"`] as const)
    throw impossible(reason, where, `is wanted ${count} times, and ${found} who may come have it`, {
      ...(skill !== null && { skill }),
      needed: count,
      found,
    })
  }
}

function checkFew({ candidates, size, smallBelow, must = [] }: TeamAsk): void {
  const [needed, found] = [size, candidates.length]
  if (found < needed) {
    throw impossible('people', 'the team', `needs ${needed} people, and ${found} may come`, { needed, found })
  }
  const small = candidates.filter(({ unitMembers }) => unitMembers < smallBelow)
  const most = candidates.length - small.length + new Set(small.map(({ unit }) => unit)).size
  if (most < size) {
    const what = `needs ${needed} people, and ${most} may come with one from each small branch`
    throw impossible('branches', 'the team', what, { needed, found: most })
  }
  const sent = new Set<string>()
  for (const { id, unit } of small) {
    if (!must.includes(id)) continue
    if (sent.has(unit)) throw impossible('insisted', `the branch "${unit}"`, 'is small, and is to send two', { unit })
    sent.add(unit)
  }
}

export function impossible(reason: TeamLack, where: string, what: string, more: Details = {}): MusterError {
  return new MusterError('PLAN_IMPOSSIBLE', { where, what, reason, ...more })
}

function invalid(where: string, what: string): MusterError {
  return new MusterError('PLAN_INVALID', { where, what })
}

const whole = (n: number) => Number.isSafeInteger(n) && n >= 0
