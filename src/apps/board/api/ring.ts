import { CalledAgainShape, CalledHoldersShape, HandedOnShape } from '../../client/acts.ts'
import type { GapKey } from '../acts/use-acts.ts'
import { keysOf } from './acts.ts'
import { inDistrict, TRIED } from './address.ts'
import { act } from './request.ts'

export function callHolders(of: { district: string; campaign: string; gaps: GapKey[] }, key: string) {
  const { district, campaign, gaps } = of
  const body = { campaign, gaps: keysOf(gaps) }
  return act(CalledHoldersShape, 'POST', inDistrict(district, '/gaps/again'), { body, key })
}

/** Whom it would call. */
export function tryHolders({ district, campaign, gaps }: { district: string; campaign: string; gaps: GapKey[] }) {
  const body = { campaign, gaps: keysOf(gaps) }
  return act(CalledHoldersShape, 'POST', inDistrict(district, '/gaps/again'), { body, query: TRIED })
}

interface Called {
  district: string
  callout: string
  persons: string[]
}

export function callAgain({ district, callout, persons }: Called, key: string) {
  return act(CalledAgainShape, 'POST', inDistrict(district, `/callouts/${callout}/again`), { body: { persons }, key })
}

/** Whom it would call. */
export function tryAgain({ district, callout, persons }: Called) {
  const asked = { body: { persons }, query: TRIED }
  return act(CalledAgainShape, 'POST', inDistrict(district, `/callouts/${callout}/again`), asked)
}

/** To whom it would hand these people. */
export function tryHandOn({ district, callout, persons }: Called) {
  const asked = { body: { persons }, query: TRIED }
  return act(HandedOnShape, 'POST', inDistrict(district, `/callouts/${callout}/hand-on`), asked)
}

export function handOn({ district, callout, persons }: Called, key: string) {
  return act(HandedOnShape, 'POST', inDistrict(district, `/callouts/${callout}/hand-on`), { body: { persons }, key })
}
