import { MusterError } from '../../base/errors.ts'
import type { PlanHolder, PlanPair } from '../planner/model.ts'
import type { Opening } from './openings.ts'
import type { Barred, ProposalLine } from './proposals.ts'

/** What a coordinator has decided on already, before the rest is planned. */
export interface Steer {
  /** Lines that stay as they are. */
  keep: readonly ProposalLine[]
  not: readonly Barred[]
  /** What an earlier plan gave, which it costs a price to give otherwise. */
  before: readonly ProposalLine[]
}

export const UNSTEERED: Steer = { keep: [], not: [], before: [] }

type Window = Pick<ProposalLine, 'subject' | 'rule' | 'ends'>

/** A requirement as long as it stands: its end does not move, while its beginning becomes now. */
export const windowKey = ({ subject, rule, ends }: Window) => `${subject} ${rule} ${ends?.getTime() ?? ''}`
export const lineKey = (line: ProposalLine) => `${windowKey(line)} ${line.holder}`

/** Throws LINE_GONE for a line that was to stay and whose gap is no longer open, or not for so many. */
export function checkKept(keep: readonly ProposalLine[], open: readonly Opening[]): void {
  if (keep.length === 0) return
  const missing = new Map(open.map((o) => [windowKey(o), o.missing]))
  for (const line of keep) {
    const left = missing.get(windowKey(line)) ?? 0
    if (left === 0) throw gone('its gap was filled meanwhile, or is no longer asked for')
    missing.set(windowKey(line), left - 1)
  }
}

/**
 * The pairs of one window that a planner has to keep. LINE_GONE where somebody has declined since, holds the place already,
 * is refused in the same breath, or has no room for all that was to stay.
 */
export function locksOf(
  keep: readonly ProposalLine[],
  window: readonly Opening[],
  holders: readonly PlanHolder[],
  exclude: readonly PlanPair[],
): PlanPair[] {
  const wanted = new Set(window.map(windowKey))
  const locks = keep.filter((l) => wanted.has(windowKey(l))).map((l) => ({ place: l.subject, holder: l.holder }))
  if (locks.length === 0) return []
  const room = new Map(holders.map((h) => [h.id, h.capacity]))
  const not = new Set(exclude.map((e) => `${e.place} ${e.holder}`))
  for (const { place, holder } of locks) {
    const left = room.get(holder)
    if (left === undefined) throw gone('whoever was to have it has declined, or may not hold it any more')
    if (not.has(`${place} ${holder}`)) throw gone('whoever was to have it has it already, or is not to have it')
    if (left === 0) throw gone('whoever was to have it is away then, or carries as much as is allowed')
    room.set(holder, left - 1)
  }
  return locks
}

/** The lines of `keep` that are not among these already. */
export function besides(keep: readonly ProposalLine[], lines: readonly ProposalLine[]): ProposalLine[] {
  const there = new Set(lines.map(lineKey))
  return keep.filter((line) => !there.has(lineKey(line)))
}

function gone(why: string): MusterError {
  return new MusterError('LINE_GONE', { why })
}
