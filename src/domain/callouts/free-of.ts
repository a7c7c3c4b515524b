import type { Handed, SummonsKey } from './stand-down.ts'

/**
 * Who of some call-outs has nothing left to do: of `bare`, the holders whose duties are all gone, those at whose door nobody
 * else is wanted either; and the deputies and superiors who have nobody left to turn to. Who is free frees in turn those to
 * whom they were handed on.
 */
export function freeOf(bare: readonly SummonsKey[], handed: readonly Handed[]): SummonsKey[] {
  const bareIn = Map.groupBy(bare, (b) => b.callout)
  const handedIn = Map.groupBy(handed, (h) => h.callout)
  return [...new Set([...bareIn.keys(), ...handedIn.keys()])].flatMap((callout) => {
    const people = (bareIn.get(callout) ?? []).map((b) => b.person)
    return freeIn(new Set(people), handedIn.get(callout) ?? []).map((person) => ({ callout, person }))
  })
}

function freeIn(bare: ReadonlySet<string>, handed: readonly Handed[]): string[] {
  const named = new Set(handed.flatMap((h) => h.handedTo ?? []))
  const standing = new Map(handed.flatMap((h) => (h.stoodDown ? [] : [[h.person, h.handedTo] as const])))
  const left = new Set([...bare, ...handed.flatMap((h) => (h.askedAs !== 'holder' && !h.stoodDown ? [h.person] : []))])
  const free: string[] = []
  for (let before = -1; free.length > before; ) {
    before = free.length
    const wanted = new Set([...standing.values()].filter((to) => to !== null))
    for (const person of left) {
      if (wanted.has(person)) continue
      // Handed to a deputy and later to a superior, a summons names the superior alone: the deputy waits for the last.
      if (!bare.has(person) && !named.has(person) && wanted.size > 0) continue
      left.delete(person)
      standing.delete(person)
      free.push(person)
    }
  }
  return free
}
