import type { Transport } from '../transport/model.ts'
import { solveTransport } from '../transport/solve.ts'
import { askedIn, isAway, mostShifts, type Sheet } from './sheet.ts'

/** More than all shifts of a roster can need. */
const UNENDING = 2 ** 29

/**
 * What every roster costs at least, and leaves uncovered at least: all shifts of the roster are given out at once, to
 * members who each serve no more than they can alone, without the rules between two shifts of the same one. Nights cost
 * nothing in it. Whoever was not looked at is as many more members as a section needs, who serve as often as it takes. Both
 * are transport problems, solved exactly.
 */
export function boundOf(sheet: Sheet, cost: Int32Array): { bound: number; uncoveredAtLeast: number } {
  const { r, shifts } = sheet
  const sections = r.need.length
  const start = new Int32Array(sections * shifts + 1)
  const others = r.need.reduce((most, need) => Math.max(most, need), 0)
  const most = (r.to.length + sections * others) * shifts
  const [to, price] = [new Int32Array(most), new Int32Array(most)]
  let count = 0
  for (let t = 0; t < shifts; t++) {
    for (let section = 0; section < sections; section++) {
      for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
        const member = r.to[arc] as number
        if (isAway(sheet, member, t)) continue
        to[count] = member
        price[count++] = (cost[arc] as number) + (r.wish?.[member * shifts + t] ?? 0)
      }
      const beyond = r.beyond?.[section] ?? -1
      for (let k = 0; beyond >= 0 && k < (r.need[section] as number); k++) {
        to[count] = r.members + k
        price[count++] = beyond
      }
      start[t * sections + section + 1] = count
    }
  }
  const problem: Transport = {
    start,
    to: to.subarray(0, count),
    cost: price.subarray(0, count),
    need: Int32Array.from({ length: sections * shifts }, (_, k) =>
      askedIn(sheet, k % sections, Math.floor(k / sections)),
    ),
    unserved: repeated(r.unserved, shifts),
    capacity: Int32Array.from({ length: r.members + others }, (_, member) =>
      member < r.members ? mostShifts(sheet, member) : UNENDING,
    ),
  }
  const counted = { ...problem, cost: new Int32Array(count), unserved: new Int32Array(sections * shifts).fill(1) }
  return { bound: solveTransport(problem).bound, uncoveredAtLeast: solveTransport(counted).bound }
}

function repeated(values: Int32Array, times: number): Int32Array {
  const all = new Int32Array(values.length * times)
  for (let k = 0; k < times; k++) all.set(values, k * values.length)
  return all
}
