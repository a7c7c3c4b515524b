import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endDuties } from '../duties/store.ts'
import { afterDutiesEnded } from '../gaps/after-ended.ts'
import { closePlaces, heldElsewhere, type PlacedRow } from './store-places.ts'

/** A place of the list, by its number there, and the district that it leaves. */
export interface Moved {
  n: number
  from: string
}

/**
 * Closes what is about to begin in another district. Its past stays in the district that it leaves: its row, its records
 * and its duties, which end now, since whoever held them answers for that district. Both districts' audit says where it
 * went and came from.
 */
export async function movePlaces(tx: Tx, now: Date, actor: Actor, places: readonly PlacedRow[]): Promise<Moved[]> {
  const found = await heldElsewhere(tx, places)
  for (const [district, left] of Map.groupBy(found, (each) => each.district)) {
    const ids = left.map((each) => each.id)
    await closePlaces(tx, now, district, ids)
    const which = tx`subject_kind = 'place' and subject = any(${ids}::uuid[])`
    await afterDutiesEnded(tx, now, actor, await endDuties(tx, now, district, which, 'moved'))
    for (const { n, id } of left) {
      const place = places[n] as PlacedRow
      const { code } = place
      const [there, here] = [
        { code, to: place.district, place: place.id },
        { code, from: district, place: id },
      ]
      await audit(tx, now, actor, { district, act: 'place.move', subject: id, detail: there })
      await audit(tx, now, actor, { district: place.district, act: 'place.move', subject: place.id, detail: here })
    }
  }
  return found.map(({ n, district }) => ({ n, from: district }))
}
