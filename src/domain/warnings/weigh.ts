import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { byHalves } from '../../db/set-aside.ts'
import type { Playbook } from '../playbooks/model.ts'
import { playbooks } from '../playbooks/store.ts'
import { doubtOf, type WarningDoubt } from './doubts.ts'
import { whyIgnored } from './explain.ts'
import { districtsOf } from './part-store.ts'
import { type KeptMessage, type KeptWarning, warningsByIds } from './store.ts'

/**
 * The messages, with what is in doubt of those that are new, or of which something is asked: a playbook or an area may have come
 * in since that makes them clear. What was found is kept. `read`: those that were read whole for that, by their ids.
 */
export async function weigh(
  tx: Tx,
  now: Date,
  messages: readonly KeptMessage[],
): Promise<{ messages: KeptMessage[]; read: ReadonlyMap<string, KeptWarning> }> {
  const read = new Map<string, KeptWarning>()
  const open = messages.filter((m) => isOpen(m) && whyIgnored(m) === null && m.msgType !== 'Cancel')
  if (open.length === 0) return { messages: [...messages], read }
  const books = await playbooks(tx)
  const found = new Map<string, Weighed>()
  // One that fails here is set aside where it would be put in force.
  await byHalves(tx, open, async (inner, some) => {
    const kept = await warningsByIds(
      inner,
      some.map((m) => m.id),
    )
    for (const [id, weighed] of await doubtsOf(inner, now, kept, books)) found.set(id, weighed)
    for (const each of kept) read.set(each.id, each)
  })
  const weighed = messages.map((m) => {
    const { doubt, unreadable } = found.get(m.id) ?? m
    return { ...m, doubt, unreadable: m.unreadable ?? unreadable }
  })
  await saveDoubts(
    tx,
    weighed.filter((m, n) => m.doubt !== messages[n]?.doubt),
  )
  return { messages: weighed, read }
}

/** What is in doubt of a message; one that cannot be read as it was kept says nothing, and so ends nothing. */
type Weighed = Pick<KeptMessage, 'doubt' | 'unreadable'>

function isOpen(m: KeptMessage): boolean {
  if (m.ours !== null || m.ends !== null) return false
  return (
    m.state === 'received' ||
    m.state === 'set-aside' ||
    (m.state === 'noted' && m.asks !== null) ||
    m.doubt === 'nowhere'
  )
}

async function doubtsOf(
  tx: Tx,
  now: Date,
  kept: readonly KeptWarning[],
  books: readonly Playbook[],
): Promise<Map<string, Weighed>> {
  const doubts = new Map<string, WarningDoubt | null>(kept.map((k) => [k.id, doubtOf(k.warning, books)]))
  // Only what refers to others ends any: elsewhere a warning without an area is a fault that is seen when it is in force.
  const clear = kept.filter((k) => {
    const past = k.warning.expires !== null && k.warning.expires <= now
    return doubts.get(k.id) === null && !k.warning.clear && k.warning.references.length > 0 && !past
  })
  const touched = new Set(
    (
      await districtsOf(
        tx,
        clear.map((k) => k.id),
      )
    ).map((t) => t.warning),
  )
  for (const { id } of clear) if (!touched.has(id)) doubts.set(id, 'nowhere')
  return new Map(kept.map(({ id, unreadable }) => [id, { doubt: doubts.get(id) ?? null, unreadable }]))
}

async function saveDoubts(tx: Tx, messages: readonly KeptMessage[]): Promise<void> {
  if (messages.length === 0) return
  await tx`
    update warning w set doubt = t.doubt from ${rows(tx, messages, { id: 'uuid', doubt: 'text' })} where w.id = t.id`
}
