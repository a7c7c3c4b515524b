import { keyOf, type Warning, type WarningRef } from './model.ts'

/** What of a warning decides what it does to others. */
export type Message = Pick<
  Warning,
  'sender' | 'identifier' | 'sent' | 'status' | 'msgType' | 'scope' | 'references' | 'expires' | 'clear'
>

/** Messages tied together by references, oldest first. */
export type Chain<M extends Message = Message> = M[]

/** What a reference means: a message that is known, to the letter or by its names alone; or one that is not. */
export interface Referred {
  key: string
  how: 'exact' | 'by-names' | 'unknown'
}

/** A reference that misses by less is the message nearest to it, where others have the same names. */
const MISSED_MS = 60_000

/**
 * Tells what each reference means among `messages`. Senders write them by hand or by another program than the message: a
 * second off, or in other letters. So a message that is the only one with that sender and identifier, or the only one within
 * a minute, is meant, unless it was sent after the one that refers to it. Exercises refer to exercises only, so that no drill
 * can end a real warning.
 */
export function referrer(messages: readonly Message[]): (from: Message, ref: WarningRef) => Referred {
  const known = new Set(messages.map(lanedKey))
  const byNames = new Map<string, Map<string, Message>>()
  for (const m of messages) {
    const alike = byNames.get(namesOf(m, m)) ?? new Map<string, Message>()
    byNames.set(namesOf(m, m), alike.set(keyOf(m), m))
  }
  return (from, ref) => {
    const key = lanedKey({ ...ref, status: from.status })
    if (known.has(key)) return { key, how: 'exact' }
    const own = keyOf(from)
    const alike = [...(byNames.get(namesOf(from, ref))?.values() ?? [])].filter((m) => {
      return m.sent <= from.sent && keyOf(m) !== own
    })
    const near = alike.filter((m) => Math.abs(m.sent.getTime() - ref.sent.getTime()) <= MISSED_MS)
    const [meant, other] = alike.length === 1 ? alike : near
    return meant && !other ? { key: lanedKey(meant), how: 'by-names' } : { key, how: 'unknown' }
  }
}

/**
 * Parts messages into chains: two are in one chain if one refers to the other or both to a third, whether that third
 * was received or not, and so on.
 */
export function chainsOf<M extends Message>(messages: readonly M[]): Chain<M>[] {
  const parent = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(key, root)
    return root
  }
  const referred = referrer(messages)
  for (const m of messages) {
    for (const ref of m.references) parent.set(rootOf(referred(m, ref).key), rootOf(lanedKey(m)))
  }
  const chains = new Map<string, Map<string, M>>()
  for (const m of messages) {
    const root = rootOf(lanedKey(m))
    const chain = chains.get(root) ?? new Map<string, M>()
    if (!chain.has(keyOf(m))) chain.set(keyOf(m), m)
    chains.set(root, chain)
  }
  return [...chains.values()].map((chain) => [...chain.values()].sort(byAge))
}

/**
 * The messages that speak for a chain now: the newest by `sent`. Rejected: taking every message that no other refers
 * to, since senders often refer each Update to the first Alert only, and each would then stay in force. Of several sent
 * in the same second those stand that no other of them replaces: so a centre cancels one part and prolongs another.
 * Messages that refer to each other in a ring replace none of the ring, lest a warning vanish by mere confusion.
 */
export function newestOf<M extends Message>(chain: Chain<M>): M[] {
  const latest = chain.at(-1)?.sent.getTime()
  const newest = chain.filter((m) => m.sent.getTime() === latest)
  if (newest.length === 1) return newest
  const together = new Map(newest.map((m) => [lanedKey(m), m]))
  const means = referrer(newest)
  const referred = new Map([...together.keys()].map((key) => [key, referredFrom(key, together, means)]))
  const leadsTo = (from: string, to: string) => referred.get(from)?.has(to) ?? false
  const keys = [...together.keys()]
  const standing = keys.filter((key) => !keys.some((other) => leadsTo(other, key) && !leadsTo(key, other)))
  return standing.map((key) => together.get(key) as M)
}

/** The keys that a message refers to among `messages`, directly or through others of them. */
function referredFrom(
  key: string,
  messages: ReadonlyMap<string, Message>,
  means: ReturnType<typeof referrer>,
): Set<string> {
  const found = new Set<string>()
  const open = [key]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const message = messages.get(at)
    for (const ref of message?.references ?? []) {
      const to = means(message as Message, ref).key
      if (!messages.has(to) || found.has(to)) continue
      found.add(to)
      open.push(to)
    }
  }
  return found
}

function lanedKey(m: WarningRef & Pick<Message, 'status'>): string {
  return m.status === 'Exercise' ? `drill ${keyOf(m)}` : keyOf(m)
}

function namesOf(m: Pick<Message, 'status'>, { sender, identifier }: Omit<WarningRef, 'sent'>): string {
  const folded = (text: string) => text.trim().normalize('NFKC').toLowerCase()
  return `${m.status === 'Exercise' ? 'drill ' : ''}${folded(sender)} ${folded(identifier)}`
}

function byAge(a: Message, b: Message): number {
  const [keyA, keyB] = [keyOf(a), keyOf(b)]
  return a.sent.getTime() - b.sent.getTime() || (keyA < keyB ? -1 : keyA > keyB ? 1 : 0)
}
