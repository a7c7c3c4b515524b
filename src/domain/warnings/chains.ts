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
 * to, since senders often refer each Update to the first Alert only, and each would then stay in force. Several sent
 * in the same second that do not refer to one another all stand: so a centre cancels one part and prolongs another.
 */
export function newestOf<M extends Message>(chain: Chain<M>): M[] {
  const latest = chain.at(-1)?.sent.getTime()
  const together = chain.filter((m) => m.sent.getTime() === latest)
  const replaced = new Set(together.flatMap((m) => m.references.map(keyOf)))
  const standing = together.filter((m) => !replaced.has(keyOf(m)))
  return standing.length > 0 ? standing : together // a ring of references replaces nothing
}

function byAge(a: Message, b: Message): number {
  const [keyA, keyB] = [keyOf(a), keyOf(b)]
  return a.sent.getTime() - b.sent.getTime() || (keyA < keyB ? -1 : keyA > keyB ? 1 : 0)
}
