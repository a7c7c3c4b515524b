import type { Beginning, Transport, Transported } from './model.ts'
import { NOBODY, n, TOO_DEAR } from './state.ts'

/** Where the places and holders of a changed problem stood before; -1: nowhere. Left out: where they stand now. */
export interface Moved {
  placeBefore?: Int32Array | undefined
  holderBefore?: Int32Array | undefined
}

/**
 * A plan carried over to a changed problem: whoever is in both keeps the price, and every place the holders that it can
 * still go to. Who joins begins too dear for anybody: then all that was cheapest still is, and to bring the newcomer's
 * price down is all that is left to do.
 */
export function carryOver(plan: Transported, before: Transport, after: Transport, moved: Moved): Beginning {
  const { placeBefore, holderBefore } = moved
  const places = after.start.length - 1
  const now = new Int32Array(before.capacity.length).fill(NOBODY)
  const price = new Float64Array(after.capacity.length)
  for (let h = 0; h < price.length; h++) {
    const old = holderBefore ? n(holderBefore, h) : h
    price[h] = TOO_DEAR
    if (old < 0 || old >= now.length) continue
    now[old] = h
    price[h] = plan.price[old] ?? TOO_DEAR
  }
  let slots = 0
  for (let i = 0; i < places; i++) slots += after.need ? n(after.need, i) : 1
  const arcOf = new Int32Array(slots).fill(NOBODY)
  let slot = 0
  for (let i = 0; i < places; i++) {
    const need = after.need ? n(after.need, i) : 1
    const old = placeBefore ? n(placeBefore, i) : i
    if (old >= 0 && old + 1 < plan.slots.length) {
      const begin = n(plan.slots, old)
      const kept = Math.min(need, n(plan.slots, old + 1) - begin)
      for (let k = 0; k < kept; k++) {
        const arc = n(plan.arcOf, begin + k)
        if (arc !== NOBODY) arcOf[slot + k] = arcTo(after, i, n(now, n(before.to, arc)))
      }
    }
    slot += need
  }
  return { arcOf, price }
}

/** The arc of a place to a holder, -1: none. */
function arcTo({ start, to }: Transport, place: number, holder: number): number {
  const end = n(start, place + 1)
  for (let arc = n(start, place); arc < end; arc++) if (n(to, arc) === holder) return arc
  return NOBODY
}
