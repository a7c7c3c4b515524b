import type { Chain } from '../people/chain.ts'
import type { Ladder } from '../playbooks/model.ts'

/** Where on a ladder a summons stands, and to whom it was handed on already. */
export interface Rung {
  step: number
  tries: number
  handedTo: string | null
}

/**
 * The rung on which a summons is next handed on, and to whom; null when the rest of the ladder leads to nobody else. A rung
 * that was taken already is not taken twice, so that nobody is sent to the same door again.
 */
export function nextHand(
  ladder: Ladder,
  at: Rung,
  chain: Pick<Chain, 'deputy' | 'superior'>,
): { step: number; to: string; as: 'deputy' | 'superior' } | null {
  for (const [step, rung] of ladder.steps.entries()) {
    if (step < at.step || (step === at.step && at.tries > 0 && isHand(rung.kind))) continue
    if (!isHand(rung.kind)) continue
    const to = rung.kind === 'deputy' ? chain.deputy : chain.superior
    if (to !== null && to !== at.handedTo) return { step, to, as: rung.kind }
  }
  return null
}

function isHand(kind: Ladder['steps'][number]['kind']): kind is 'deputy' | 'superior' {
  return kind === 'deputy' || kind === 'superior'
}
