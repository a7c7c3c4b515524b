import type { Ladder } from '../playbooks/model.ts'
import { climb, reachable } from './climb.ts'

/** People of a call-out who stand at the same point of its ladder and have not answered. */
export interface Standing {
  step: number
  tries: number
  unreachable: boolean
  n: number
  /** When the first of them moves on. */
  at: Date
}

/** What happens next in a call-out by itself, when it begins, and how many it may concern. */
export interface NextStep {
  kind: 'call' | 'redial' | 'deputy' | 'superior' | 'end'
  at: Date
  n: number
}

/**
 * The next thing that a call-out does unless people answer first, by its frozen ladder: those who come to the same kind of
 * step are told together. Whether somebody has a deputy is found out when it comes to that. Null: everybody has answered,
 * or their ladders are at an end.
 */
export function nextStep(standing: readonly Standing[], ladder: Ladder): NextStep | null {
  const everywhere = new Map(ladder.steps.map((s) => [s.channel, s.channel]))
  const found = new Map<NextStep['kind'], NextStep>()
  for (const { step, tries, unreachable, n, at } of standing) {
    const addresses = reachable({ step, unreachable }, ladder, everywhere)
    const who = { step, tries, addresses, deputy: 'deputy', superior: 'superior' }
    const move = climb(who, ladder, at)
    const kind = move.kind === 'hand' ? move.as : move.kind === 'end' ? 'end' : again(ladder, move.step, move.tries)
    const known = found.get(kind)
    found.set(kind, { kind, at: known && known.at < at ? known.at : at, n: n + (known?.n ?? 0) })
  }
  return [...found.values()].sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

/** A call that was made before is a redial, on whatever rung it stands. */
function again(ladder: Ladder, step: number, tries: number): 'call' | 'redial' {
  return ladder.steps[step]?.kind === 'redial' || tries > 1 ? 'redial' : 'call'
}
