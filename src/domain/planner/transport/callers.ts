import { NOBODY, n } from './state.ts'

/** Of each holder, whose entries (exchanges.ts) lead there: what a search needs that goes from taker to giver. */
export interface Callers {
  /** The first of each holder's links; -1: there is none. */
  first: Int32Array
  /**
   * Link i is `links[4 * i]`, the giver, `links[4 * i + 1]`, which of the giver's entries, the next link, and the entry's
   * length once more: side by side, so that a search need not jump to the giver's entries for nothing.
   */
  links: Int32Array
  /** Which link that makes. */
  add(holder: number, giver: number, entry: number, length: number): number
}

interface Entries {
  from: Int32Array
  upTo: Int32Array
  pairs: Int32Array
  /** Of each entry, the link that leads there. */
  linkOf: Int32Array
}

/** Links of one holder stand side by side, but for those that are added later. */
export function callersOf({ from, upTo, pairs, linkOf }: Entries, holders: number): Callers {
  const at = new Int32Array(holders + 1)
  for (let giver = 0; giver < holders; giver++) {
    for (let k = n(from, giver); k < n(upTo, giver); k++) {
      const after = n(pairs, 2 * k) + 1
      at[after] = n(at, after) + 1
    }
  }
  for (let h = 0; h < holders; h++) at[h + 1] = n(at, h + 1) + n(at, h)
  let used = n(at, holders)
  const callers: Callers = {
    first: new Int32Array(holders).fill(NOBODY),
    links: new Int32Array(4 * (used + (used >> 2) + holders)),
    add(holder, giver, entry, length) {
      if (4 * used === callers.links.length) {
        const longer = new Int32Array(2 * callers.links.length)
        longer.set(callers.links)
        callers.links = longer
      }
      link(used, holder, giver, entry, length)
      return used++
    },
  }
  for (let giver = 0; giver < holders; giver++) {
    for (let k = n(from, giver); k < n(upTo, giver); k++) {
      const holder = n(pairs, 2 * k)
      const i = n(at, holder)
      at[holder] = i + 1
      linkOf[k] = i
      link(i, holder, giver, k - n(from, giver), n(pairs, 2 * k + 1))
    }
  }
  return callers

  function link(i: number, holder: number, giver: number, entry: number, length: number): void {
    callers.links[4 * i] = giver
    callers.links[4 * i + 1] = entry
    callers.links[4 * i + 2] = n(callers.first, holder)
    callers.links[4 * i + 3] = length
    callers.first[holder] = i
  }
}
