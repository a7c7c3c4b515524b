import type { Tx } from '../../../db/connect.ts'
import { countedUpTo } from '../counted-then.ts'
import { GAP_BITS, STATES, SURE_BITS, stateOfBits } from '../map/model.ts'
import { requirementsThen } from '../past-gaps.ts'
import { campaignsAt } from '../store.ts'
import type { PlaceState } from '../subjects/model.ts'
import type { Ask } from './ask.ts'
import { each } from './walk.ts'

/**
 * How each of these places stands at the moment asked about, as on the map: by the worst of what is required there, and of
 * several campaigns by the worst (primary key of requirement).
 */
export async function placeStates(
  tx: Tx,
  ask: Pick<Ask, 'district' | 'lane' | 'moment' | 'past'>,
  places: readonly string[],
): Promise<Map<string, PlaceState>> {
  const states = new Map<string, PlaceState>(places.map((p) => [p, 'free']))
  if (places.length === 0) return states
  for (const campaign of await campaignsAt(tx, ask.district, ask.lane, ask.moment)) {
    // Of now it is what was counted, as on the map: the engine may not have looked yet at what time alone has changed.
    const then = ask.past ? await countedUpTo(tx, ask.district, campaign, ask.moment) : null
    const inside = tx`r.subject in (select k.id from ${each(tx, places)})`
    const required = then
      ? requirementsThen(tx, ask.district, campaign, then, inside)
      : tx`
        select subject, counted::int as bits from ${each(tx, places)} join requirement on district = ${ask.district} and subject = k.id
          and campaign = ${campaign.id} where counted <> 0`
    const found = await tx<{ subject: string; bits: number }[]>`
      select subject, (bit_or(bits) & ${GAP_BITS}::int) | (bit_and(bits) & ${SURE_BITS}::int) as bits
      from (${required}) q group by subject`
    for (const { subject, bits } of found) graver(states, subject, STATES[stateOfBits(bits)] as PlaceState)
  }
  return states
}

function graver(states: Map<string, PlaceState>, place: string, state: PlaceState): void {
  const before = states.get(place) ?? 'free'
  if (STATES.indexOf(state) > STATES.indexOf(before)) states.set(place, state)
}
