import { arcBetween, type Reach } from './reach.ts'
import { COST, HOLDER, NOBODY, n, of, put, type State, take, UNSERVED } from './state.ts'

const STANDS = 2 ** 21

/**
 * Whoever has room and still a price lowers it until so many would rather come as there is room for, and takes exactly
 * those: the counterpart of an eviction. Those whom they leave have room then in their turn, which is left to the next
 * round, or to the paths. Only where every place needs one holder.
 */
export function invite(s: State, { from, pairs }: Reach, rounds: number): void {
  let keys = new Float64Array(1024)
  for (let round = 0; round < rounds; round++) {
    for (let holder = 0; holder < s.holders; holder++) {
      if (n(s.price, holder) > 0 && n(s.room, holder) > 0) open(holder)
    }
  }

  function open(holder: number): void {
    const [begin, end] = [n(from, holder), n(from, holder + 1)]
    if (end - begin > keys.length) keys = new Float64Array((end - begin) * 2)
    let k = 0
    for (let i = begin; i < end; i++) {
      const place = n(pairs, 2 * i)
      const other = of(s, place, HOLDER)
      if (other === holder) continue
      const paid = other === NOBODY ? of(s, place, UNSERVED) : of(s, place, COST) + n(s.price, other)
      const worth = paid - n(pairs, 2 * i + 1)
      if (worth > 0) keys[k++] = worth * STANDS + i - begin
    }
    const offers = keys.subarray(0, k).sort()
    const room = n(s.room, holder)
    for (let left = Math.min(room, k); left > 0; left--) {
      const place = n(pairs, 2 * (begin + ((offers[--k] as number) % STANDS)))
      if (of(s, place, HOLDER) !== NOBODY) take(s, place)
      put(s, place, arcBetween(s, place, holder))
    }
    s.price[holder] = k > 0 ? Math.floor((offers[k - 1] as number) / STANDS) : 0
  }
}
