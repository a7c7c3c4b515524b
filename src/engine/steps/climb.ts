import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../../domain/audit/changes.ts'
import { ENGINE } from '../../domain/audit/model.ts'
import { audit } from '../../domain/audit/store.ts'
import { climb } from '../../domain/callouts/climb.ts'
import { briefs, claimDue, type DueSummons, handOver, nextClimb, saveMoves } from '../../domain/callouts/climb-store.ts'
import { endCallouts } from '../../domain/callouts/ending.ts'
import { queueMessages } from '../../domain/callouts/outbox.ts'
import { laddersOf } from '../../domain/callouts/store.ts'
import { tell } from '../../domain/callouts/tell.ts'
import { type Chain, chainsOf } from '../../domain/people/chain.ts'
import { contactsOf } from '../../domain/people/store.ts'
import type { Ladder } from '../../domain/playbooks/model.ts'
import type { Gear, Step } from '../step.ts'

/** Summonses moved on in one transaction: large enough to be set work, small enough that a crash repeats little. */
const BATCH = 5_000

const NOWHERE: Map<string, string> = new Map()

/** Ladders that are due: call, redial, deputy, superior. Who cannot be reached is passed over at once. */
export const climbStep: Step = {
  name: 'climb',
  async run(tx, { lane, district, now }, gear) {
    const due = await claimDue(tx, district, lane, now, BATCH)
    if (due.length > 0) {
      await moveOn(tx, now, district, lane, due, gear)
      await ask(tx, lane, district, 'send', now)
      await noteChange(tx, lane, [district], 'callouts')
    }
    await endCallouts(tx, now, ENGINE, district, tx`lane = ${lane}`)
    return { next: due.length === BATCH ? now : await nextClimb(tx, district, lane) }
  },
}

async function moveOn(tx: Tx, now: Date, district: string, lane: string, due: DueSummons[], gear: Gear): Promise<void> {
  const ladders = await laddersOf(tx, district, [...new Set(due.map((s) => s.callout))])
  const people = [...new Set(due.map((s) => s.person))]
  const addresses = await addressesOf(tx, district, people, ladders, gear)
  const moves: Parameters<typeof saveMoves>[2][number][] = []
  const sends: { summons: DueSummons; channel: string; address: string; count: string }[] = []
  const hands: { callout: string; to: string; as: 'deputy' | 'superior'; duties: string[] }[] = []
  const reachOf = (s: DueSummons) => (s.unreachable ? NOWHERE : (addresses.get(s.person) ?? NOWHERE))
  // The chain upward is asked for only for those who have come to that rung: most are reached long before.
  const alone = { deputy: null, superior: null }
  const stuck = due.filter((s) => {
    const ladder = ladders.get(s.callout)
    return (
      ladder && climb({ ...s, addresses: reachOf(s), ...alone, again: s.againAt !== null }, ladder, now).kind === 'end'
    )
  })
  const chains = await chainsUp(tx, now, district, stuck, ladders)
  for (const s of due) {
    const ladder = ladders.get(s.callout)
    if (!ladder) continue
    const { deputy, superior } = chains.get(s.person) ?? alone
    const move = climb({ ...s, addresses: reachOf(s), deputy, superior, again: s.againAt !== null }, ladder, now)
    moves.push({
      callout: s.callout,
      person: s.person,
      step: move.step,
      tries: move.tries,
      nextAt: move.nextAt,
      handedTo: move.kind === 'hand' ? move.to : null,
    })
    if (move.kind === 'send') {
      const count = s.againAt ? `again.${s.againAt.getTime()}` : `${move.step}.${move.tries}`
      sends.push({ summons: s, channel: move.channel, address: move.address, count })
    }
    if (move.kind === 'hand') hands.push({ callout: s.callout, to: move.to, as: move.as, duties: s.duties })
  }
  await saveMoves(tx, district, moves)
  const told = await briefs(
    tx,
    now,
    district,
    sends.map((s) => s.summons),
  )
  await queueMessages(
    tx,
    now,
    district,
    lane,
    sends.map(({ summons: s, channel, address, count }) => ({
      key: `${s.callout}:${s.person}:${count}`,
      callout: s.callout,
      person: s.person,
      kind: 'call',
      channel,
      address,
      body: tell(told.get(`${s.callout}:${s.person}`), lane),
    })),
  )
  if (hands.length > 0) await bringIn(tx, now, district, lane, hands, ladders, gear)
}

/** Whom the stuck may turn to, by the roles that their ladders name. */
async function chainsUp(
  tx: Tx,
  now: Date,
  district: string,
  stuck: DueSummons[],
  ladders: Map<string, Ladder>,
): Promise<Map<string, Chain>> {
  const [ladder] = stuck.flatMap((s) => ladders.get(s.callout) ?? [])
  if (!ladder) return new Map()
  const people = [...new Set(stuck.map((s) => s.person))]
  return chainsOf(tx, district, people, now, { deputy: ladder.deputyRole, superior: ladder.superiorRole })
}

/** Deputies and superiors: new ones are called by their own ladder at once, those already called are told of the doors. */
async function bringIn(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  hands: Parameters<typeof handOver>[4],
  ladders: Map<string, Ladder>,
  gear: Gear,
): Promise<void> {
  const brought = await handOver(tx, now, district, lane, hands)
  const again = brought.filter((b) => !b.fresh)
  const addresses = await addressesOf(
    tx,
    district,
    again.map((b) => b.person),
    ladders,
    gear,
  )
  const told = await briefs(tx, now, district, again)
  await queueMessages(
    tx,
    now,
    district,
    lane,
    again.flatMap((b) => {
      const [first] = addresses.get(b.person) ?? []
      return first
        ? [
            {
              key: `${b.callout}:${b.person}:door:${b.doors}`,
              callout: b.callout,
              person: b.person,
              kind: 'door',
              channel: first[0],
              address: first[1],
              body: tell(told.get(`${b.callout}:${b.person}`), lane),
            },
          ]
        : []
    }),
  )
  await audit(tx, now, ENGINE, {
    district,
    lane,
    act: 'callout.escalate',
    detail: { people: hands.length, to: brought.length },
  })
}

/** Addresses by person and channel, for every channel that the ladders use. */
async function addressesOf(
  tx: Tx,
  district: string,
  people: string[],
  ladders: Map<string, Ladder>,
  gear: Gear,
): Promise<Map<string, Map<string, string>>> {
  const channels = new Set([...ladders.values()].flatMap((l) => l.steps.map((s) => s.channel)))
  const found = new Map<string, Map<string, string>>()
  for (const channel of channels) {
    const kind = gear.channels.get(channel)?.contact
    if (kind === undefined) continue
    for (const c of await contactsOf(tx, district, people, kind)) {
      const reach = found.get(c.person) ?? new Map<string, string>()
      found.set(c.person, reach.set(channel, c.address))
    }
  }
  return found
}
