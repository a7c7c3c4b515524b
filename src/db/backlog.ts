import type { StepName } from './agenda.ts'
import type { Tx } from './connect.ts'

/** The oldest ask that should have been done by now, put off or not: how long the lane's work has waited. */
export interface OldestDue {
  at: Date
  district: string
  step: StepName
}

/** A step that failed the last time it ran. Times are the lane's own. */
export interface FailingStep {
  district: string
  step: StepName
  /** In a row. */
  fails: number
  since: Date
  /** Null: never. */
  lastOkAt: Date | null
  /** When it is tried again. */
  putOffUntil: Date
  code: string
  reason: string
}

/** What is known of a step over all districts of a lane. */
export interface StepState {
  step: StepName
  lastOkAt: Date | null
  failing: number
  /** Engines that are at what the step does outside its transaction, and since when the first of them is. */
  leased: number
  leasedSince: Date | null
}

/** The oldest work of a lane that is due at `now` (index agenda_due); null: none is. */
export async function oldestDue(tx: Tx, lane: string, now: Date): Promise<OldestDue | null> {
  const [row] = await tx<OldestDue[]>`
    select at, district, step from agenda where lane = ${lane} and at <= ${now} order by at limit 1`
  return row ?? null
}

/** Steps that fail, the longest first (index step_run_failing); of these districts, or of all. */
export async function failingSteps(
  tx: Tx,
  lane: string,
  districts: readonly string[] | null,
  limit: number,
): Promise<FailingStep[]> {
  return tx<FailingStep[]>`
    select district, step, fails, failing_since as since, last_ok_at as "lastOkAt", put_off_until as "putOffUntil",
      fault_code as code, fault_reason as reason
    from step_run
    where lane = ${lane} and fails > 0
      and (${districts === null} or district = any(${(districts ?? []) as string[]}::text[]))
    order by failing_since, district, step limit ${limit}`
}

/** Each step that has run in a lane: its last success, and how many districts it fails in. */
export async function stepStates(tx: Tx, lane: string): Promise<StepState[]> {
  return tx<StepState[]>`
    select step, max(last_ok_at) as "lastOkAt", count(*) filter (where fails > 0)::int as failing,
      count(leased_until)::int as leased, min(began_at) filter (where leased_until is not null) as "leasedSince"
    from step_run where lane = ${lane} group by step`
}
