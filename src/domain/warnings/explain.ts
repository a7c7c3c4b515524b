import { type Chain, chainsOf, type Message, newestOf, referrer } from './chains.ts'
import { keyOf } from './model.ts'

/** What became of a message, in a word. The board has words for each; `sayWhy` is what the API says. */
export const WHYS = [
  'not-actual',
  'no-warning',
  'private',
  'superseded',
  'cancelled',
  'cleared',
  'expired',
  'ends',
  'unknown',
  'clear',
  'too-old',
  'no-playbook',
  'asked',
  'declined',
  'by-hand',
  'begins-later',
  'no-area',
  'no-place',
  'failed',
] as const
export type Why = (typeof WHYS)[number]

export interface Outcome {
  /** It is in force. */
  stands: boolean
  why: Why | null
  /** The identifier of the message that did it, or of those that this one did it to. */
  by: string | null
  /** References of it that were not written as the message that they mean, and of which names were enough. */
  loose: string[]
}

/**
 * What became of each message at `now`, by the messages alone: the newest of each chain stands, unless it cancels, says that
 * it is over, or has expired. What it superseded does not come back when it ends. By key.
 */
export function explain<M extends Message>(messages: readonly M[], now: Date): Map<string, Outcome> {
  const found = new Map<string, Outcome>()
  const usable: M[] = []
  for (const m of messages) {
    const why = whyIgnored(m)
    if (why) found.set(keyOf(m), { stands: false, why, by: null, loose: [] })
    else usable.push(m)
  }
  const means = referrer(usable)
  for (const chain of chainsOf(usable)) {
    const newest = newestOf(chain)
    const standing = new Set(newest.map(keyOf))
    for (const m of chain) {
      const loose = m.references.filter((ref) => means(m, ref).how === 'by-names').map((ref) => ref.identifier)
      const fate = standing.has(keyOf(m)) ? fateOfNewest(m, chain, now, means) : overtaken(newest)
      found.set(keyOf(m), { ...fate, loose })
    }
  }
  return found
}

type Fate = Omit<Outcome, 'loose'>

function fateOfNewest(m: Message, chain: Chain, now: Date, means: ReturnType<typeof referrer>): Fate {
  if (m.msgType === 'Cancel' || m.clear) {
    const known = m.references.filter((ref) => means(m, ref).how !== 'unknown').map((ref) => ref.identifier)
    // What speaks of the same thing by naming it too: a Cancel may name only the first Alert, which never came.
    const others = chain.filter((o) => o.msgType !== 'Cancel' && !o.clear).map((o) => o.identifier)
    const ended = known.length > 0 ? known : others
    if (ended.length > 0) return { stands: false, why: 'ends', by: listed(ended) }
    const nothing = m.clear && m.references.length === 0
    const about = listed(m.references.map((ref) => ref.identifier))
    return { stands: false, why: nothing ? 'clear' : 'unknown', by: about }
  }
  if (m.expires !== null && m.expires <= now) return { stands: false, why: 'expired', by: null }
  return { stands: true, why: null, by: null }
}

function overtaken(newest: readonly Message[]): Fate {
  const by = newest.find((m) => m.msgType !== 'Cancel' && !m.clear) ?? newest[0]
  const why = by?.msgType === 'Cancel' ? 'cancelled' : by?.clear ? 'cleared' : 'superseded'
  return { stands: false, why, by: by?.identifier ?? null }
}

/**
 * Why a message moves nobody, or null if it may. Tests, drafts and traffic between systems are not warnings; a private
 * one is for those it names. A restricted one is for people with a part in the response, which is whom Muster serves.
 */
export function whyIgnored(message: Message): Why | null {
  if (message.status !== 'Actual' && message.status !== 'Exercise') return 'not-actual'
  if (message.msgType === 'Ack' || message.msgType === 'Error') return 'no-warning'
  return message.scope === 'Private' ? 'private' : null
}

/** What a message's notes say where names were enough to find what it refers to. */
export function looseNote(loose: readonly string[]): string | null {
  if (loose.length === 0) return null
  return `references: ${loose.slice(0, 3).join(', ')} is not written as it was sent; sender and identifier were enough`
}

function listed(identifiers: readonly string[]): string | null {
  const distinct = [...new Set(identifiers)]
  if (distinct.length === 0) return null
  const first = distinct.slice(0, 3).join(', ')
  return distinct.length > 3 ? `${first}, +${distinct.length - 3}` : first
}
