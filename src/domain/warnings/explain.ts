import { type Chain, chainsOf, keyIn, type Message, momentOf, referrer, weighedOf } from './chains.ts'
import { ANSWERABLE, type WarningDoubt } from './doubts.ts'
import type { Asks } from './model.ts'
import { type AreaCover, type CoverOf, type EffectOnOlder, effectsIn, isDeclined, isEnder, isMute } from './replace.ts'

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
  'withdrawn',
  'begins-later',
  'no-area',
  'no-place',
  'failed',
  'no-info',
  'nowhere',
  'lifted',
  'test',
  'stale',
  'in-part',
  'part-in-doubt',
  'other-playbook',
  'kept',
  'too-many',
] as const
export type Why = (typeof WHYS)[number]

export interface Outcome {
  /** It is in force. */
  stands: boolean
  /** It is in doubt: it begins and ends nothing, and what it asks is kept as a question. */
  mute: boolean
  why: Why | null
  /** The identifier of the message that did it, or of those that this one did it to. */
  by: string | null
  /** The key of the message that did it. */
  ender: string | null
  /**
   * What a coordinator is asked: of one in doubt whether it is ours; of one that would end others that stand (`by`) whether it
   * does; what it cancels. Null also where that is told only once it is in force.
   */
  asks: Asks | null
  /** References of it that were not written as the message that they mean, and of which names were enough. */
  loose: string[]
}

type Fate = Omit<Outcome, 'loose' | 'mute' | 'asks'> & Partial<Pick<Outcome, 'mute' | 'asks'>>

const NOTHING = { stands: false, mute: false, by: null, ender: null, asks: null, loose: [] }

/** Where the areas of messages are not known, a newer one names all of an older one's. */
const WHOLE: CoverOf = () => 'all'

/**
 * What became of each message at `now`, by the messages alone: of each chain those stand whose place no other has taken, unless
 * they cancel, say that all is over, are in doubt, or have expired. What was superseded does not come back when what took its
 * place ends. By key.
 */
export function explain<M extends Message>(
  messages: readonly M[],
  now: Date,
  covers: CoverOf = WHOLE,
): Map<string, Outcome> {
  const found = new Map<string, Outcome>()
  const usable: M[] = []
  for (const m of messages) {
    const why = whyIgnored(m)
    if (why) found.set(keyIn(m), { ...NOTHING, why })
    else usable.push(m)
  }
  const means = referrer(usable)
  for (const whole of chainsOf(usable, means)) {
    const chain = weighedOf(whole)
    const weighed = new Set(chain)
    for (const m of whole) {
      if (!weighed.has(m)) found.set(keyIn(m), { ...NOTHING, why: 'too-many' })
    }
    const effect = effectsIn(chain, means, covers)
    const enders = new Map(chain.map((m) => [keyIn(m), m.settled ? null : enderOf(m, chain, effect)]))
    const standing = chain.filter((m) => {
      return !m.settled && !enders.get(keyIn(m)) && !isEnder(m) && !isMute(m) && !isPast(m, now)
    })
    for (const m of chain) {
      const ender = enders.get(keyIn(m)) ?? null
      const held = ender || m.settled ? [] : standing.filter((o) => effect(m, o) === 'asks')
      const loose = m.references.filter((ref) => means(m, ref).how === 'by-names').map((ref) => ref.identifier)
      const beside = held.length > 0 ? whyBeside(held.map((o) => covers(m, o))) : null
      const fate = ender
        ? overtaken(ender)
        : fateOf(m, chain, { now, means, beside, by: listed(held.map((o) => o.identifier)) })
      found.set(keyIn(m), { mute: false, asks: null, ...fate, loose })
    }
  }
  askWhatIsOver(usable, found)
  return found
}

/** What says that all is over and names no warning may mean one of its sender's that stands: a coordinator looks. */
function askWhatIsOver(messages: readonly Message[], found: Map<string, Outcome>): void {
  const speaker = (m: Message) => JSON.stringify([m.status === 'Exercise', m.sender])
  const stand = new Set(messages.filter((m) => found.get(keyIn(m))?.stands).map(speaker))
  for (const m of messages) {
    const outcome = found.get(keyIn(m))
    if (outcome?.why === 'clear' && stand.has(speaker(m))) found.set(keyIn(m), { ...outcome, asks: 'unknown' })
  }
}

