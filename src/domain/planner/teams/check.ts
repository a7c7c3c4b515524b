import { MusterError } from '../../../base/errors.ts'
import type { TeamAsk } from './model.ts'

/** Throws PLAN_INVALID for what makes no sense, PLAN_IMPOSSIBLE for what one look shows cannot be had, by its name. */
export function checkAsk({ candidates, size, skills, smallBelow }: TeamAsk): void {
  const whole = (n: number) => Number.isSafeInteger(n) && n >= 0
  if (!whole(size) || size === 0)
    throw new MusterError('PLAN_INVALID', { where: 'the team', what: `has the size ${size}` })
  const ids = new Set<string>()
  for (const { id, cost, unitMembers } of candidates) {
    const where = `candidate "${id}"`
    if (ids.has(id)) throw new MusterError('PLAN_INVALID', { where, what: 'is there twice' })
    if (!whole(cost)) throw new MusterError('PLAN_INVALID', { where, what: `costs ${cost}: a whole number from 0` })
    if (!whole(unitMembers)) {
      throw new MusterError('PLAN_INVALID', { where, what: `is of a branch with ${unitMembers} members` })
    }
    ids.add(id)
  }
  if (candidates.length < size) throw impossible('the team', `needs ${size} people, and ${candidates.length} may come`)
  const small = candidates.filter(({ unitMembers }) => unitMembers < smallBelow)
  const most = candidates.length - small.length + new Set(small.map(({ unit }) => unit)).size
  if (most < size) {
    throw impossible('the team', `needs ${size} people, and ${most} may come with one from each small branch`)
  }
  if (!candidates.some(({ leads }) => leads))
    throw impossible('a leader', 'is missing: nobody of those who may come leads')
  for (const { skill, count } of skills) {
    const where = `the skill "${skill}"`
    if (!whole(count)) throw new MusterError('PLAN_INVALID', { where, what: `is wanted ${count} times` })
    const has = candidates.filter((candidate) => candidate.skills.includes(skill)).length
    if (has < count) throw impossible(where, `is wanted ${count} times, and ${has} who may come have it`)
    if (count > size) throw impossible(where, `is wanted ${count} times in a team of ${size}`)
  }
}

function impossible(where: string, what: string): MusterError {
  return new MusterError('PLAN_IMPOSSIBLE', { where, what })
}
