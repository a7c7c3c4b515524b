import { HOUR } from '../../base/clock.ts'
import { BOUNDS } from './bounds.ts'
import type { WarningDoubt } from './doubts.ts'
import { keyOf, type Warning, type WarningRef } from './model.ts'

/** What of a warning decides what it does to others. */
export type Message = Pick<
  Warning,
  'sender' | 'identifier' | 'sent' | 'status' | 'msgType' | 'scope' | 'references' | 'expires' | 'clear'
> &
  Partial<KnownOfMessage>

/** What the register knows of a message beside what it says. */
export interface KnownOfMessage {
  /** Its `keyOf`, worked out once. */
  key: string
  receivedAt: Date
  /** Why it ends nothing by itself, until somebody has said so; null: it is understood. */
  doubt: WarningDoubt | null
  /** What a coordinator said: put it in force, or it is not ours. */
  ours: boolean | null
  /** What a coordinator said: it ends what it refers to, or that stays. */
  ends: boolean | null
  /** The identifier of what took its place. */
  endedBy: string | null
  /** It is over, or noted for good: what became of it is not asked again. */
  settled: boolean
}

/** Messages tied together by references, oldest first. */
export type Chain<M extends Message = Message> = M[]

/** What a reference means: a message that is known, to the letter or by its names alone; or one that is not. */
export interface Referred {
  key: string
  how: 'exact' | 'by-names' | 'unknown'
}

/** A reference that misses by less is the message nearest to it, where others have the same names. */
const MISSED_MS = 60_000

/** A clock that is further ahead of ours than this is wrong: what it sent is as old as it is here. */
const AHEAD_MS = HOUR

/**
 * Tells what each reference means among `messages`. Senders write them by hand or by another program than the message: a
 * second off, or in other letters. So a message that is the only one with that sender and identifier, or the only one within
 * a minute, is meant, unless it was sent after the one that refers to it; one that is named to the letter is meant in any
 * case, for then a clock was wrong. Exercises refer to exercises only, so that no drill can end a real warning.
 */
export function referrer(messages: readonly Message[]): (from: Message, ref: WarningRef) => Referred {
  const known = new Set(messages.map(lanedKey))
  const distinct = [...new Map(messages.map((m) => [lanedKey(m), m])).values()]
  const sorted = (of: readonly Message[], timeOf: (m: Message) => number): Timed =>
    of.map((m) => [timeOf(m), m] as const).sort(([a], [b]) => a - b)
  const byNames = new Map(
    [...Map.groupBy(distinct, (m) => namesOf(m, m))].map(([names, of]) => {
      return [names, { byAge: sorted(of, momentOf), bySent: sorted(of, (m) => m.sent.getTime()) }]
    }),
  )
  return (from, ref) => {
    const key = lanedKey({ ...ref, status: from.status })
    if (known.has(key)) return { key, how: 'exact' }
    const alike = byNames.get(namesOf(from, ref))
    if (!alike) return { key, how: 'unknown' }
    const at = ref.sent?.getTime() ?? null
    const upTo = at !== null && at > from.sent.getTime() ? Number.POSITIVE_INFINITY : momentOf(from)
    const own = lanedKey(from)
    const usable = (m: Message) => momentOf(m) <= upTo && lanedKey(m) !== own
    const near = () => (at === null ? null : onlyOne(alike.bySent, at - MISSED_MS, at + MISSED_MS, usable))
    const meant = onlyOne(alike.byAge, Number.NEGATIVE_INFINITY, upTo, usable) ?? near()
    return meant ? { key: lanedKey(meant), how: 'by-names' } : { key, how: 'unknown' }
  }
}

type Timed = readonly (readonly [at: number, Message])[]

/** The one usable message of a stretch of time, of a list by time; null where there is none, or are several. */
function onlyOne(list: Timed, from: number, to: number, usable: (m: Message) => boolean): Message | null {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.[0] ?? 0) < from) low = middle + 1
    else high = middle
  }
  let found: Message | null = null
  for (let n = low; n < list.length; n++) {
    const [at, m] = list[n] as Timed[number]
    if (at > to) break
    if (!usable(m)) continue
    if (found) return null
    found = m
  }
  return found
}

/**
 * Parts messages into chains: two are in one chain if one refers to the other or both to a third, whether that third
 * was received or not, and so on.
 */
export function chainsOf<M extends Message>(messages: readonly M[], means = referrer(messages)): Chain<M>[] {
  const rootOf = joined(messages, means)
  const chains = new Map<string, Map<string, M>>()
  for (const m of messages) {
    const root = rootOf(lanedKey(m))
    const chain = chains.get(root) ?? new Map<string, M>()
    if (!chain.has(keyIn(m))) chain.set(keyIn(m), m)
    chains.set(root, chain)
  }
  return [...chains.values()].map((chain) => [...chain.values()].sort(byAge))
}

/**
 * The messages of a chain that are weighed together: all of it, or of one longer than any known those that came in first, so that
 * what stands is never pushed out by what comes after. Each is compared with each.
 */
export function weighedOf<M extends Message>(chain: Chain<M>): Chain<M> {
  if (chain.length <= BOUNDS.chain) return chain
  const arrived = (m: M) => m.receivedAt?.getTime() ?? 0
  const first = new Set(chain.toSorted((a, b) => arrived(a) - arrived(b) || byAge(a, b)).slice(0, BOUNDS.chain))
  return chain.filter((m) => first.has(m))
}

/** For each key, what stands for all keys that the references of `messages` tie to it. */
export function joined(messages: readonly Message[], means: ReturnType<typeof referrer>): (key: string) => string {
  const parent = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(key, root)
    return root
  }
  for (const m of messages) {
    for (const ref of m.references) parent.set(rootOf(means(m, ref).key), rootOf(lanedKey(m)))
  }
  return rootOf
}

/** When a message was sent, as far as that can be true: a message is no younger than it is here. */
export function momentOf({ sent, receivedAt }: Message): number {
  const ahead = receivedAt !== undefined && sent.getTime() - receivedAt.getTime() > AHEAD_MS
  return (ahead ? receivedAt : sent).getTime()
}

/** Whether it was sent later, by the clocks. */
export function isYounger(a: Message, b: Message): boolean {
  return momentOf(a) - momentOf(b) > 0 || (momentOf(a) === momentOf(b) && a.sent > b.sent)
}

/** The key of a message apart from drills. */
export function lanedKey(m: WarningRef & Pick<Message, 'status' | 'key'>): string {
  return m.status === 'Exercise' ? `drill ${keyIn(m)}` : keyIn(m)
}

/** The key of a message: `keyOf`, where that is not worked out already. */
export function keyIn(m: WarningRef & Pick<Message, 'key'>): string {
  return m.key ?? keyOf(m)
}

function namesOf(m: Pick<Message, 'status'>, { sender, identifier }: Omit<WarningRef, 'sent'>): string {
  const folded = (text: string) => text.trim().replace(/\s+/g, ' ').normalize('NFKC').toLowerCase()
  return JSON.stringify([m.status === 'Exercise', folded(sender), folded(identifier)])
}

function byAge(a: Message, b: Message): number {
  const [keyA, keyB] = [keyIn(a), keyIn(b)]
  return momentOf(a) - momentOf(b) || a.sent.getTime() - b.sent.getTime() || (keyA < keyB ? -1 : keyA > keyB ? 1 : 0)
}
