import type { Ladder } from '../playbooks/model.ts'

/** A person on a ladder: the rung, the tries made on it, and whom and what there is to turn to. */
export interface Climber {
  step: number
  tries: number
  /** Channel → address; no entry: not reachable that way. */
  addresses: ReadonlyMap<string, string>
  deputy: string | null
  superior: string | null
  /** Somebody asked for one more call, beside the ladder's own. */
  again?: boolean
}

/** What happens next, and where on the ladder that leaves the person. `nextAt` null: the ladder is at its end. */
export type Move = { step: number; tries: number; nextAt: Date | null } & (
  | { kind: 'send'; channel: string; address: string }
  | { kind: 'hand'; to: string; as: 'deputy' | 'superior' }
  | { kind: 'end' }
)

/**
 * The ways to somebody of whom a channel may have said that the address is dead: that of the rung on which they stand. The
 * ladder's other channels are tried.
 */
export function reachable(
  at: { step: number; unreachable: boolean },
  ladder: Ladder,
  addresses: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const dead = at.unreachable ? ladder.steps[at.step]?.channel : undefined
  return dead === undefined ? addresses : new Map([...addresses].filter(([channel]) => channel !== dead))
}

/**
 * The next move of somebody who has not answered. A rung that cannot be taken (no address on its channel, no deputy)
 * is passed at once: waiting for a call that was never made would lose the minutes in which somebody else could go.
 */
export function climb(who: Climber, ladder: Ladder, now: Date): Move {
  return (who.again && callAgain(who, ladder, now)) || nextMove(who, ladder, now)
}

/** A call as on the first rung, which leaves the climber where they stand; null without an address for it. */
function callAgain({ step, tries, addresses }: Climber, ladder: Ladder, now: Date): Move | null {
  for (const { kind, channel, waitMs } of ladder.steps) {
    const address = kind === 'call' ? addresses.get(channel) : undefined
    if (address === undefined) continue
    return { kind: 'send', channel, address, step, tries, nextAt: new Date(now.getTime() + waitMs) }
  }
  return null
}

function nextMove(who: Climber, ladder: Ladder, now: Date): Move {
  let { step, tries } = who
  for (; step < ladder.steps.length; step++, tries = 0) {
    const rung = ladder.steps[step]
    if (!rung) break
    const nextAt = new Date(now.getTime() + rung.waitMs)
    if (rung.kind === 'call' || rung.kind === 'redial') {
      const address = who.addresses.get(rung.channel)
      if (address === undefined || tries >= rung.times) continue
      return { kind: 'send', channel: rung.channel, address, step, tries: tries + 1, nextAt }
    }
    const to = rung.kind === 'deputy' ? who.deputy : who.superior
    if (to === null || tries >= 1) continue
    return { kind: 'hand', to, as: rung.kind, step, tries: tries + 1, nextAt }
  }
  return { kind: 'end', step, tries, nextAt: null }
}
