import type { Transport } from '../transport/model.ts'
import { solveTransport } from '../transport/solve.ts'
import { NIGHT, SHIFTS } from './model.ts'
import { askedAt, mayServe, type Sheet, servedInWeek } from './sheet.ts'

/** The people of a day, for each of its shifts as `Rostered.who` has them. */
export type DayPlan = Int32Array

/** What a shift that was served in the week costs the next time, as a share of a usual way: so that all serve as often. */
const SPREAD = 0.5

/**
 * Gives out the shifts of one day at the least cost by the rules, exactly, with prices that keep the work and the nights
 * even. `places` is how many people may be called this day: above it the places are left that cost least to leave, so
 * that there are people for the days to come.
 */
export function planDay(sheet: Sheet, cost: Int32Array, day: number, first: Int32Array, people: number): DayPlan {
  const { r } = sheet
  const sections = r.need.length
  const need = trimmed(sheet, day, people)
  const spread = Math.round(SPREAD * usualCost(cost))
  const start = new Int32Array(sections * SHIFTS + 1)
  const [to, price]: [number[], number[]] = [[], []]
  for (let s = 0; s < SHIFTS; s++) {
    const shift = day * SHIFTS + s
    const extra = new Int32Array(r.members).fill(-1)
    for (let m = 0; m < r.members; m++) {
      if (!mayServe(sheet, m, shift)) continue
      const night = s === NIGHT ? (sheet.nights[m] as number) * r.night : 0
      extra[m] = night + (r.wish?.[m * sheet.shifts + shift] ?? 0) + spread * servedInWeek(sheet, m, shift)
    }
    for (let section = 0; section < sections; section++) {
      for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
        const member = r.to[arc] as number
        if ((extra[member] as number) < 0) continue
        to.push(member)
        price.push((cost[arc] as number) + (extra[member] as number))
      }
      start[s * sections + section + 1] = to.length
    }
  }
  const problem: Transport = {
    start,
    to: Int32Array.from(to),
    cost: Int32Array.from(price),
    need,
    unserved: Int32Array.from({ length: sections * SHIFTS }, (_, place) => r.unserved[place % sections] as number),
    capacity: new Int32Array(r.members).fill(1),
  }
  const { arcOf, slots } = solveTransport(problem)
  const units = first[sections] as number
  const plan = new Int32Array(units * SHIFTS).fill(-1)
  for (let place = 0; place < need.length; place++) {
    const at = Math.floor(place / sections) * units + (first[place % sections] as number)
    let next = at
    for (let slot = slots[place] as number; slot < (slots[place + 1] as number); slot++) {
      const arc = arcOf[slot] as number
      if (arc !== -1) plan[next++] = problem.to[arc] as number
    }
  }
  return plan
}

/** The needs of a day's shifts, less what there are no people for: cheapest first, and another section every day. */
function trimmed(sheet: Sheet, day: number, people: number): Int32Array {
  const { r } = sheet
  const sections = r.need.length
  const need = new Int32Array(sections * SHIFTS)
  for (let s = 0; s < SHIFTS; s++) need.set(askedAt(sheet, day * SHIFTS + s), s * sections)
  let over = need.reduce((sum, n) => sum + n, 0) - people
  const turn = (place: number) => (place * 7919 + day * 104_729) % need.length
  const order = Array.from(need, (_, place) => place).sort(
    (a, b) => (r.unserved[a % sections] as number) - (r.unserved[b % sections] as number) || turn(a) - turn(b) || a - b,
  )
  // One from each before anybody loses a second.
  while (over > 0) {
    const was = over
    for (const place of order) {
      if (over <= 0) break
      if (need[place] === 0) continue
      need[place] = (need[place] as number) - 1
      over--
    }
    if (over === was) break
  }
  return need
}

function usualCost(cost: Int32Array): number {
  let sum = 0
  for (const each of cost) sum += each
  return sum / Math.max(1, cost.length)
}
