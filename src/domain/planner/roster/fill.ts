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
  if (old !== -1) note(sheet, old, shift, 0)
  who[unit] = member
  if (member !== -1) note(sheet, member, shift, 1)
}

function note(sheet: Sheet, member: number, shift: number, served: 0 | 1): void {
  sheet.served[member * sheet.width + (sheet.width - sheet.shifts) + shift] = served
  if (shift % SHIFTS === NIGHT) sheet.nights[member] = (sheet.nights[member] as number) + (served === 1 ? 1 : -1)
}

/**
 * Covers what was left: by somebody who may still come, or by one whose other shift somebody else can take over. Looked
 * through again and again until nothing more is covered.
 */
export function fillGaps(draft: Draft, cost: Int32Array, stop: () => boolean): void {
  const { sheet, who, first, units } = draft
  const { r } = sheet
  const sectionOf = new Int32Array(units)
  for (let section = 0; section < r.need.length; section++) {
    sectionOf.fill(section, first[section], first[section + 1])
  }
  for (let gained = true; gained && !stop(); ) {
    gained = false
    for (let unit = 0; unit < who.length; unit++) {
      if (who[unit] === -1 && (direct(unit) || byChain(unit))) gained = true
    }
  }

  function direct(unit: number): boolean {
    const member = cheapest(unit, -1)
    if (member === -1) return false
    put(draft, unit, member)
    return true
  }

  /** The cheapest who may come, but for one. */
  function cheapest(unit: number, but: number): number {
    const section = sectionOf[unit % units] as number
    const shift = Math.floor(unit / units)
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
      const member = r.to[arc] as number
      if (member === but || (cost[arc] as number) >= least || !mayServe(sheet, member, shift)) continue
      best = member
      least = cost[arc] as number
    }
    return best
  }

  function byChain(unit: number): boolean {
    const section = sectionOf[unit % units] as number
    const shift = Math.floor(unit / units)
    for (let arc = r.start[section] as number; arc < (r.start[section + 1] as number); arc++) {
      const member = r.to[arc] as number
      for (const other of unitsOf(member)) {
        put(draft, other, -1)
        const instead = mayServe(sheet, member, shift) ? cheapest(other, member) : -1
        if (instead !== -1) {
          put(draft, other, instead)
          put(draft, unit, member)
          return true
        }
        put(draft, other, member)
      }
    }
    return false
  }

  /** Where a member is called; its sections are few, and so are its shifts. */
  function unitsOf(member: number): number[] {
    const found: number[] = []
    const before = sheet.width - sheet.shifts
    for (let shift = 0; shift < sheet.shifts; shift++) {
      if (sheet.served[member * sheet.width + before + shift] === 0) continue
      const at = who.subarray(shift * units, (shift + 1) * units).indexOf(member)
      if (at !== -1) found.push(shift * units + at)
    }
    return found
  }
}
