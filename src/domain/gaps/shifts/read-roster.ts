import { DAY, HOUR, MINUTE } from '../../../base/clock.ts'
import type { Tx } from '../../../db/connect.ts'
import { servedIn } from '../../duties/store.ts'
import type { Candidate } from '../../people/model.ts'
import { utcOffsetOf } from '../../places/store.ts'
import { NIGHT } from '../../planner/roster/model.ts'
import type { Rule } from '../../playbooks/model.ts'
import type { OpenCampaign } from '../model.ts'
import type { AskedWindow } from '../window-problem.ts'
import { type AskedRoster, SHIFT_MS, startOf } from './asked-roster.ts'

const WEEK_MS = 7 * DAY
/** The shift in which this time of the day lies is the night. */
const NIGHT_MS = 3 * HOUR

/** Reads what else a roster has to know: when its day begins, and who has served when (index duty_by_holder). */
export async function readRoster(
  tx: Tx,
  { district, lane }: OpenCampaign,
  rule: Rule,
  windows: readonly AskedWindow[],
  people: readonly Candidate[],
): Promise<AskedRoster> {
  const first = Math.min(...windows.map(startOf))
  const offset = (await utcOffsetOf(tx, district, new Date(first))) * MINUTE
  const last = Math.max(...windows.map(startOf))
  const isNight = (start: number) => mod(NIGHT_MS - mod(start + offset, DAY), DAY) < SHIFT_MS
  let zero = first
  while (!isNight(zero + NIGHT * SHIFT_MS)) zero -= SHIFT_MS
  const [from, to] = [new Date(zero - WEEK_MS), new Date(last + WEEK_MS)]
  const ids = people.map((p) => p.id)
  return { rule, windows, zero: new Date(zero), served: await servedIn(tx, district, lane, rule.role, from, to, ids) }
}

const mod = (n: number, by: number) => ((n % by) + by) % by
