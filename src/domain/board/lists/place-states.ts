import type { Tx } from '../../../db/connect.ts'
import { countedUpTo } from '../counted-then.ts'
import { gapsThen } from '../past-gaps.ts'
import { campaignsAt } from '../store.ts'
import type { PlaceState } from '../subjects/model.ts'
import type { Ask } from './ask.ts'
import { each } from './walk.ts'

/** How each of these places stands at the moment asked about, gravest first told (primary key of requirement). */
export async function placeStates(
  tx: Tx,
  ask: Pick<Ask, 'district' | 'lane' | 'moment' | 'past'>,
  places: readonly string[],
): Promise<Map<string, PlaceState>> {
  const states = new Map<string, PlaceState>(places.map((p) => [p, 'free']))
  if (places.length === 0) return states
  for (const campaign of await campaignsAt(tx, ask.district, ask.lane, ask.moment)) {
    // Now it is what was counted, as on the map: the engine may not have looked yet at what time alone has changed.
    const then = ask.past ? await countedUpTo(tx, ask.district, campaign, ask.moment) : null
    const required = await tx<{ subject: string; unheld: boolean; late: boolean }[]>`
      select subject, bool_or(counted & 2 > 0) as unheld, bool_or(counted & 4 > 0) as late
      from ${each(tx, places)} join requirement on district = ${ask.district} and subject = k.id and campaign = ${campaign.id}
      where ${then ? tx`starts <= ${then} and ends > ${then}` : tx`counted <> 0`} group by subject`
    for (const r of required)
      graver(states, r.subject, ask.past || !(r.unheld || r.late) ? 'held' : r.unheld ? 'unheld' : 'late')
    if (!ask.past || required.length === 0) continue
    const inside = tx`r.subject in (select k.id from ${each(tx, places)})`
    for (const g of await gapsThen(tx, ask.district, campaign, ask.moment, inside, 100_000))
      graver(states, g.subject, g.kinds.includes('unheld') ? 'unheld' : 'late')
  }
  return states
}

const GRAVITY: readonly PlaceState[] = ['free', 'held', 'late', 'unheld']

function graver(states: Map<string, PlaceState>, place: string, state: PlaceState): void {
  const before = states.get(place) ?? 'free'
  if (GRAVITY.indexOf(state) > GRAVITY.indexOf(before)) states.set(place, state)
}
