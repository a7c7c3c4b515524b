import type { Tx } from './connect.ts'

/** The district of work that belongs to none: taking in warnings, rolling up above the districts. */
export const EVERYWHERE = '*'

/** The steps of the engine's flow, by name: what an act may ask for. Their order is in engine/flow.ts. */
export type StepName = 'warn' | 'require' | 'gaps' | 'plan' | 'call' | 'climb' | 'send' | 'rollup' | 'index'

/** Asks that `step` run for each of these districts not before `at`. */
export async function askAll(tx: Tx, lane: string, districts: string[], step: StepName, at: Date): Promise<void> {
  await tx`
    insert into agenda (lane, district, step, at)
    select ${lane}, district, ${step}, ${at} from unnest(${districts}::text[]) as t (district) order by district
    on conflict (lane, district, step) do update set at = least(agenda.at, excluded.at)`
}

/** Asks that `step` run for the district not before `at`; an earlier time already asked for stays. */
export async function ask(tx: Tx, lane: string, district: string, step: StepName, at: Date): Promise<void> {
  await tx`
    insert into agenda (lane, district, step, at) values (${lane}, ${district}, ${step}, ${at})
    on conflict (lane, district, step) do update set at = least(agenda.at, excluded.at)`
}

export interface Due {
  district: string
  step: StepName
}

/**
 * Claims the first due row of these steps, in the flow's order, and holds its lock until the transaction ends: an engine
 * that dies lets go of it. While the step runs, what it asks of itself must survive, so the row's time is set to infinity
 * before the step and only ever lowered after.
 */
export async function claim(tx: Tx, lane: string, steps: readonly StepName[], now: Date): Promise<Due | null> {
  const [due] = await tx<Due[]>`
    select district, step from agenda
    where lane = ${lane} and at <= ${now} and at < 'infinity' and step = any(${steps as StepName[]})
    order by array_position(${steps as StepName[]}::text[], step), at
    limit 1 for update skip locked`
  if (!due) return null
  await tx`
    update agenda set at = 'infinity' where lane = ${lane} and district = ${due.district} and step = ${due.step}`
  return due
}

/** Puts off what failed, so that it is tried again and holds up nothing else meanwhile. */
export async function putOff(tx: Tx, lane: string, due: Due, until: Date): Promise<void> {
  await tx`
    update agenda set at = ${until} where lane = ${lane} and district = ${due.district} and step = ${due.step} and at < ${until}`
}

/** The next moment at which anything is due in the lane, or null: a replay's clock jumps to it. */
export async function nextDue(tx: Tx, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(at) as at from agenda where lane = ${lane} and at < 'infinity'`
  return row?.at ?? null
}
