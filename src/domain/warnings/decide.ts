import type { Message } from './chains.ts'
import { explain, type Why, whyIgnored } from './explain.ts'
import { keyOf } from './model.ts'
import { type CoverOf, isEnder } from './replace.ts'

/**
 * What a message just received does to those already known. All but `ignored` and `duplicate` are worth keeping.
 *
 * - `start`: nothing of its chain is in force; it calls people for the first time (an Update may, before its Alert).
 * - `supersede`: it takes the place of what `ends` lists: outside the new area people are stood down, newly inside called.
 * - `cancel`: it ends its chain, as a Cancel or by saying that all is over; whom to stand down is told by the areas of what
 *   `ends` lists, for it may have no info.
 * - `late`: something newer of its chain was received before; it calls nobody, and `by` says what stands instead.
 * - `expired`: it was over when it came; it calls nobody.
 */
export type Act = 'start' | 'supersede' | 'cancel' | 'late' | 'expired' | 'duplicate' | 'ignored'

export interface Decision {
  act: Act
  /** It is an Exercise: a drill follows, and never a real call. */
  drill: boolean
  /** Keys of the messages that come into force: this one, if any; another only where a ring of references closes. */
  starts: string[]
  /** Keys of the messages that were in force and are no longer; also of a `late` one that ties two chains together. */
  ends: string[]
  /** Keys of the messages that stand in its stead: for `late` and `duplicate`. */
  by: string[]
  /** Why it is ignored. */
  reason: Why | null
}

/**
 * Decides on `message` by the messages `known` before it and the time. Order of arrival does not matter in the end:
 * starting and ending by these decisions leads to `inForce` of all the messages together.
 */
export function decide(known: readonly Message[], message: Message, now: Date, covers?: CoverOf): Decision {
  const key = keyOf(message)
  const drill = message.status === 'Exercise'
  const nothing = { drill, starts: [], ends: [], by: [], reason: null }

  const reason = whyIgnored(message)
  if (reason) return { ...nothing, act: 'ignored', reason }
  if (known.some((m) => keyOf(m) === key)) return { ...nothing, act: 'duplicate', by: [key] }

  const all = [...known, message]
  const [before, after] = [inForce(known, now, covers).map(keyOf), inForce(all, now, covers).map(keyOf)]
  const starts = after.filter((k) => !before.includes(k))
  const ends = before.filter((k) => !after.includes(k))
  const change = { ...nothing, starts, ends }
  const outcome = explain(all, now, covers).get(key)
  if (outcome?.ender) return { ...change, act: 'late', by: [outcome.ender] }
  if (isEnder(message)) return { ...change, act: 'cancel' }
  if (!after.includes(key)) return { ...change, act: 'expired' }
  return { ...change, act: ends.length > 0 ? 'supersede' : 'start' }
}

/**
 * The messages in force at `now`: of each chain those whose place no other has taken, unless they cancel, are over or have
 * expired. What was superseded does not come back. A warning acts from when it is received and not from its onset: people
 * are called before.
 */
export function inForce<M extends Message>(messages: readonly M[], now: Date, covers?: CoverOf): M[] {
  const outcomes = explain(messages, now, covers)
  const once = new Map(messages.map((m) => [keyOf(m), m]))
  return [...once].flatMap(([key, m]) => (outcomes.get(key)?.stands ? [m] : []))
}
