import { NIGHT, type Rostered, SHIFTS } from './model.ts'
import { mayServe, type Sheet } from './sheet.ts'

/** A roster in work: who comes, beside the sheet of who serves when. */
export interface Draft extends Pick<Rostered, 'who' | 'first'> {
  sheet: Sheet
  units: number
}

export function put({ sheet, who, units }: Draft, unit: number, member: number): void {
  const shift = Math.floor(unit / units)
  const old = who[unit] as number
  if (old >= 0) note(sheet, old, shift, 0)
  who[unit] = member
  if (member >= 0) note(sheet, member, shift, 1)
}

function note(sheet: Sheet, member: number, shift: number, served: 0 | 1): void {
  sheet.served[member * sheet.width + (sheet.width - sheet.shifts) + shift] = served
  if (shift % SHIFTS === NIGHT) sheet.nights[member] = (sheet.nights[member] as number) + (served === 1 ? 1 : -1)
}

/** Rounds of looking for chains: each covers most of what it can find. */
const ROUNDS = 30

/**
 * Covers what was left by chains: somebody who still may come takes a shift, whoever had it takes another, and so on until
 * one that nobody had. All gaps are looked out from at once, so that a round costs the same for one gap as for a thousand.
 */
export function fillGaps(draft: Draft, cost: Int32Array, stop: () => boolean): void {
  const { sheet, who, first, units } = draft
  const { r } = sheet
  const sectionOf = new Int32Array(units)
  for (let section = 0; section < r.need.length; section++) {
    sectionOf.fill(section, first[section], first[section + 1])
  }
  /** Of a unit that was reached: the one that its member would go to, and who that is. */
  const goesTo = new Int32Array(who.length)
  const reached = new Uint8Array(who.length)
  const mover = new Int32Array(who.length)
  const unitOf = new Int32Array(r.members * sheet.shifts)
  for (let round = 0; round < ROUNDS && !stop() && lookRound(); round++) {}

  /** True: something was covered. */
  function lookRound(): boolean {
    let gained = false
    const queue: number[] = []
    reached.fill(0)
    unitOf.fill(-1)
    for (const [unit, member] of who.entries()) {
      if (member >= 0) unitOf[member * sheet.shifts + Math.floor(unit / units)] = unit
      else if (member === -1) reach(queue, unit, -1, -1)
    }
    for (let k = 0; k < queue.length; k++) {
      const unit = queue[k] as number
      if (holds(unit) && lookFrom(unit, queue)) gained = true
    }
    return gained
  }

  function reach(queue: number[], unit: number, to: number, member: number): void {
    reached[unit] = 1
    goesTo[unit] = to
    mover[unit] = member
    queue.push(unit)
  }

  /** Whether the chain behind a unit still stands: an earlier one may have run through it. */
  function holds(unit: number): boolean {
    for (let at = unit; at !== -1; at = goesTo[at] as number) if (who[at] !== mover[at]) return false
    return true
  }

  function lookFrom(unit: number, queue: number[]): boolean {
    const section = sectionOf[unit % units] as number
    const shift = Math.floor(unit / units)
    let [free, least] = [-1, Number.POSITIVE_INFINITY]
    for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
      const member = r.to[arc] as number
      if ((cost[arc] as number) < least && mayServe(sheet, member, shift)) {
        free = member
        least = cost[arc] as number
      }
    }
    if (free !== -1 && shiftAlong(unit, free)) return true
    for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
      const member = r.to[arc] as number
      for (let t = 0; t < sheet.shifts; t++) {
        const other = unitOf[member * sheet.shifts + t] as number
        if (other === -1 || reached[other] === 1 || who[other] !== member) continue
        note(sheet, member, t, 0)
        const may = mayServe(sheet, member, shift)
        note(sheet, member, t, 1)
        if (may) reach(queue, other, unit, member)
      }
    }
    return false
  }

  /** Moves everybody along the chain, or nobody where one of them may not after all. */
  function shiftAlong(unit: number, free: number): boolean {
    const chain: number[] = []
    for (let at = unit; at !== -1; at = goesTo[at] as number) chain.push(at)
    const were = chain.map((at) => who[at] as number)
    for (const at of chain) put(draft, at, -1)
    let comes = free
    for (const [k, at] of chain.entries()) {
      if (!mayServe(sheet, comes, Math.floor(at / units))) {
        for (const each of chain) put(draft, each, -1)
        for (const [i, each] of chain.entries()) put(draft, each, were[i] as number)
        return false
      }
      put(draft, at, comes)
      unitOf[comes * sheet.shifts + Math.floor(at / units)] = at
      comes = were[k] as number
    }
    return true
  }
}
