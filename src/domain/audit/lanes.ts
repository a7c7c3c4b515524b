import type { Tx } from '../../db/connect.ts'
import { ACTUAL } from './model.ts'

/**
 * What time it is in a lane. Real life goes by the wall, and so does the exercise that comes in as messages; one that is
 * replayed has a clock of its own, which stands where it was left when it is over (primary key of exercise).
 */
export async function laneNow(tx: Tx, lane: string, wall: Date): Promise<Date> {
  if (lane === ACTUAL) return wall
  const [row] = await tx<{ now: Date }[]>`select now_at as now from exercise where lane = ${lane}`
  return row?.now ?? wall
}
