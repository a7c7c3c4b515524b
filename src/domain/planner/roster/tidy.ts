import { solveTransport } from '../transport/solve.ts'
import { type Draft, put } from './fill.ts'
import { askedAt } from './sheet.ts'

/**
 * Gives the sections of each shift anew to those who serve in it, at the least cost: who comes when stays as it is, so that
 * no rule can break, and only the ways become shorter.
 */
export function tidyShifts(draft: Draft, cost: Int32Array): void {
  const { sheet, who, first, units } = draft
  const { r } = sheet
  const sections = r.need.length
  for (let shift = 0; shift < sheet.shifts; shift++) {
    const capacity = new Int32Array(r.members)
    const own = who.subarray(shift * units, (shift + 1) * units)
    for (const member of own) if (member >= 0) capacity[member] = 1
    const need = askedAt(sheet, shift)
    const { arcOf, slots, unserved } = solveTransport({
      start: r.start,
      to: r.to,
      cost: cost.map((each, arc) => each + (r.wish?.[(r.to[arc] as number) * sheet.shifts + shift] ?? 0)),
      need,
      unserved: r.unserved,
      capacity,
    })
    // It could only leave more uncovered where that is cheaper than a way: then what there is stays.
    if (unserved > own.filter((member) => member === -1).length) continue
    for (let k = 0; k < units; k++) if (own[k] !== -2) put(draft, shift * units + k, -1)
    for (let section = 0; section < sections; section++) {
      let unit = shift * units + (first[section] as number)
      for (let slot = slots[section] as number; slot < (slots[section + 1] as number); slot++) {
        const arc = arcOf[slot] as number
        if (arc !== -1) put(draft, unit++, r.to[arc] as number)
      }
    }
  }
}
