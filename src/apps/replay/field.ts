import { MINUTE } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import { fraction } from '../../base/random.ts'
import type { Db } from '../../db/connect.ts'
import { reportable } from '../../domain/gaps/reportable.ts'
import type { RecordInput } from '../../domain/records/model.ts'

/** Share of patrols that report in time; the others do at their next round or so. */
const PUNCTUAL = 0.96
/** A helper needs up to so long, after arriving, until a household is out or accounted for. */
const HOUSEHOLD_MS = 100 * MINUTE

/**
 * What the people in the field report between two looks: patrols as their rounds fall due, helpers household by
 * household after they have arrived. Only who accepted and is there reports; the rest shows as late, as it should.
 */
export async function fieldReports(
  db: Db,
  district: string,
  lane: string,
  from: Date,
  now: Date,
  seed: number,
): Promise<RecordInput[]> {
  const waiting = await db.read((tx) => reportable(tx, district, lane, now, new Date(now.getTime() + 5 * MINUTE)))
  const records: RecordInput[] = []
  for (const w of waiting) {
    const luck = fraction(`${w.subject}${w.due?.getTime() ?? ''}`, seed)
    const at = w.every
      ? Math.max(w.arrivedAt.getTime(), (w.due ?? now).getTime() + (luck < PUNCTUAL ? -5 * luck : 25) * MINUTE)
      : w.arrivedAt.getTime() + luck * HOUSEHOLD_MS
    if (at > now.getTime() || (w.every && at < from.getTime() - 60 * MINUTE)) continue
    const occurredAt = new Date(Math.min(Math.max(at, w.starts.getTime()), now.getTime()))
    records.push({
      id: newId(occurredAt),
      kind: w.evidence,
      subject: w.subject,
      toldBy: w.holder,
      occurredAt,
      at: w.at,
      body: w.every ? { finding: 'all well' } : { state: 'left' },
    })
  }
  return records
}
