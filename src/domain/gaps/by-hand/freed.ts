import { ask } from '../../../db/agenda.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Actor } from '../../audit/model.ts'
import { queueStandDown } from '../../callouts/actions.ts'
import { endCallouts } from '../../callouts/ending.ts'
import { standDownFrom, toldAmong } from '../../callouts/hand-store.ts'
import type { Duty } from '../../duties/model.ts'

/** Whoever was called for these duties and is left with none is stood down; told of it only if the call went out. */
export async function standDownFreed(tx: Tx, now: Date, actor: Actor, lane: string, ended: Duty[]): Promise<void> {
  const district = ended[0]?.district ?? ''
  const free = await standDownFrom(
    tx,
    now,
    district,
    ended.map((d) => d.holder),
    ended.map((d) => d.id),
  )
  if (free.length === 0) return
  const told = await toldAmong(tx, district, free)
  // A ladder names its channel by the kind of contact that it uses.
  await queueStandDown(tx, now, district, lane, told, (channel) => channel)
  const callouts = [...new Set(free.map((f) => f.callout))]
  await endCallouts(tx, now, actor, district, tx`id = any(${callouts}::uuid[])`)
  await ask(tx, lane, district, 'send', now)
}
