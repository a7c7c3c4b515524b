import { type Chain, isYounger, joined, lanedKey, type Message, type referrer } from './chains.ts'

/**
 * How much a newer message says of where an older one stands, for each playbook by which it does. `unsure`: more of that is in what
 * is not clear of the newer one, such as an info in a language that no playbook knows. `other`: only other playbooks answer the
 * newer one. `unplaced`: it names no area that is known, and speaks of what it refers to. `weighed`: nothing of the chain is new.
 */
export type AreaCover = 'all' | 'part' | 'none' | 'unsure' | 'other' | 'unplaced' | 'weighed'
export type CoverOf = (newer: Message, older: Message) => AreaCover

/** What a message does to an older one of its chain: it ends it; it would, and a coordinator is asked; or nothing. */
export type EffectOnOlder = 'ends' | 'asks' | null

/** It ends what it refers to and begins nothing. */
export function isEnder(m: Message): boolean {
  return m.msgType === 'Cancel' || m.clear || ((m.doubt ?? null) !== null && m.ours !== true && m.ends === true)
}

/** It is in doubt, and nobody has said yet that it counts. */
export function isMute(m: Message): boolean {
  return (m.doubt ?? null) !== null && m.ours !== true && m.ends !== true
}

/** A coordinator has said that it counts for nothing. */
export function isDeclined(m: Message): boolean {
  return isMute(m) && (m.ours === false || m.ends === false)
}

/**
 * What messages of a chain do to one another. A message takes the place of what it refers to. What refers to the same as an
 * older one is its sibling: it takes its place where it names all its area, for many senders refer each Update to the
 * first Alert; and stands beside it where it names another, or where another playbook answers it, for a warning that is split
 * goes on in several. What is not clear, by words, because only a part of the area is named, or because what it refers to
 * stands by another playbook, ends nothing: somebody is asked.
 */
export function effectsIn(
  chain: Chain,
  means: ReturnType<typeof referrer>,
  covers: CoverOf,
): (newer: Message, older: Message) => EffectOnOlder {
  const keys = new Map(chain.map((m) => [m, lanedKey(m)]))
  const keyIn = (m: Message) => keys.get(m) ?? lanedKey(m)
  const byKey = new Map(chain.map((m) => [keyIn(m), m]))
  const direct = new Map(chain.map((m) => [lanedKey(m), new Set(m.references.map((ref) => means(m, ref).key))]))
  const ringOf = rings(chain, direct)
  const spoken = chain.filter((m) => !isMute(m))
  const rootOf = joined(spoken, means)
  const reaches = new Map(chain.map((m) => [lanedKey(m), through(lanedKey(m), direct, byKey)]))
  const replaced = new Map<string, Set<string>>()

  function wouldEnd(newer: Message, older: Message): EffectOnOlder {
    const [key, other] = [keyIn(newer), keyIn(older)]
    const names = reaches.get(key)?.has(other) ?? false
    if (key === other) return null
    // What names another was written after it, whatever the clocks say; but in a ring of references they must do.
    if (!(names && ringOf(key) !== ringOf(other)) && !isYounger(newer, older)) return null
    const how = covers(newer, older)
    if (how === 'weighed') return null
    if (names) {
      if (how === 'unsure') return unclear(newer)
      const isAsked = how === 'other' || (isEnder(newer) && (how === 'part' || how === 'none'))
      return isAsked ? partly(newer) : 'ends'
    }
    if (newer.references.length === 0 || how === 'none' || how === 'other') return null
    if (how === 'unplaced') return goesOn(newer, older) ? 'ends' : null
    const kin = [...(direct.get(key) ?? [])].some((ref) => rootOf(ref) === rootOf(other))
    if (!kin) return null
    return how === 'all' ? 'ends' : how === 'unsure' ? unclear(newer) : partly(newer)
  }

  /** Whether the older one goes on with something that the newer names. */
  function goesOn(newer: Message, older: Message): boolean {
    const named = direct.get(keyIn(newer)) ?? new Set()
    return [...replacedBy(older)].some((key) => named.has(key))
  }

  /** All that a message has taken the place of, itself or through others. */
  function replacedBy(m: Message): Set<string> {
    const known = replaced.get(keyIn(m))
    if (known) return known
    const found = new Set<string>()
    const open: (Message | undefined)[] = [m]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const self = at
      const siblings = chain.filter((o) => {
        if (found.has(keyIn(o))) return false
        return o.endedBy === self.identifier || (covers(self, o) === 'all' && wouldEnd(self, o) === 'ends')
      })
      const more = [...(reaches.get(keyIn(self)) ?? []), ...siblings.map(keyIn)]
      for (const key of more) {
        if (found.has(key)) continue
        found.add(key)
        const next = byKey.get(key)
        if (next) open.push(next)
      }
    }
    replaced.set(keyIn(m), found)
    return found
  }

  return (newer, older) => {
    if (isDeclined(newer)) return null
    const effect = wouldEnd(newer, older)
    return effect !== null && isMute(newer) ? 'asks' : effect
  }
}

/** A no to what is in doubt of it leaves what stands there. */
function unclear(m: Message): EffectOnOlder {
  return m.ours === false && (m.ends ?? null) === null ? null : partly(m)
}

function partly(m: Message): EffectOnOlder {
  return (m.ends ?? null) === null ? 'asks' : m.ends ? 'ends' : null
}

/** What a message names, and what those name that are in doubt and so ended nothing themselves. */
function through(
  key: string,
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  byKey: ReadonlyMap<string, Message>,
): Set<string> {
  const found = new Set<string>()
  const open = [key]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const to of direct.get(at) ?? []) {
      if (found.has(to)) continue
      found.add(to)
      const message = byKey.get(to)
      if (message && isMute(message)) open.push(to)
    }
  }
  return found
}

/** For each key a number that is the same for those that refer to each other in a ring (Tarjan's components, by a stack of our own). */
function rings(chain: Chain, direct: ReadonlyMap<string, ReadonlySet<string>>): (key: string) => number | string {
  const [index, low, ring] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  const path: string[] = []
  for (const m of chain) {
    const open: { key: string; refs: Iterator<string> }[] = []
    const enter = (key: string) => {
      index.set(key, index.size)
      low.set(key, index.get(key) as number)
      path.push(key)
      open.push({ key, refs: (direct.get(key) ?? new Set<string>()).values() })
    }
    if (!index.has(lanedKey(m))) enter(lanedKey(m))
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const { key, refs } = at
      const { value: to, done } = refs.next()
      if (!done) {
        if (!index.has(to)) enter(to)
        else if (!ring.has(to)) low.set(key, Math.min(low.get(key) as number, index.get(to) as number))
        continue
      }
      open.pop()
      const above = open.at(-1)?.key
      if (above !== undefined) low.set(above, Math.min(low.get(above) as number, low.get(key) as number))
      if (low.get(key) !== index.get(key)) continue
      for (let of = path.pop(); of !== undefined; of = path.pop()) {
        ring.set(of, index.get(key) as number)
        if (of === key) break
      }
    }
  }
  return (key) => ring.get(key) ?? key
}
