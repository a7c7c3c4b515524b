import { type ErrorCode, MusterError } from '../../base/errors.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { tryOut } from '../../db/try-out.ts'
import type { Actor } from '../audit/model.ts'
import { writeOnce } from '../audit/once.ts'
import { audit } from '../audit/store.ts'
import { chainsOf, USUAL_ROLES } from '../people/chain.ts'
import { campaignById } from '../playbooks/store.ts'
import { moveTo, reopen, ringAgain, type Standing, standingOf } from './hand-store.ts'
import type { Callout } from './model.ts'
import { nextHand } from './next-hand.ts'
import { findCallout } from './read.ts'
import { laddersOf } from './store.ts'

/** Somebody for whom nothing was done, and why. */
export interface NotDone {
  person: string
  code: ErrorCode
  says: string
  do: string
}

export interface HandedOn {
  person: string
  to: string
  name: string
  as: 'deputy' | 'superior'
}

/** An act on people who were called in one call-out. */
export interface CalloutAct {
  district: string
  callout: string
  persons: string[]
  key?: string | undefined
}

/**
 * Calls people once more, now: those who were called and have not been heard of. It is one call beside their ladders, which
 * go on after its wait from where they stand. CALLOUT_UNKNOWN, CAMPAIGN_OVER, KEY_USED.
 */
export async function callAgain(
  db: Db,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ called: string[]; refused: NotDone[] }> {
  const { district, key, persons } = act
  const sent = { district, key, act: 'callout.again', asked: [act.callout, persons] }
  return writeOnce(db, now, sent, (tx) => ringOnceMore(tx, now, actor, act))
}

/** Whom `callAgain` would call; nothing is kept of it. */
export async function tryAgain(
  db: Db,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ called: string[]; refused: NotDone[] }> {
  return tryOut(db, now, (tx) => ringOnceMore(tx, now, actor, act))
}

/** The same, inside an act that calls people of several call-outs. */
export async function ringOnceMore(
  tx: Tx,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ called: string[]; refused: NotDone[] }> {
  const callout = await openCallout(tx, actor, act)
  const { fit, refused } = await sorted(tx, act, (s) => s.acknowledgedAt !== null || s.settled, true)
  const called = fit.map((s) => s.person)
  if (called.length > 0) {
    await ringAgain(tx, now, act.district, callout.id, called)
    await wake(tx, now, actor, callout, 'callout.again', { people: called.length })
  }
  return { called, refused }
}

/**
 * Hands people on to the next of their chain now: to the deputy, or past the deputy to the superior, who goes to the door.
 * Those who have said neither yes nor no, heard or not. CALLOUT_UNKNOWN, CAMPAIGN_OVER, KEY_USED.
 */
export async function handOn(
  db: Db,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ handed: HandedOn[]; refused: NotDone[] }> {
  const { district, key, persons } = act
  const sent = { district, key, act: 'callout.hand', asked: [act.callout, persons] }
  return writeOnce(db, now, sent, (tx) => handOver(tx, now, actor, act))
}

/** To whom `handOn` would hand these people; nothing is kept of it. */
export async function tryHandOn(
  db: Db,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ handed: HandedOn[]; refused: NotDone[] }> {
  return tryOut(db, now, (tx) => handOver(tx, now, actor, act))
}

async function handOver(
  tx: Tx,
  now: Date,
  actor: Actor,
  act: CalloutAct,
): Promise<{ handed: HandedOn[]; refused: NotDone[] }> {
  const { district } = act
  const callout = await openCallout(tx, actor, act)
  const ladder = (await laddersOf(tx, district, [callout.id])).get(callout.id)
  const { fit, refused } = await sorted(tx, act, (s) => s.settled)
  const roles = ladder ? { deputy: ladder.deputyRole, superior: ladder.superiorRole } : USUAL_ROLES
  const asked = fit.map(({ person, handedTo }) => ({
    key: person,
    person,
    roles,
    passOver: new Set([handedTo ?? '']),
  }))
  const chains = await chainsOf(tx, district, asked, now)
  const moves = fit.flatMap((s) => {
    const next = ladder && nextHand(ladder, s, chains.get(s.person) ?? { deputy: null, superior: null })
    if (!next) refused.push(notDone(s.person, 'NOBODY_ABOVE'))
    return next ? [{ person: s.person, ...next }] : []
  })
  if (moves.length > 0) {
    await moveTo(tx, now, district, callout.id, moves)
    await wake(tx, now, actor, callout, 'callout.hand', { people: moves.length })
  }
  const names = await namesOf(
    tx,
    district,
    moves.map((m) => m.to),
  )
  return { handed: moves.map(({ person, to, as }) => ({ person, to, as, name: names.get(to) ?? '' })), refused }
}

/** A call-out of a campaign that is in force: of one that is over nobody is called any more. */
async function openCallout(tx: Tx, actor: Actor, { district, callout: id }: CalloutAct): Promise<Callout> {
  const callout = await findCallout(tx, actor, district, id)
  const campaign = await campaignById(tx, district, callout.campaign)
  if (!campaign || campaign.ends) throw new MusterError('CAMPAIGN_OVER', { campaign: callout.campaign })
  return callout
}

/** Those of the people for whom there is something to do, and why not for the others; `stopped`: also for who was stopped. */
async function sorted(
  tx: Tx,
  { district, callout, persons }: CalloutAct,
  answered: (s: Standing) => boolean,
  stopped = false,
): Promise<{ fit: Standing[]; refused: NotDone[] }> {
  const people = [...new Set(persons)]
  const known = new Map((await standingOf(tx, district, callout, people)).map((s) => [s.person, s]))
  const fit: Standing[] = []
  const refused: NotDone[] = []
  for (const person of people) {
    const s = known.get(person)
    if (!s) refused.push(notDone(person, 'SUMMONS_UNKNOWN', callout))
    else if (s.stoodDownAt && !(stopped && s.stopped)) refused.push(notDone(person, 'SUMMONS_OVER'))
    else if (answered(s)) refused.push(notDone(person, 'SUMMONS_ANSWERED'))
    else fit.push(s)
  }
  return { fit, refused }
}

/** Why nothing was done for somebody, as a coded error says it. */
export function notDone(person: string, code: ErrorCode, callout = ''): NotDone {
  const { message: says, advice } = new MusterError(code, { person, callout })
  return { person, code, says, do: advice }
}

async function wake(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, lane, id }: Callout,
  act: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await reopen(tx, district, id)
  await audit(tx, now, actor, { district, lane, act, subject: id, detail })
  await ask(tx, lane, district, 'climb', now)
}

async function namesOf(tx: Tx, district: string, people: string[]): Promise<Map<string, string>> {
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${people}::uuid[])`
  return new Map(found.map((p) => [p.id, p.name]))
}