/** What ends a message: of several the newest, and of the same moment rather what goes on than what only ends. */
function enderOf(m: Message, chain: Chain, effect: (newer: Message, older: Message) => EffectOnOlder): Message | null {
  const found: Message[] = []
  for (const newer of chain.toReversed()) {
    const [first] = found
    if (first && momentOf(newer) < momentOf(first)) break
    if (effect(newer, m) === 'ends') found.push(newer)
  }
  return found.find((newer) => !isEnder(newer)) ?? found[0] ?? null
}

function isPast(m: Message, now: Date): boolean {
  return m.expires !== null && m.expires <= now
}

function fateOf(
  m: Message,
  chain: Chain,
  {
    now,
    means,
    beside,
    by,
  }: { now: Date; means: ReturnType<typeof referrer>; beside: Beside | null; by: string | null },
): Fate {
  const none = { stands: false, by: null, ender: null }
  if (isDeclined(m)) return { ...none, mute: true, why: m.ours === false ? 'declined' : 'kept' }
  if (isMute(m) && !(m.clear && by === null)) return fateInDoubt(m, by, isPast(m, now))
  if (isEnder(m)) {
    if (by !== null) return { ...none, why: beside, by, asks: 'ends' }
    if (m.ends === false) return { ...none, why: 'kept' }
    const known = m.references.filter((ref) => means(m, ref).how !== 'unknown').map((ref) => ref.identifier)
    // What speaks of the same thing as it names too: a Cancel may name only the first Alert, which never came.
    const others = chain.filter((o) => !isEnder(o) && !isMute(o)).map((o) => o.identifier)
    const ended = known.length > 0 ? known : others
    if (ended.length > 0) return { ...none, why: 'ends', by: listed(ended) }
    const about = listed(m.references.map((ref) => ref.identifier))
    return m.clear && about === null
      ? { ...none, why: 'clear' }
      : { ...none, why: 'unknown', by: about, asks: 'unknown' }
  }
  if (isPast(m, now)) return { ...none, why: 'expired' }
  return { ...none, stands: true, why: beside, by, asks: beside === null ? null : ASKED_BESIDE[beside] }
}

/** Why a message that stands, or ends others, has not ended those that it would end. */
type Beside = 'in-part' | 'part-in-doubt' | 'other-playbook'

/** A yes to what is in doubt of it puts that in force as well. */
const ASKED_BESIDE = { 'in-part': 'ends', 'part-in-doubt': 'ours', 'other-playbook': 'ends' } as const

function whyBeside(covers: readonly AreaCover[]): Beside {
  if (covers.includes('unsure')) return 'part-in-doubt'
  return covers.every((cover) => cover === 'other') ? 'other-playbook' : 'in-part'
}

/** Of what is in doubt only so much is asked as matters: what it would end, or whether it is a warning of ours. */
function fateInDoubt(m: Message, by: string | null, past: boolean): Fate {
  const none = { stands: false, by, ender: null, mute: true }
  const why: WarningDoubt = m.doubt ?? 'no-info'
  const ours = ANSWERABLE.has(why) && !m.clear
  if (by !== null) return { ...none, why, asks: ours ? 'ours' : 'ends' }
  if (past) return { ...none, why: 'expired' }
  // It touches nothing, as any warning may, and that is said of it in force.
  if (why === 'nowhere') return { ...none, mute: false, stands: true, why: null }
  return { ...none, why, asks: ours && why !== 'no-playbook' ? 'ours' : null }
}

function overtaken(by: Message): Fate {
  const why = by.msgType === 'Cancel' ? 'cancelled' : isEnder(by) ? 'cleared' : 'superseded'
  return { stands: false, why, by: by.identifier, ender: keyIn(by) }
}

/**
 * Why a message moves nobody, or null if it may. Tests, drafts and traffic between systems are not warnings; a private
 * one is for those it names. A restricted one is for people with a part in the response, which is whom Muster serves.
 */
export function whyIgnored(message: Pick<Message, 'status' | 'msgType' | 'scope'>): Why | null {
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
