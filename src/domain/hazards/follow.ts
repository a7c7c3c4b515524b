import { type ErrorCode, MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../audit/changes.ts'
import { ENGINE } from '../audit/model.ts'
import { auditAll } from '../audit/store.ts'
import { hazardNamed, tellsFirst } from '../records/hazard-names.ts'
import type { RecordInput } from '../records/model.ts'
import { takeWaiting } from '../records/waiting.ts'
import { foldHazard, type HazardStep, type NotCounted } from './fold.ts'
import type { HazardRecord } from './model.ts'
import { holdHazards, recordsOfHazards, sameHazard, saveHazards, saveKnown } from './store.ts'

/** Where records were taken, and when. */
export interface HazardScope {
  now: Date
  district: string
  lane: string
}

/** Of what is refused when it is told, and not merely without effect. */
const REFUSED: Partial<Record<NotCounted, ErrorCode>> = {
  'same-person': 'HAZARD_SAME_PERSON',
  'not-teller': 'HAZARD_NOT_TELLER',
}

/**
 * Keeps hazards true to the records just taken, inside their transaction: each hazard that a record tells of is worked out anew
 * from all that name it, so that the order in which they come does not matter. Records that came in before their hazard are taken
 * in with it, and returned. HAZARD_SAME_PERSON, HAZARD_NOT_TELLER.
 */
export async function followHazards(tx: Tx, scope: HazardScope, taken: readonly RecordInput[]): Promise<RecordInput[]> {
  const first = taken.filter((r) => tellsFirst(r)).map((r) => r.id.toLowerCase())
  const named = taken.flatMap((r) => hazardNamed(r) ?? [])
  const ids = [...new Set([...first, ...named])].sort()
  if (ids.length === 0) return []
  const { now, district, lane } = scope
  const before = await holdHazards(tx, district, ids)
  const waited = first.length === 0 ? [] : await takeWaiting(tx, scope, first)
  const records = await recordsOfHazards(tx, district, ids)
  const byHazard = Map.groupBy(records, (r) => hazardNamed(r) ?? r.id)
  const folded = ids.flatMap((id) => foldHazard(id, byHazard.get(id) ?? []) ?? [])
  const fresh = new Set(taken.map((r) => r.id))
  for (const { course } of folded) for (const step of course) refuse(step, fresh)
  const changed = folded.map((f) => f.hazard).filter((h) => h.lane === lane && !sameHazard(before.get(h.id), h))
  await saveHazards(tx, district, changed)
  await saveKnown(tx, district, changed, now)
  if (changed.length > 0) await noteChange(tx, lane, [district], 'hazards')
  if (waited.length > 0) {
    const each = waited.map((r) => ({ subject: r.id, detail: { of: hazardNamed(r) } }))
    await auditAll(tx, now, ENGINE, { district, lane, act: 'record.tie', each })
  }
  return waited
}

function refuse({ record, not }: HazardStep, fresh: ReadonlySet<string>): void {
  const code = not && fresh.has(record.id) ? REFUSED[not] : undefined
  if (code) throw new MusterError(code, { hazard: hazardOf(record) })
}

const hazardOf = (record: HazardRecord) => hazardNamed(record) ?? record.id
