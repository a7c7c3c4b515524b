import { MusterError } from '../../../base/errors.ts'
import type { Assignment, Effort } from '../assignment/model.ts'
import { solveAssignment } from '../assignment/solve.ts'
import type { Medians, Sited } from './model.ts'

/**
 * Chooses the points and gives each place to one of them, so that the distances together are least. The points are holders
 * of which only `count` may be used, so that bound, improving and search are those of places with unequal loads. Throws
 * PLAN_INVALID and PLAN_IMPOSSIBLE as `solveAssignment` does.
 */
export function solveMedians({ distance, demand, capacity, count }: Medians, effort: Effort = {}): Sited {
  const [places, points] = [demand.length, capacity.length]
  if (distance.length !== places * points) {
    throw new MusterError('PLAN_INVALID', {
      where: 'the table of distances',
      what: `has ${distance.length} entries for ${places} places and ${points} points`,
    })
  }
  const problem: Assignment = {
    start: Int32Array.from({ length: places + 1 }, (_, place) => place * points),
    to: Int32Array.from(distance, (_, arc) => arc % points),
    cost: distance,
    load: Int32Array.from(distance, (_, arc) => demand[Math.floor(arc / points)] as number),
    capacity,
    atMost: count,
  }
  const { arcOf, ...proof } = solveAssignment(problem, effort)
  const pointOf = arcOf?.map((arc) => arc % points) ?? null
  return { ...proof, pointOf, points: pointOf && [...new Set(pointOf)].sort((a, b) => a - b) }
}
