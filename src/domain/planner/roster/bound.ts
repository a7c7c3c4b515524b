import type { Transport } from '../transport/model.ts'
import { solveTransport } from '../transport/solve.ts'
import { askedIn, isAway, mostShifts, type Sheet } from './sheet.ts'

/**
 * What every roster costs at least, and leaves uncovered at least: all shifts of the roster are given out at once, to
 * members who each serve no more than they can alone, without the rules between two shifts of the same one. Nights cost
 * nothing in it. Both are transport problems, solved exactly.
 */
export function boundOf(sheet: Sheet, cost: Int32Array): { bound: number; uncoveredAtLeast: number } {
  const { r, shifts } = sheet
  const sections = r.need.length
  const start = new Int32Array(sections * shifts + 1)
  const [to, price] = [new Int32Array(r.to.length * shifts), new Int32Array(r.to.length * shifts)]
  let count = 0
  for (let t = 0; t < shifts; t++) {
    for (let section = 0; section < sections; section++) {
      for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
        const member = r.to[arc] as number
        if (isAway(sheet, member, t)) continue
        to[count] = member
        price[count++] = (cost[arc] as number) + (r.wish?.[member * shifts + t] ?? 0)
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
    capacity: Int32Array.from({ length: r.members }, (_, member) => mostShifts(sheet, member)),
  }
  const counted = { ...problem, cost: new Int32Array(count), unserved: new Int32Array(sections * shifts).fill(1) }
  return { bound: solveTransport(problem).bound, uncoveredAtLeast: solveTransport(counted).bound }
}

function repeated(values: Int32Array, times: number): Int32Array {
  const all = new Int32Array(values.length * times)
  for (let k = 0; k < times; k++) all.set(values, k * values.length)
  return all
}
