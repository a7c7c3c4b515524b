import type { Channel } from './channel.ts'

/** Writes each message as a line: for trying things out, and for a duty desk that telephones by hand. */
export function consoleChannel(name: string, write: (line: string) => void): Channel {
  return {
    name,
    contact: 'phone',
    async send(batch) {
      for (const m of batch) write(`${m.kind} ${m.address}: ${m.body}`)
      return batch.map((m) => ({ key: m.key, sent: true }))
    },
  }
}
