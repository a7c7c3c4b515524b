import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { laneNow } from '../audit/lanes.ts'
import { afterLaneDuties } from './actions.ts'

/** When somebody is away, or was noted to be; `ends` null: until further notice. */
export interface AwaySpan {
  person: string
  starts: Date
  ends: Date | null
}

const SPAN = { person: 'uuid', starts: 'timestamptz', ends: 'timestamptz' } as const

/**
 * What follows when it was noted, changed or taken back that people are away, inside its transaction, in which they are held
 * (`holdAbsencesOf`): every campaign that asks anything of the places at which they hold a duty in that time sees it at once.
 * All of their duties are found in one statement (duty_by_holder). An exercise's own duties go by its clock, and so are found
 * only where that passes through the absence.
 */
export async function afterAbsences(tx: Tx, now: Date, district: string, spans: readonly AwaySpan[]): Promise<void> {
  if (spans.length === 0) return
  const held = await tx<{ lane: string; subject: string }[]>`
    select distinct d.lane, d.subject from ${rows(tx, spans, SPAN)}, lateral (
      select * from duty where district = ${district} and holder = t.person and ends > t.starts offset 0) d
    where d.subject_kind = 'place' and d.starts < coalesce(t.ends, 'infinity') and d.ends > d.starts
    order by d.lane, d.subject`
  for (const [lane, duties] of Map.groupBy(held, (d) => d.lane)) {
    const subjects = duties.map((d) => d.subject)
    await afterLaneDuties(tx, await laneNow(tx, lane, now), { district, lane }, subjects)
  }
}
