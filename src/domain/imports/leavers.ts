import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { zonesOf } from '../places/store.ts'
import { type Ended, endHeldBy, followEnded } from './ending-duties.ts'
import { problem } from './reasons.ts'
import type { Saved } from './saved.ts'
import { endPostsLeft, lastMemberships, markLeft } from './store-leavers.ts'
import { lastDay } from './zone-time.ts'

/** Somebody whose memberships have changed, and the line of the file that says so. */
export interface Changed {
  district: string
  id: string
  line: number
  name: string
}

/**
 * What follows when memberships end, in the same transaction. Who is a member of no unit from then on has left: all that they
 * hold ends at that moment, and no list of people shows them any more; who joins again comes back. Who stays elsewhere gives up
 * posts at the units that they left. What ends is a gap or held by others, who was called for it is stood down, and all of it is
 * counted. `already`: duties that ended with the memberships. Returns those that ended beside them.
 */
export async function afterMemberships(
  tx: Tx,
  now: Date,
  actor: Actor,
  people: readonly Changed[],
  saved: Saved,
  already: readonly Ended[] = [],
): Promise<Ended[]> {
  const ended = [...already]
  const each = new Map(people.map((person) => [`${person.district} ${person.id}`, person]))
  const told: { person: Changed; at: Date }[] = []
  for (const [district, theirs] of Map.groupBy(each.values(), (person) => person.district)) {
    const ids = theirs.map((person) => person.id)
    const last = await lastMemberships(tx, district, ids)
    const states = theirs.map((person) => {
      const ends = last.get(person.id) ?? null
      return { person, id: person.id, at: ends !== null && ends < now ? now : ends }
    })
    const leaving = states.flatMap(({ person, at }) => (at === null ? [] : [{ person, at }]))
    const fresh = await markLeft(tx, district, states)
    saved.ends.people += leaving.filter(({ person }) => fresh.has(person.id)).length
    const leavers = leaving.map(({ person, at }) => ({ district, holder: person.id, at }))
    ended.push(...(await endHeldBy(tx, now, leavers, 'left')), ...(await endPostsLeft(tx, now, district, ids)))
    told.push(...leaving)
  }
  if (ended.length === 0) return []
  await followEnded(tx, now, actor, ended, saved)
  const held = Map.groupBy(ended, (duty) => `${duty.district} ${duty.holder}`)
  const zones = await zonesOf(tx, [...new Set([...each.values()].map((person) => person.district))])
  for (const person of each.values()) {
    const duties = held.get(`${person.district} ${person.id}`)
    const at = told.find((leaving) => leaving.person === person)?.at
    if (!duties) continue
    const details = { value: person.name, duties: duties.length, at: lastDay(at ?? now, zones.get(person.district)) }
    saved.notes.push(problem(at ? 'LEAVES' : 'POSTS_END', person.line, details))
  }
  return ended.slice(already.length)
}
