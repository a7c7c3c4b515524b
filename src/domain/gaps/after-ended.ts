import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { laneNow } from '../audit/lanes.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { endCallouts } from '../callouts/ending.ts'
import { freeOf } from '../callouts/free-of.ts'
import { type AskedSummons, askedOfPeople, handedIn, type SummonsKey, standDownThese } from '../callouts/stand-down.ts'
import { queueStandDown } from '../callouts/tell-stood-down.ts'
import type { Duty } from '../duties/model.ts'
import { SECRETARY } from '../people/model.ts'
import { callAll, campaignsIn } from '../playbooks/store.ts'
import { afterLaneDuties } from './actions.ts'
import { secretariesOf, stillAsked } from './still-asked.ts'

/** What is to be known of a duty that has ended: any row of the register will do. */
export type EndedDuty = Pick<
  Duty,
  'district' | 'id' | 'lane' | 'subjectKind' | 'subject' | 'role' | 'holderKind' | 'holder'
>

/**
 * What follows when duties have ended, were replaced or got an earlier end, inside the transaction that did it; every act
 * and step that ends duties calls it, however many and of whatever lanes and districts. Each campaign of their districts
 * that asks anything of their subjects is restated (`afterLaneDuties`), and whoever was called for them and has nothing left to
 * do in that call-out is stood down: audited as `summons.stand-down`, told on the channel of their own call, and the
 * call-out ends if they were the last. A summons that holds anything else stays. A duty that ends later is held until then.
 *
 * What a summons still asks are duties that last, are the person's own (a unit's are its secretary's), and are still
 * required by the campaign that called. A real duty may be asked for by an exercise too: that summons is stood down in the
 * exercise's lane, by its clock, and nothing of it reaches a real person; a duty of an exercise is none of real life's.
 */
export async function afterDutiesEnded(tx: Tx, now: Date, actor: Actor, ended: readonly EndedDuty[]): Promise<void> {
  for (const [district, duties] of Map.groupBy(ended, (d) => d.district)) {
    for (const [lane, own] of Map.groupBy(duties, (d) => d.lane)) {
      await afterLaneDuties(tx, now, { district, lane }, [...new Set(own.map((d) => d.subject))])
    }
    await standDownFrom(tx, now, actor, district, duties)
    // What a unit holds was given long ago; whoever follows as its secretary is looked for among all duties.
    if (duties.some(isSecretaryship)) for (const c of await campaignsIn(tx, district)) await callAll(tx, c)
  }
}

const isSecretaryship = (d: EndedDuty) => d.subjectKind === 'unit' && d.role === SECRETARY

/** The same without counting anew, for who has done that. */
export async function standDownFrom(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  ended: readonly EndedDuty[],
): Promise<void> {
  const ids = new Set(ended.map((d) => d.id))
  // Who is secretary no more is asked no more for what the unit holds.
  const replaced = new Set(ended.filter(isSecretaryship).map((d) => d.holder))
  const units = [...new Set(ended.flatMap((d) => (d.holderKind === 'unit' ? [d.holder] : [])))]
  const callers = units.length > 0 ? await secretariesOf(tx, district, units) : []
  const people = new Set([...ended.flatMap((d) => (d.holderKind === 'person' ? [d.holder] : [])), ...callers])
  const asked = await askedOfPeople(tx, district, [...people])
  const touched = asked.filter((s) => replaced.has(s.person) || s.duties.some((id) => ids.has(id)))
  for (const [lane, theirs] of Map.groupBy(touched, (s) => s.lane)) {
    await standDownIn(tx, await laneNow(tx, lane, now), actor, { district, lane }, theirs)
  }
}

/** Stands down those of these summonses that ask for nothing any more. */
async function standDownIn(
  tx: Tx,
  now: Date,
  actor: Actor,
  where: { district: string; lane: string },
  touched: readonly AskedSummons[],
): Promise<void> {
  const left = await stillAsked(tx, now, where.district, touched)
  const bare = touched.filter((s) => !left.has(s))
  await standDownBare(tx, now, actor, where, bare)
}

/**
 * Stands down holders who are asked for nothing any more, unless somebody else's door is theirs, and the helpers who were
 * brought in for them alone: the message, the end of their call-outs, the audit.
 */
export async function standDownBare(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, lane }: { district: string; lane: string },
  bare: readonly SummonsKey[],
): Promise<void> {
  if (bare.length === 0) return
  const handed = await handedIn(tx, district, [...new Set(bare.map((s) => s.callout))])
  const free = await standDownThese(tx, now, district, freeOf(bare, handed))
  if (free.length === 0) return
  await queueStandDown(tx, now, district, lane, free)
  const [only] = free.length === 1 ? free : []
  const detail = { people: free.length }
  await audit(tx, now, actor, { district, lane, act: 'summons.stand-down', subject: only?.person ?? null, detail })
  const callouts = [...new Set(free.map((f) => f.callout))]
  await endCallouts(tx, now, actor, district, tx`id = any(${callouts}::uuid[])`)
  await ask(tx, lane, district, 'send', now)
}
