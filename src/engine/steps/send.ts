import { HOUR } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { byHalves, setAside, takeBack } from '../../db/set-aside.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import type { Outgoing } from '../../domain/callouts/model.ts'
import {
  asideItem,
  channelsWaiting,
  letGo,
  nextSend,
  saveOutcomes,
  takeMessages,
  waitingSince,
} from '../../domain/callouts/outbox.ts'
import { type Delivery, deliver } from '../deliver.ts'
import type { Gear, Step, Work } from '../step.ts'

/** Messages of a channel in one run. */
const BATCH = 2_000
/** A message that could not be sent for this long, its channel being out of order, is set aside: it may have become wrong. */
const GIVE_UP_MS = HOUR

/**
 * Messages out. Taking them is committed before the first is sent and the outcome after the last: an engine that dies in
 * between leaves messages that are sent again under the same keys. Channels are served beside each other, so that one that is
 * slow, or fails, holds up none of the others' messages of this run.
 */
export const sendStep: Step = {
  name: 'send',
  async run(tx, work, gear) {
    const { lane, district, now } = work
    const batches: [channel: string, batch: Outgoing[]][] = []
    for (const channel of await channelsWaiting(tx, now, district, lane)) {
      const batch = await takeMessages(tx, now, { district, lane, channel, limit: BATCH })
      if (batch.length > 0) batches.push([channel, batch])
    }
    const next = await nextSend(tx, district, lane)
    if (batches.length === 0) return { next }
    return {
      next,
      async afterwards(db) {
        const served = batches.map(([channel, batch]) => sendBy(db, work, channel, batch, gear))
        const faults = (await Promise.allSettled(served)).flatMap((s) => (s.status === 'rejected' ? [s.reason] : []))
        if (faults.length > 0) throw faults[0]
      },
    }
  },
}

async function sendBy(db: Db, work: Work, name: string, batch: readonly Outgoing[], gear: Gear): Promise<void> {
  const channel = gear.channels.get(name)
  const unknown = { sent: false as const, dead: true, reason: `no channel ${name}` }
  const delivery: Delivery = channel
    ? await deliver(channel, batch)
    : { outcomes: batch.map((m) => ({ key: m.key, ...unknown })), failed: [], outage: null }
  await db.write(work.now, (tx) => saveDelivery(tx, work, name, delivery))
}

/** What became of a batch: outcomes, what is set aside, and whether the channel is out of order. */
async function saveDelivery(tx: Tx, work: Work, name: string, delivery: Delivery): Promise<void> {
  const { lane, district, now } = work
  const { outcomes, failed, outage } = delivery
  const at = { lane, step: 'send' } as const
  const unsaved = await byHalves(tx, outcomes, (inner, some) => saveOutcomes(inner, now, district, [...some]))
  const aside = [
    ...failed.map(({ message, error }) => ({ key: message.key, error })),
    ...unsaved.map(({ item, error }) => ({ key: item.key, error })),
  ]
  const channel = { district, item: `channel ${name}` }
  if (outage) {
    const { error, unsent } = outage
    const keys = unsent.map((m) => m.key)
    const old = await waitingSince(tx, district, keys, new Date(now.getTime() - GIVE_UP_MS))
    aside.push(...old.map((key) => ({ key, error })))
    await setAside(tx, now, at, [{ ...channel, error }])
  } else if ((await takeBack(tx, lane, district, [{ step: 'send', item: channel.item }])).length > 0)
    await noteChange(tx, lane, [district], 'faults')
  if (aside.length > 0) {
    const keys = aside.map(({ key }) => key)
    await letGo(tx, district, keys)
    const items = aside.map(({ key, error }) => ({ district, item: asideItem(key), error }))
    await setAside(tx, now, at, items)
  }
  if (outcomes.some((o) => !o.sent && o.dead)) await ask(tx, lane, district, 'climb', now)
}
