import { ask } from '../../db/agenda.ts'
import type { Outcome } from '../../domain/callouts/model.ts'
import { nextSend, saveOutcomes, takeMessages } from '../../domain/callouts/outbox.ts'
import type { Step } from '../step.ts'

const BATCH = 2_000

/**
 * Messages out. The lease is committed before the first is sent and the outcome after the last: an engine that dies in
 * between leaves messages that another sends again under the same keys once the lease is over.
 */
export const sendStep: Step = {
  name: 'send',
  async run(tx, { lane, district, now }, gear) {
    const batch = await takeMessages(tx, now, district, lane, BATCH)
    if (batch.length === 0) return { next: await nextSend(tx, district, lane) }
    return {
      next: await nextSend(tx, district, lane),
      async afterwards(db) {
        const outcomes: Outcome[] = []
        for (const name of new Set(batch.map((m) => m.channel))) {
          const channel = gear.channels.get(name)
          const mine = batch.filter((m) => m.channel === name)
          if (channel) outcomes.push(...(await channel.send(mine)))
          else
            outcomes.push(
              ...mine.map((m) => ({ key: m.key, sent: false as const, dead: true, reason: `no channel ${name}` })),
            )
        }
        await db.write(now, async (done) => {
          await saveOutcomes(done, now, district, outcomes)
          if (outcomes.some((o) => !o.sent && o.dead)) await ask(done, lane, district, 'climb', now)
        })
      },
    }
  },
}
