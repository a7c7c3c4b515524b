import { BEFORE, NIGHT, type Roster, SHIFTS } from './model.ts'

const SPACING = SHIFTS
const WEEK = 7 * SHIFTS
const MOST_IN_WEEK = 5

/** Who has which shift while a roster is made. */
export interface Sheet {
  readonly r: Roster
  readonly shifts: number
  /** Of member m and shift t, also those before the roster: 1 if served; at `m * width + BEFORE + t`. */
  readonly served: Uint8Array
  readonly width: number
  /** Nights of each member, those before included. */
  readonly nights: Int32Array
}

export function newSheet(r: Roster): Sheet {
  const shifts = r.days * SHIFTS
  const width = BEFORE + shifts
  const served = new Uint8Array(r.members * width)
  for (let m = 0; m < r.members && r.before; m++) {
    served.set(r.before.subarray(m * BEFORE, (m + 1) * BEFORE), m * width)
  }
  const nights = r.nights?.slice() ?? new Int32Array(r.members)
  for (let m = 0; m < r.members && r.served; m++) {
    served.set(r.served.subarray(m * shifts, (m + 1) * shifts), m * width + BEFORE)
    for (let t = NIGHT; t < shifts; t += SHIFTS)
      nights[m] = (nights[m] as number) + (r.served[m * shifts + t] as number)
  }
  return { r, shifts, served, width, nights }
}

/** People that a section needs in a shift. */
export function askedIn({ r, shifts }: Sheet, section: number, shift: number): number {
  return r.asked ? (r.asked[section * shifts + shift] as number) : (r.need[section] as number)
}

/** The needs of all sections in one shift. */
export function askedAt(s: Sheet, shift: number): Int32Array {
  return Int32Array.from(s.r.need, (_, section) => askedIn(s, section, shift))
}

export function isAway({ r, shifts }: Sheet, member: number, shift: number): boolean {
  return r.away?.[member * shifts + shift] === 1
}

/** Whether a member may take a shift beside those that it has, by every rule. */
export function mayServe(s: Sheet, member: number, shift: number): boolean {
  if (isAway(s, member, shift)) return false
  const at = member * s.width
  const own = BEFORE + shift
  for (let t = Math.max(0, own - SPACING + 1); t < Math.min(s.width, own + SPACING); t++) {
    if (s.served[at + t] === 1) return false
  }
  // Each seven days that this shift is in, from the first to the last.
  let count = 0
  const [from, to] = [Math.max(0, own - WEEK + 1), Math.min(s.width, own + WEEK) - 1]
  for (let t = from; t <= to; t++) {
    if (t - from >= WEEK) count -= s.served[at + t - WEEK] as number
    count += s.served[at + t] as number
    if (count >= MOST_IN_WEEK) return false
  }
  return true
}

/** Shifts served in the seven days that end with this one. */
export function servedInWeek(s: Sheet, member: number, shift: number): number {
  const end = member * s.width + BEFORE + shift
  let count = 0
  for (let t = end - WEEK + 1; t <= end; t++) count += s.served[t] as number
  return count
}

/**
 * How many shifts a member can serve at most beside what lies before: the earliest each time. Of any other choice the k-th
 * shift is no earlier, so that it never has more. What is served in the roster already is not counted against it.
 */
export function mostShifts(s: Sheet, member: number): number {
  const at = member * s.width
  const mine = s.served.slice(at, at + s.width).fill(0, BEFORE)
  const alone: Sheet = { ...s, served: mine }
  let count = 0
  for (let t = 0; t < s.shifts; t++) {
    if (isAway(s, member, t)) continue
    // The rules look at the member's own row, which here is the first.
    if (!mayServe({ ...alone, r: { ...s.r, away: undefined } }, 0, t)) continue
    mine[BEFORE + t] = 1
    count++
  }
  return count
}
