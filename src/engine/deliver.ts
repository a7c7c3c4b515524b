import { MINUTE, SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import type { Channel } from '../channels/channel.ts'
import type { Outcome, Outgoing } from '../domain/callouts/model.ts'

/** What a channel made of a batch. */
export interface Delivery {
  outcomes: Outcome[]
  /** Messages that alone made the channel fail, while others went out. */
  failed: { message: Outgoing; error: unknown }[]
  /** Why the channel is taken for out of order; messages without an outcome are sent later. Null: it works. */
  outage: { error: unknown; unsent: Outgoing[] } | null
}

/** So many messages that fail one by one, with none that goes out, are the channel's fault and not theirs. */
const ENOUGH = 3

/**
 * Hands a batch to a channel. Where that throws, each half is handed over by itself, until the messages that fail stand alone:
 * a message may be handed over more than once, under the same key. Where nothing goes out at all, the channel is out of order
 * and no message is to blame.
 */
export async function deliver(channel: Channel, batch: readonly Outgoing[]): Promise<Delivery> {
  const keys = new Set(batch.map((m) => m.key))
  const outcomes: Outcome[] = []
  const failed: Delivery['failed'] = []
  const parts: (readonly Outgoing[])[] = [batch]
  const outage = (error: unknown, rest: readonly Outgoing[]): Delivery => {
    const unsent = [...(outcomes.length === 0 ? failed.map((f) => f.message) : []), ...rest]
    return { outcomes, failed: outcomes.length === 0 ? [] : failed, outage: { error, unsent } }
  }
  for (let part = parts.pop(); part; part = parts.pop()) {
    try {
      outcomes.push(...(await inTime(channel, part)).filter((o) => keys.has(o.key)))
    } catch (error) {
      const [message] = part
      if (error instanceof MusterError && error.code === 'CHANNEL_SILENT')
        return outage(error, [...part, ...parts.flat()])
      if (part.length > 1) parts.push(part.slice(part.length >> 1), part.slice(0, part.length >> 1))
      else if (message) failed.push({ message, error })
      if (outcomes.length === 0 && failed.length >= ENOUGH) return outage(error, parts.flat())
    }
  }
  return outcomes.length === 0 && failed.length > 0 ? outage(failed[0]?.error, []) : { outcomes, failed, outage: null }
}

async function inTime(channel: Channel, part: readonly Outgoing[]): Promise<Outcome[]> {
  const patience = channel.patienceMs ?? MINUTE
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const giveUp = () =>
      reject(new MusterError('CHANNEL_SILENT', { channel: channel.name, seconds: patience / SECOND }))
    timer = setTimeout(giveUp, patience)
  })
  try {
    return await Promise.race([channel.send(part), late])
  } finally {
    clearTimeout(timer)
  }
}
