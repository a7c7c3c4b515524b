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

/** Slots that a list remembers: more cost more to keep than they save. */
const ROOM = 8
/** A list is this many numbers: its slots, what they cost, how many there are, and whether there were more. */
const WIDE = 2 * ROOM + 2
const COUNT = 2 * ROOM
const MORE = 2 * ROOM + 1

export function few(size: number): Few {
  let all = new Int32Array(size * WIDE)
  return {
    clear(list) {
      all[list * WIDE] = NOBODY
      all[list * WIDE + COUNT] = 0
      all[list * WIDE + MORE] = 0
    },
    enter(list, slot, length, least = 0) {
      const begin = list * WIDE
      const count = n(all, begin + COUNT)
      let i = count
      if (count === ROOM) {
        all[begin + MORE] = 1
        if (n(all, begin + ROOM + --i) <= length) return
      } else {
        // Beyond those remembered there may be cheaper ones that are not.
        if (all[begin + MORE] === 1 && length > (count === 0 ? least : n(all, begin + ROOM + count - 1))) return
        all[begin + COUNT] = count + 1
      }
      for (; i > 0 && n(all, begin + ROOM + i - 1) > length; i--) {
        all[begin + i] = n(all, begin + i - 1)
        all[begin + ROOM + i] = n(all, begin + ROOM + i - 1)
      }
      all[begin + i] = slot
      all[begin + ROOM + i] = length
    },
    first: (list) => all[list * WIDE] as number,
    least: (list) => all[list * WIDE + ROOM] as number,
    pass(list, seats, holder) {
      const begin = list * WIDE
      const count = n(all, begin + COUNT)
      let i = 0
      while (i < count && n(seats, n(all, begin + i) * SEAT + HOLDER) !== holder) i++
      for (let k = i; k < count; k++) {
        all[begin + k - i] = n(all, begin + k)
        all[begin + ROOM + k - i] = n(all, begin + ROOM + k)
      }
      all[begin + COUNT] = count - i
      if (i === count) all[begin] = NOBODY
      return i < count
    },
    hadMore: (list) => all[list * WIDE + MORE] === 1,
    copy(to, from, count) {
      all.copyWithin(to * WIDE, from * WIDE, (from + count) * WIDE)
    },
    grow(size) {
      const larger = new Int32Array(size * WIDE)
      larger.set(all)
      all = larger
    },
  }
}
