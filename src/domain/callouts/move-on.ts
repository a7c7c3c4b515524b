import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { type AsideItem, byHalves } from '../../db/set-aside.ts'
import { awayAmong } from '../people/absences.ts'
import { type Chain, type ChainAsked, chainsOf } from '../people/chain.ts'
import type { Ladder } from '../playbooks/model.ts'
import { summonsItem } from './aside.ts'
import { bringIn } from './bring-in.ts'
import { climb, type Move, reachable } from './climb.ts'
import {
  briefs,
  type DueSummons,
  type HandedOn,
  type PassedOver,
  saveMoves,
  silentIn,
  unitsForDuties,
} from './climb-store.ts'
import { queueMessages } from './outbox.ts'
import { addressesOf, type Climbing, type Reach } from './reach.ts'
import { laddersOf } from './store.ts'
import { tell } from './tell.ts'

/**
 * Moves summonses on, each by the ladder of its own call-out. Those that cannot be, because of a ladder that cannot be read or
 * of something that the database refuses, are returned with what was wrong, and hold up none of the others.
 */
export async function moveOn(tx: Tx, where: Climbing, due: readonly DueSummons[]): Promise<AsideItem[]> {
  const ladders = await laddersOf(tx, where.district, [...new Set(due.map((s) => s.callout))])
  const lost = due.filter((s) => !ladders.has(s.callout))
  const failed = await byHalves(
    tx,
    due.filter((s) => ladders.has(s.callout)),
    (inner, part) => moveSome(inner, where, part, ladders),
  )
  const aside = (s: DueSummons, error: unknown) => ({ district: where.district, item: summonsItem(s), error })
  return [
    ...lost.map((s) => aside(s, new MusterError('LADDER_BROKEN', { callout: s.callout }))),
    ...failed.map(({ item, error }) => aside(item, error)),
  ]
}

type Send = { summons: DueSummons; channel: string; address: string; count: string }

async function moveSome(
  tx: Tx,
  where: Climbing,
  due: readonly DueSummons[],
  ladders: ReadonlyMap<string, Ladder>,
): Promise<void> {
  const { now, district, lane } = where
  const people = [...new Set(due.map((s) => s.person))]
  const addresses = await addressesOf(tx, where, people, [...ladders.values()])
  const known: Known = { ladders, addresses, away: await awayAmong(tx, district, people, now) }
  const chains = await chainsUp(tx, where, due, known)
  const moves: Parameters<typeof saveMoves>[2][number][] = []
  const sends: Send[] = []
  const hands: HandedOn[] = []
  for (const s of due) {
    const { callout, person } = s
    const move = moveOf(s, known, chains.get(summonsItem(s)) ?? ALONE, now)
    const handedTo = move.kind === 'hand' ? move.to : null
    const untoldAt = move.kind === 'end' && s.handedTo === null ? now : null
    const passedOver = move.kind === 'send' ? null : (s.passedOver ?? passedOverFor(s, known))
    const { step, tries, nextAt } = move
    const unreachable = s.unreachable && move.kind !== 'send'
    moves.push({ callout, person, step, tries, nextAt, handedTo, untoldAt, unreachable, passedOver })
    if (move.kind === 'send') {
      const count = s.againAt ? `again.${s.againAt.getTime()}` : `${move.step}.${move.tries}`
      sends.push({ summons: s, channel: move.channel, address: move.address, count })
    }
    if (move.kind === 'hand') hands.push({ callout, to: move.to, as: move.as, absent: passedOver === 'away' })
  }
  await saveMoves(tx, district, moves)
  const asked = sends.map((s) => s.summons)
  const told = await briefs(tx, now, district, asked)
  const messages = sends.map(({ summons: { callout, person }, channel, address, count }) => ({
    key: `${callout}:${person}:${count}`,
    callout,
    person,
    kind: 'call',
    channel,
    address,
    body: tell(told.get(`${callout}:${person}`), lane),
  }))
  await queueMessages(tx, now, district, lane, messages)
  if (hands.length > 0) await bringIn(tx, where, hands, ladders)
}

const ALONE: Chain = { deputy: null, superior: null }

interface Known {
  ladders: ReadonlyMap<string, Ladder>
  addresses: Reach
  away: ReadonlySet<string>
}

/** Who is away is not called, so that their ladder begins with whom they would turn to; unless somebody calls them by hand. */
function moveOf(s: DueSummons, { ladders, addresses, away }: Known, chain: Chain, now: Date): Move {
  const ladder = ladders.get(s.callout) as Ladder
  const own = away.has(s.person) && s.againAt === null ? undefined : addresses.get(s.person)
  const ways = reachable(s, ladder, own ?? new Map())
  return climb({ ...s, addresses: ways, ...chain, again: s.againAt !== null }, ladder, now)
}

/** Why somebody is not called of whom the ladder goes on at its beginning; null: calls were made. */
function passedOverFor(s: DueSummons, { away }: Known): PassedOver | null {
  if (s.step > 0 || s.tries > 0) return null
  return away.has(s.person) ? 'away' : 'no-address'
}

/**
 * Whom those may turn to who have come to the end of their own calls, by the roles that their own ladders name: most are
 * reached long before, and need no chain. Whoever was asked already, or does not answer there either, is passed over.
 */
async function chainsUp(
  tx: Tx,
  { now, district }: Climbing,
  due: readonly DueSummons[],
  known: Known,
): Promise<Map<string, Chain>> {
  const stuck = due.filter((s) => moveOf(s, known, ALONE, now).kind === 'end')
  if (stuck.length === 0) return new Map()
  const silent = await silentIn(tx, district, [...new Set(stuck.map((s) => s.callout))])
  const silentBy = Map.groupBy(silent, (s) => s.callout)
  const unitOf = await unitsForDuties(tx, district, [...new Set(stuck.flatMap((s) => s.duties.slice(0, 1)))])
  const asked = stuck.map((s): ChainAsked => {
    const { deputyRole, superiorRole } = known.ladders.get(s.callout) as Ladder
    const passed = [
      ...(silentBy.get(s.callout) ?? []).map((other) => other.person),
      ...(s.handedTo ? [s.handedTo] : []),
    ]
    return {
      key: summonsItem(s),
      person: s.person,
      roles: { deputy: deputyRole, superior: superiorRole },
      passOver: new Set(passed),
      unit: unitOf.get(s.duties[0] ?? ''),
    }
  })
  return chainsOf(tx, district, asked, now)
}
