import type { Tx } from '../../db/connect.ts'
import { unitFinder } from './find-units.ts'
import type { MembershipRow, PersonRow } from './model.ts'
import { problem } from './reasons.ts'
import { refuse, type Saved } from './saved.ts'
import { type KnownUnit, unitsNamed } from './store-units.ts'

/** A person with the units of the register; `districts` begins with the home district, the others are seconded to. */
export interface Filed {
  row: PersonRow
  districts: string[]
  memberships: { membership: MembershipRow; unit: KnownUnit; sentBy: string | null }[]
}

/** Finds the units that people are in. Who is in none that is known is refused; one of several is noted. */
export async function fileInUnits(
  tx: Tx,
  people: readonly PersonRow[],
  district: string | undefined,
  saved: Saved,
): Promise<Filed[]> {
  const words = new Set(
    people.flatMap((row) => row.memberships.flatMap((m) => (m.sentBy ? [m.unit, m.sentBy] : [m.unit]))),
  )
  const find = unitFinder(await unitsNamed(tx, [...words]))
  return people.flatMap((row) => {
    const memberships: Filed['memberships'] = []
    const problems = row.memberships.flatMap((membership) => {
      const found = find(membership.unit, district)
      if (!found || 'several' in found) {
        const known = found?.several.map((each) => each.district).join(', ') ?? ''
        return [problem(found ? 'AMBIGUOUS' : 'UNKNOWN', row.line, { column: 'unit', value: membership.unit, known })]
      }
      const sender = membership.sentBy === null ? null : find(membership.sentBy, district)
      memberships.push({ membership, unit: found.unit, sentBy: sender && 'unit' in sender ? sender.unit.id : null })
      return []
    })
    const districts = [...new Set(memberships.map(({ unit }) => unit.district))]
    if (districts.length === 0 && district !== undefined && problems.length === 0) districts.push(district)
    if (districts.length > 0) saved.notes.push(...problems)
    else if (problems[0]) saved.problems.push(problems[0])
    else refuse(saved, 'MISSING', row.line, { column: 'unit' })
    return districts.length > 0 ? [{ row, districts, memberships }] : []
  })
}
