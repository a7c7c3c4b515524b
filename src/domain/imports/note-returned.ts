import type { Filed } from './file-people.ts'
import { problem } from './reasons.ts'
import type { Saved } from './saved.ts'
import type { ReturnedMember } from './store-memberships.ts'
import { firstDay, lastDay } from './zone-time.ts'

/** Notes who had left and is a member again, which a list says without naming it; an old list brought in by mistake is seen by it. */
export function noteReturned(
  part: readonly Filed[],
  idOf: (district: string, code: string) => string,
  { returned, zones }: { returned: readonly ReturnedMember[]; zones: ReadonlyMap<string, string> },
  saved: Saved,
): void {
  if (returned.length === 0) return
  const back = new Map(returned.map((each) => [`${each.id} ${each.unit}`, each]))
  for (const { row, memberships } of part) {
    for (const { unit } of memberships) {
      const found = back.get(`${idOf(unit.district, row.code)} ${unit.id}`)
      if (!found) continue
      const zone = zones.get(unit.district)
      const details = { value: row.name, kept: unit.code, at: lastDay(found.left, zone) }
      if (found.since === null) saved.notes.push(problem('RETURNS_TO_NONE', row.line, details))
      else saved.notes.push(problem('RETURNS', row.line, { ...details, from: firstDay(found.since, zone) }))
    }
  }
}
