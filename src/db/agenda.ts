import type { Tx } from './connect.ts'

/** The district of work that belongs to none: taking in warnings, rolling up above the districts. */
export const EVERYWHERE = '*'

/** The steps of the engine's flow, by name: what an act may ask for. Their order is in engine/flow.ts. */
export type StepName =
  | 'warn'
  | 'undo'
  | 'require'
  | 'gaps'
  | 'plan'
  | 'call'
  | 'climb'
  | 'send'
  | 'rollup'
  | 'index'
  | 'forget'

/**
 * Asks that `step` run for each of these districts not before `at`. Each ask is a row of its own, written whether or not
 * there is one already: it waits for nobody, and an ask beside one that an engine is just taking is not lost.
 */
export async function askAll(tx: Tx, lane: string, districts: string[], step: StepName, at: Date): Promise<void> {
  if (districts.length === 0) return
  await tx`
    insert into agenda (lane, district, step, at)
    select ${lane}, district, ${step}, ${at} from unnest(${districts}::text[]) as t (district)`
}

/** Asks that `step` run for the district not before `at`; an earlier time already asked for stays. */
export async function ask(tx: Tx, lane: string, district: string, step: StepName, at: Date): Promise<void> {
  await tx`insert into agenda (lane, district, step, at) values (${lane}, ${district}, ${step}, ${at})`
}

/**
 * The next moment at which anything is due in the lane, or null: a replay's clock jumps to it. What was put off after a
 * failure is due when that is over; what an engine does under a lease is not counted (indexes agenda_due, step_run_failing).
 */
export async function nextDue(tx: Tx, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select least(
      (select a.at from agenda a left join step_run r on r.lane = a.lane and r.district = a.district and r.step = a.step
        where a.lane = ${lane} and r.leased_until is null and coalesce(r.fails, 0) = 0
        order by a.at limit 1),
      (select min(greatest(a.at, r.put_off_until)) from step_run r
        join agenda a on a.lane = ${lane} and a.district = r.district and a.step = r.step
        where r.lane = ${lane} and r.fails > 0 and r.leased_until is null)) as at`
  return row?.at ?? null
}
