import { keyOf, type Warning } from './model.ts'

/** What of a warning decides what it does to others. */
export type Message = Pick<
  Warning,
  'sender' | 'identifier' | 'sent' | 'status' | 'msgType' | 'scope' | 'references' | 'expires'
>

/** Messages tied together by references, oldest first. */
export type Chain<M extends Message = Message> = M[]

/**
 * Parts messages into chains: two are in one chain if one refers to the other or both to a third, whether that third
 * was received or not, and so on. Exercises are tied to exercises only, so that no drill can end a real warning.
 */
export function chainsOf<M extends Message>(messages: readonly M[]): Chain<M>[] {
  const parent = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(key, root)
    return root
  }
  const named = (m: M, key: string) => (m.status === 'Exercise' ? `drill ${key}` : key)
  for (const m of messages) {
    for (const ref of m.references) parent.set(rootOf(named(m, keyOf(ref))), rootOf(named(m, keyOf(m))))
  }
  const chains = new Map<string, Map<string, M>>()
  for (const m of messages) {
    const root = rootOf(named(m, keyOf(m)))
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
  const together = new Map(chain.filter((m) => m.sent.getTime() === latest).map((m) => [keyOf(m), m]))
  const referred = new Map([...together.keys()].map((key) => [key, referredFrom(key, together)]))
  const leadsTo = (from: string, to: string) => referred.get(from)?.has(to) ?? false
  const keys = [...together.keys()]
  const standing = keys.filter((key) => !keys.some((other) => leadsTo(other, key) && !leadsTo(key, other)))
  return standing.map((key) => together.get(key) as M)
}

/** The keys that a message refers to among `messages`, directly or through others of them. */
function referredFrom(key: string, messages: ReadonlyMap<string, Message>): Set<string> {
  const found = new Set<string>()
  const open = [key]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const ref of messages.get(at)?.references.map(keyOf) ?? []) {
      if (!messages.has(ref) || found.has(ref)) continue
      found.add(ref)
      open.push(ref)
    }
  }
  return found
}

function byAge(a: Message, b: Message): number {
  const [keyA, keyB] = [keyOf(a), keyOf(b)]
  return a.sent.getTime() - b.sent.getTime() || (keyA < keyB ? -1 : keyA > keyB ? 1 : 0)
}
