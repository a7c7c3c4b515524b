import type { MusterError } from '../../base/errors.ts'
import { ACTUAL, type Actor } from '../../domain/audit/model.ts'
import { type Taken, takeWarnings } from '../../domain/warnings/actions.ts'
import { decodeXml } from '../../domain/warnings/decode-xml.ts'
import { readCap } from '../../domain/warnings/read-cap.ts'
import type { Acting } from './context.ts'

/** How a watched folder or feed hands over what it found; `source` is its name for the register. */
export type Take = (bytes: Uint8Array, source: string) => Promise<Received>

/** What became of the messages in what came in. */
export interface Received {
  taken: Taken[]
  refused: MusterError[]
}

/**
 * Takes in whatever claims to hold warnings: from a request, a file or a feed, they all come through here. Only this
 * lane is open to them: an exercise that comes in from outside finds its own way to the lane of exercises.
 */
export async function receiveWarnings(
  context: Acting,
  actor: Actor,
  bytes: Uint8Array,
  source: string,
): Promise<Received> {
  const { warnings, refused } = readCap(bytes)
  if (warnings.length === 0) return { taken: [], refused }
  const raw = decodeXml(bytes, [])
  const message = { lane: ACTUAL, source, warnings, raw }
  const kept = await takeWarnings(context.db, context.clock.now(), actor, message)
  if (kept.taken.some((t) => t.taken === 'received')) context.onWork()
  return { taken: kept.taken, refused: [...refused, ...kept.refused] }
}
