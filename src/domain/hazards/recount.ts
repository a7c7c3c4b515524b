import type { Tx } from '../../db/connect.ts'
import { hazardNamed } from '../records/hazard-names.ts'
import { foldHazard } from './fold.ts'
import type { HazardRecord } from './model.ts'
import { type DatedHazard, insertKnown, recordsOfHazards, sameHazard, saveHazards } from './store.ts'

/**
 * Makes the hazards of a district again from its records alone, all lanes, with what was known of each at every moment: the same
 * rows as were kept record by record. Returns how many there are. All of their records are in memory at once.
 */
export async function recountHazards(tx: Tx, district: string): Promise<number> {
  const first = await tx<{ id: string; raised: boolean }[]>`
    select r.id, n.record is null as raised
    from record r left join hazard_not_raised n on n.district = r.district and n.record = r.id
    where r.district = ${district} and r.kind = 'hazard' and r.corrects is null and not r.body ? 'of'`
  const ids = first.map((r) => r.id)
  const records = Map.groupBy(await recordsOfHazards(tx, district, ids), (r) => hazardNamed(r) ?? r.id)
  const known = first.flatMap(({ id, raised }) => datedOf(id, raised, records.get(id) ?? []))
  await tx`delete from hazard_state where district = ${district}`
  await tx`delete from hazard where district = ${district}`
  const now = known.filter((h) => h.until === null)
  await saveHazards(tx, district, now)
  await insertKnown(tx, district, known)
  return now.length
}

/** What was known of a hazard from one moment to the next, as its records came in; one that was not raised counts from its second. */
function datedOf(id: string, raised: boolean, records: readonly HazardRecord[]): DatedHazard[] {
  const first = records.find((r) => r.id === id)
  if (!first) return []
  const times = [...new Set(records.map((r) => r.receivedAt.getTime()))].sort((a, b) => a - b)
  const from = raised ? first.receivedAt.getTime() : times.find((t) => t > first.receivedAt.getTime())
  const known: DatedHazard[] = []
  for (const time of times.filter((t) => from !== undefined && t >= from)) {
    const folded = foldHazard(
      id,
      records.filter((r) => r.receivedAt.getTime() <= time),
    )
    const last = known.at(-1)
    if (!folded || sameHazard(last, folded.hazard)) continue
    if (last) last.until = new Date(time)
    known.push({ ...folded.hazard, since: new Date(time), until: null })
  }
  return known
}
