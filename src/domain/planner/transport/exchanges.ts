import { hasSibling, NOBODY, n, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 numbers instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has makes them stale.
 */
export interface Exchanges {
  /** Makes those of a holder fresh, and says where they begin and end in the three arrays. */
  of(holder: number): void
  from: number
  upTo: number
  to: Int32Array
  /** What it costs more, before prices. */
  length: Int32Array
  /** By which arc; whose slot follows from it and the holder. */
  arc: Int32Array
  slot: Int32Array
  /** To leave one unserved: what it costs more, and which; of the holder last made fresh. */
  dropLength: Float64Array
  dropSlot: Int32Array
  /** A slot came or went: what its holder, and those of the others of its place, can hand on is no longer known. */
  moved(slot: number): void
  /** What a holder has was changed. */
  stale(holder: number): void
}

export function exchanges(s: State): Exchanges {
  const { start, to, cost, unserved, capacity } = s.t
  const begins = new Int32Array(s.holders)
  const count = new Int32Array(s.holders)
  const room = new Int32Array(s.holders)
  const fresh = new Uint8Array(s.holders)
  const seenAt = new Int32Array(s.holders)
  const seenIn = new Int32Array(s.holders).fill(NOBODY)
  let used = 0
  let round = 0

  const x: Exchanges = {
    from: 0,
    upTo: 0,
    to: new Int32Array(0),
    length: new Int32Array(0),
    arc: new Int32Array(0),
    slot: new Int32Array(0),
    dropLength: new Float64Array(s.holders),
    dropSlot: new Int32Array(s.holders),
    of(holder) {
      if (fresh[holder] === 0) refresh(holder)
      x.from = n(begins, holder)
      x.upTo = x.from + n(count, holder)
    },
    moved(slot) {
      const place = n(s.placeOf, slot)
      for (let each = n(s.slots, place); each < n(s.slots, place + 1); each++) {
        const arc = n(s.arcOf, each)
        if (arc !== NOBODY) fresh[n(to, arc)] = 0
      }
    },
    stale(holder) {
      fresh[holder] = 0
    },
  }

  // Found into a list of its own first: how many others a holder can hand on to is not known before.
  const found = { to: [] as number[], length: [] as number[], arc: [] as number[], slot: [] as number[] }

  function refresh(holder: number): void {
    round++
    let k = 0
    let [drop, dropped] = [Number.POSITIVE_INFINITY, NOBODY]
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(s.next, slot)) {
      const place = n(s.placeOf, slot)
      const own = n(cost, n(s.arcOf, slot))
      const alone = n(s.slots, place + 1) - n(s.slots, place) === 1
      const end = n(start, place + 1)
      for (let arc = n(start, place); arc < end; arc++) {
        const other = n(to, arc)
        if (other === holder || n(capacity, other) === 0) continue
        const length = n(cost, arc) - own
        if (n(seenIn, other) !== round) {
          if (!alone && hasSibling(s, slot, other)) continue
          seenIn[other] = round
          seenAt[other] = k
          found.to[k] = other
          found.length[k] = length
          found.arc[k] = arc
          found.slot[k] = slot
          k++
          continue
        }
        const at = n(seenAt, other)
        if (length >= (found.length[at] as number)) continue
        if (!alone && hasSibling(s, slot, other)) continue
        found.length[at] = length
        found.arc[at] = arc
        found.slot[at] = slot
      }
      const leave = n(unserved, place) - own
      if (leave < drop) {
        drop = leave
        dropped = slot
      }
    }
    keep(holder, k)
    x.dropLength[holder] = drop
    x.dropSlot[holder] = dropped
    fresh[holder] = 1
  }

  /** Each holder has a stretch of the arrays, which moves to the end when it has become too short. */
  function keep(holder: number, k: number): void {
    if (k > n(room, holder)) {
      const wanted = k + (k >> 1) + 4
      if (used + wanted > x.to.length) grow(used + wanted)
      begins[holder] = used
      room[holder] = wanted
      used += wanted
    }
    const at = n(begins, holder)
    for (let i = 0; i < k; i++) {
      x.to[at + i] = found.to[i] as number
      x.length[at + i] = found.length[i] as number
      x.arc[at + i] = found.arc[i] as number
      x.slot[at + i] = found.slot[i] as number
    }
    count[holder] = k
  }

  function grow(atLeast: number): void {
    const size = Math.max(atLeast, x.to.length * 2, 1024)
    x.to = grown(x.to, size)
    x.length = grown(x.length, size)
    x.arc = grown(x.arc, size)
    x.slot = grown(x.slot, size)
  }

  return x
}

function grown(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size)
  larger.set(array)
  return larger
}
