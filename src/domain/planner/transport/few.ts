import { HOLDER, NOBODY, n, SEAT } from './state.ts'

/** Lists of a few slots each, the cheapest of many, in order of what they cost. */
export interface Few {
  clear(list: number): void
  /**
   * Puts a slot where it belongs, if that is among the few. A list that is empty because its few are used up, with others
   * not in it, takes one only when it costs no more than `least`, what those others cost at least.
   */
  enter(list: number, slot: number, length: number, least?: number): void
  /** The cheapest; -1: none. */
  first(list: number): number
  least(list: number): number
  /** Drops the first ones, up to one that `holder` still has; false: there is none left. */
  pass(list: number, seats: Int32Array, holder: number): boolean
  /** Whether there were more than there is room for. */
  hadMore(list: number): boolean
  copy(to: number, from: number, count: number): void
  grow(size: number): void
}

/** `room`: slots that a list remembers, at most. */
export function few(size: number, room: number): Few {
  // A list is its slots, what they cost, how many there are, and whether there were more.
  const counted = 2 * room
  const more = counted + 1
  const wide = counted + 2
  let all = new Int32Array(size * wide)
  return {
    clear(list) {
      all[list * wide] = NOBODY
      all[list * wide + counted] = 0
      all[list * wide + more] = 0
    },
    enter(list, slot, length, least = 0) {
      const begin = list * wide
      const count = n(all, begin + counted)
      let i = count
      if (count === room) {
        all[begin + more] = 1
        if (n(all, begin + room + --i) <= length) return
      } else {
        // Beyond those remembered there may be cheaper ones that are not.
        if (all[begin + more] === 1 && length > (count === 0 ? least : n(all, begin + room + count - 1))) return
        all[begin + counted] = count + 1
      }
      for (; i > 0 && n(all, begin + room + i - 1) > length; i--) {
        all[begin + i] = n(all, begin + i - 1)
        all[begin + room + i] = n(all, begin + room + i - 1)
      }
      all[begin + i] = slot
      all[begin + room + i] = length
    },
    first: (list) => all[list * wide] as number,
    least: (list) => all[list * wide + room] as number,
    pass(list, seats, holder) {
      const begin = list * wide
      const count = n(all, begin + counted)
      let i = 0
      while (i < count && n(seats, n(all, begin + i) * SEAT + HOLDER) !== holder) i++
      for (let k = i; k < count; k++) {
        all[begin + k - i] = n(all, begin + k)
        all[begin + room + k - i] = n(all, begin + room + k)
      }
      all[begin + counted] = count - i
      if (i === count) all[begin] = NOBODY
      return i < count
    },
    hadMore: (list) => all[list * wide + more] === 1,
    copy(to, from, count) {
      all.copyWithin(to * wide, from * wide, (from + count) * wide)
    },
    grow(size) {
      const larger = new Int32Array(size * wide)
      larger.set(all)
      all = larger
    },
  }
}
