import { askUndone, EVERYWHERE, type StepName } from '../db/agenda.ts'
import type { Tx } from '../db/connect.ts'
import { districtsWaiting } from '../domain/callouts/outbox.ts'
import { districtsInForce } from '../domain/playbooks/store.ts'

/** What is asked for in each district with an open campaign. */
const IN_FORCE: readonly StepName[] = ['require', 'gaps', 'plan', 'call', 'climb', 'send']

/**
 * Asks again for each step that was not done since `since` where a campaign is in force or messages wait. On a distributed
 * database an act is committed on its district's node before what it asks is committed on the coordinator: one that dies in
 * between loses the ask. Each step finds for itself what there is to do, so that one ask too many does no harm.
 */
export async function sweep(tx: Tx, lane: string, now: Date, since: Date): Promise<void> {
  const inForce = await districtsInForce(tx, lane)
  const waiting = await districtsWaiting(tx, lane)
  const wanted: { district: string; step: StepName }[] = [{ district: EVERYWHERE, step: 'warn' }]
  for (const district of inForce) wanted.push(...IN_FORCE.map((step) => ({ district, step })))
  for (const district of waiting) if (!inForce.includes(district)) wanted.push({ district, step: 'send' })
  if (wanted.length > 1) wanted.push({ district: EVERYWHERE, step: 'rollup' })
  await askUndone(tx, lane, wanted, { now, since })
}
