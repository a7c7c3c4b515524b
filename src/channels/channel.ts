import type { Outcome, Outgoing } from '../domain/callouts/model.ts'

/**
 * A way to reach people. It is handed messages in batches and says of each what became of it. A message may be handed
 * over twice if an engine died in between, with the same key: what the far end does with a key it knows is nothing.
 */
export interface Channel {
  name: string
  /** The kind of contact that it reaches: phone, email, push. */
  contact: string
  /** A channel that says nothing for so long is taken for out of order; a minute when left out. */
  patienceMs?: number
  send(batch: readonly Outgoing[]): Promise<Outcome[]>
}
