import { askAll, EVERYWHERE, type StepName } from '../db/agenda.ts'
import { doneSince } from '../db/claims.ts'
import type { Tx } from '../db/connect.ts'
import { districtsWaiting } from '../domain/callouts/outbox.ts'
import { districtsInForce } from '../domain/playbooks/store.ts'

/** What is asked for in each district with an open campaign; messages are sent wherever some wait. */
const IN_FORCE: readonly StepName[] = ['undo', 'require', 'gaps', 'plan', 'call', 'climb']

/**
 * Asks again for each step that was not done since `since` where a campaign is in force or messages wait. On a distributed
 * database an act is committed on its district's node before what it asks is committed on the coordinator: one that dies in
 * between loses the ask. Each step finds for itself what there is to do, so that one ask too many does no harm.
 */
export async function sweep(tx: Tx, lane: string, now: Date, since: Date): Promise<void> {
  const inForce = await districtsInForce(tx, lane)
  const toSend = [...new Set([...inForce, ...(await districtsWaiting(tx, lane))])]
  const wanted: [step: StepName, districts: string[]][] = [
    ['warn', [EVERYWHERE]],
    ...IN_FORCE.map((step): [StepName, string[]] => [step, inForce]),
    ['send', toSend],
    ['rollup', toSend.length > 0 ? [EVERYWHERE] : []],
  ]
  const done = await doneSince(tx, lane, since)
  for (const [step, districts] of wanted) {
    const undone = districts.filter((district) => !done.has(`${district} ${step}`))
    await askAll(tx, lane, undone, step, now)
  }
}
