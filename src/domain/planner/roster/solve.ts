import { MusterError } from '../../../base/errors.ts'
import { boundOf } from './bound.ts'
import { planDay } from './day.ts'
import { type Draft, fillGaps, put } from './fill.ts'
import { BEFORE, type Roster, type Rostered, type RosterWatch, SHIFTS } from './model.ts'
import { withGroups } from './prices.ts'
import { askedIn, mostShifts, newSheet } from './sheet.ts'
import { tidyShifts } from './tidy.ts'

/**
 * A roster that breaks no rule: each day is given out exactly at prices that keep work and nights even, and only as many
 * people are called as leave their share for the days to come; then what is uncovered is filled by whoever still may. The
 * bound tells what no roster can do better. Throws PLAN_INVALID for numbers that make no sense.
 */
export function solveRoster(r: Roster, watch: RosterWatch = {}): Rostered {
  check(r)
  const sheet = newSheet(r)
  const cost = withGroups(r)
  const nightsBefore = sheet.nights.slice()
  const stop = watch.stop ?? (() => false)
  const first = new Int32Array(r.need.length + 1)
  for (const [section, need] of r.need.entries()) first[section + 1] = (first[section] as number) + need
  const units = first[r.need.length] as number
  const draft: Draft = { sheet, first, units, who: new Int32Array(units * sheet.shifts).fill(-2) }
  for (let shift = 0; shift < sheet.shifts; shift++) {
    for (let section = 0; section < r.need.length; section++) {
      const from = shift * units + (first[section] as number)
      draft.who.fill(-1, from, from + askedIn(sheet, section, shift))
    }
  }
  const proof = watch.unproved ? { bound: 0, uncoveredAtLeast: 0 } : boundOf(sheet, cost)
  let people = 0
  for (let member = 0; member < r.members; member++) people += mostShifts(sheet, member)
  for (let day = 0; day < r.days && !stop(); day++) {
    const share = Math.ceil(Math.max(0, people) / (r.days - day))
    const plan = planDay(sheet, cost, day, first, share)
    for (const [k, member] of plan.entries()) {
      if (member === -1) continue
      put(draft, day * SHIFTS * units + k, member)
      people--
    }
    watch.onProgress?.(day + 1)
  }
  fillGaps(draft, cost, stop)
  if (!stop()) tidyShifts(draft, cost)
  return { who: draft.who, first, ...costOf(draft, cost, nightsBefore), ...proof }
}

/** What every roster costs at least, and leaves uncovered at least; as long in the making as a roster. Errors as of it. */
export function proofOf(r: Roster): Pick<Rostered, 'bound' | 'uncoveredAtLeast'> {
  check(r)
  return boundOf(newSheet(r), withGroups(r))
}

function costOf(
  { sheet, who, first, units }: Draft,
  arcCost: Int32Array,
  nightsBefore: Int32Array,
): { cost: number; uncovered: number } {
  const { r, shifts } = sheet
  let [cost, uncovered] = [0, 0]
  for (let section = 0; section < r.need.length; section++) {
    const price = new Map<number, number>()
    for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
      price.set(r.to[arc] as number, arcCost[arc] as number)
    }
    for (let shift = 0; shift < shifts; shift++) {
      for (let k = first[section] as number; k < (first[section + 1] as number); k++) {
        const member = who[shift * units + k] as number
        if (member === -2) continue
        if (member === -1) uncovered++
        cost += member === -1 ? (r.unserved[section] as number) : (price.get(member) as number)
        if (member !== -1) cost += r.wish?.[member * shifts + shift] ?? 0
      }
    }
  }
  for (let member = 0; member < r.members; member++) {
    const [had, has] = [nightsBefore[member] as number, sheet.nights[member] as number]
    cost += (r.night * (has * (has - 1) - had * (had - 1))) / 2
  }
  return { cost, uncovered }
}

function check(r: Roster): void {
  const { days, members, start, to, cost, need, unserved, night } = r
  const sections = start.length - 1
  const slots = members * days * SHIFTS
  const whole = (n: number) => Number.isSafeInteger(n) && n >= 0
  if (!whole(days) || !whole(members) || !whole(night))
    throw invalid('the roster', 'counts in other than whole numbers')
  const fits =
    start[sections] === to.length &&
    cost.length === to.length &&
    need.length === sections &&
    unserved.length === sections
  const lists = [
    [r.away, slots],
    [r.served, slots],
    [r.asked, sections * days * SHIFTS],
    [r.wish, slots],
    [r.before, members * BEFORE],
    [r.nights, members],
    [r.group, members],
  ] as const
  if (!fits || lists.some(([list, size]) => list && list.length !== size)) {
    throw invalid('the roster', 'has columns of different lengths')
  }
  if (r.beyond && r.beyond.length !== sections) throw invalid('the roster', 'has columns of different lengths')
  if (r.asked?.some((n, k) => n < 0 || n > (need[Math.floor(k / (days * SHIFTS))] as number))) {
    throw invalid('the roster', 'asks for more people in a shift than the section needs')
  }
  if (to.some((member) => member < 0 || member >= members)) throw invalid('an arc of the roster', 'leads to nobody')
  for (let section = 0; section < sections; section++) {
    const own = to.subarray(start[section], start[section + 1])
    if (new Set(own).size < own.length) throw invalid(`section ${section + 1}`, 'has a member twice')
  }
  const below = (list: Int32Array) => list.every((n) => n >= 0 && n < 2 ** 30)
  if (![cost, unserved, need].every(below) || (r.wish && !below(r.wish))) {
    throw invalid('the roster', 'has a cost or a need below 0, or from 2^30')
  }
}

function invalid(where: string, what: string): MusterError {
  return new MusterError('PLAN_INVALID', { where, what })
}
