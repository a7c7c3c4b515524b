import { HOUR } from '../../base/clock.ts'
import type { StepName } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { CHAIR_WAITS, type ChairWait } from '../../domain/audit/exercise-states.ts'
import { openProposals } from '../../domain/gaps/proposals.ts'
import { hazardsShown } from '../../domain/hazards/read.ts'
import { fallIll, type LeftPlaces, stillLeft } from './illness.ts'

/** Something that waits for whoever sits in the coordinator's chair. */
export interface ChairAsking {
  kind: ChairWait
  id: string
}

/** The coordinator's chair of an exercise: what waits for whoever sits there, and what they let pass. */
export interface CoordinatorChair {
  /** What waits and was not let pass, the gravest first. */
  asks(tx: Tx): Promise<ChairAsking[]>
  /** The clock goes on without it: it waits still, and the clock no more. */
  pass(asking: ChairAsking): void
  /** Somebody falls ill who holds the most, and leaves it open. Nothing where nobody has said yes yet. */
  fallIll(db: Db, now: Date): Promise<void>
  /** Steps that are left to whoever sits there: what somebody ill has left is theirs to give, until the clock goes on. */
  without(): ReadonlySet<StepName>
}

/**
 * A plan that is this many times smaller than the largest so far holds no clock: those who say no leave a gap or two every few
 * minutes, and what is offered for them waits in Do next until it is worth a stop.
 */
const SMALL = 20
/** Hazards looked through: an exercise has a handful. */
const HAZARDS = 20
const NONE: ReadonlySet<StepName> = new Set()
const PLAN: ReadonlySet<StepName> = new Set(['plan'])

/** `now` is the exercise's clock. */
export function makeChair(lane: string, district: string, now: () => Date): CoordinatorChair {
  const passed = new Set<string>()
  const keyOf = ({ kind, id }: ChairAsking) => `${kind} ${id}`
  let left: LeftPlaces | null = null
  let largest = 0
  return {
    async asks(tx) {
      if (left && !(await stillLeft(tx, { lane, district }, now(), left))) left = null
      const plans = await openProposals(tx, lane)
      largest = Math.max(largest, ...plans.map((plan) => plan.duties))
      const where = tx`h.district = ${district}`
      const hazards = await hazardsShown(tx, { lane, at: null, where, over: false, limit: HAZARDS })
      const asks: ChairAsking[] = [
        ...hazards.flatMap(({ id, state }): ChairAsking[] =>
          state === 'found' ? [{ kind: 'hazard', id }] : state === 'treated' ? [{ kind: 'confirm', id }] : [],
        ),
        ...(left ? [{ kind: 'gap', id: left.callout } as const] : []),
        ...plans.flatMap(({ id, duties }): ChairAsking[] => (duties * SMALL < largest ? [] : [{ kind: 'plan', id }])),
      ]
      const rank = ({ kind }: ChairAsking) => CHAIR_WAITS.indexOf(kind)
      return asks.filter((ask) => !passed.has(keyOf(ask))).sort((a, b) => rank(a) - rank(b))
    },
    pass(ask) {
      passed.add(keyOf(ask))
      if (ask.kind === 'gap') left = null
    },
    async fallIll(db, at) {
      left = await fallIll(db, { lane, district }, at)
    },
    without: () => (left ? PLAN : NONE),
  }
}

/** When somebody falls ill, after the exercise began: those called at the second warning are at their places by then. */
export const ILL_AFTER_MS = 4 * HOUR + HOUR / 2
