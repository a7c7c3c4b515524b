import { rows } from '../../db/rows.ts'
import { ACTUAL } from '../audit/model.ts'
import { endDuties } from '../duties/store.ts'
import type { AfterClose, AfterLeave } from '../people/actions.ts'
import { afterDutiesEnded } from './after-ended.ts'

/**
 * What follows when people are members of a unit no more, in that transaction: their posts at it end, and of those who are
 * members of nothing in the district any more whatever they answered for, at places too. Who only changed the kind of
 * membership has not left. Duties of an exercise stay: nobody leaves one. (Primary key of membership, duty_by_holder.)
 */
export const afterLeaving: AfterLeave = async (tx, now, actor, district, left) => {
  if (left.length === 0) return
  const people = [...new Set(left.map((l) => l.person))]
  const still = await tx<{ person: string; unit: string }[]>`
    select person, unit from membership
    where district = ${district} and person = any(${people}::uuid[]) and ends > greatest(starts, ${now})`
  const members = new Set(still.map((m) => m.person))
  const there = new Set(still.map((m) => `${m.person} ${m.unit}`))
  const gone = people.filter((person) => !members.has(person))
  const posts = left.filter((l) => members.has(l.person) && !there.has(`${l.person} ${l.unit}`))
  const which = tx`
    holder = any(${people}::uuid[]) and holder_kind = 'person' and lane = ${ACTUAL} and (holder = any(${gone}::uuid[])
      or subject_kind = 'unit' and (subject, holder) in (
        select unit, person from ${rows(tx, posts, { unit: 'uuid', person: 'uuid' })}))`
  await afterDutiesEnded(tx, now, actor, await endDuties(tx, now, district, which, 'left'))
}

/**
 * What follows when units close, in that transaction: nobody holds a post at them any more, and what they answered for as
 * units is open (duty_by_subject, duty_by_holder). Returns how many duties ended.
 */
export const afterClosing: AfterClose = async (tx, now, actor, district, units, reason) => {
  const ids = units as string[]
  const which = tx`(subject = any(${ids}::uuid[]) or holder = any(${ids}::uuid[]))`
  const ended = await endDuties(tx, now, district, which, reason)
  await afterDutiesEnded(tx, now, actor, ended)
  return ended.length
}
