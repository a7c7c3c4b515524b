import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Unit } from './model.ts'
import { personById, unitAnywhere } from './store.ts'
import {
  beginMemberships,
  copyPerson,
  dissolve,
  endMemberships,
  insertUnit,
  isAbove,
  type Parent,
  parentAt,
  putUnder,
} from './tree.ts'

/**
 * What must follow a unit's new place in the tree, inside its transaction: what is counted below it is counted above
 * it elsewhere from now on. Passed in, since coverage comes later.
 */
export type AfterMove = (
  tx: Tx,
  now: Date,
  unit: { district: string; id: string },
  from: Parent | null,
  to: Parent,
) => Promise<void>

/**
 * What must follow when people are members of a unit no more, inside the transaction: their posts there end, and with their
 * last membership whatever they answer for. Passed in, since duties come later.
 */
export type AfterLeave = (
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  left: readonly { person: string; unit: string }[],
) => Promise<void>

/** What must follow when units close: posts at them end, and what they answer for; how many duties that were. Passed in, too. */
export type AfterClose = (
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  units: readonly string[],
  reason: string,
) => Promise<number>

/** Puts a unit, with all below it, under another. UNIT_UNKNOWN; UNIT_LOOP if that other is below it. */
export async function moveUnit(
  db: Db,
  now: Date,
  actor: Actor,
  unit: string,
  parent: string,
  after: AfterMove,
): Promise<void> {
  await db.write(now, async (tx) => {
    const [moved, to] = [await unitOf(tx, unit), await unitOf(tx, parent)]
    const from = await moveUnder(tx, now, moved, to, after)
    await audit(tx, now, actor, {
      district: moved.district,
      act: 'unit.move',
      subject: moved.id,
      detail: { from: from?.id ?? null, to: to.id },
    })
  })
}

/**
 * Merges units of a district into one: their members and the units below them are its own from now on. Each merged unit
 * is dissolved and stays in the tree below its successor, so that what is still asked of its area goes on being counted
 * there, and what it once did is still its own. Posts at it end, and so does what it answered for as a unit.
 */
export async function mergeUnits(
  db: Db,
  now: Date,
  actor: Actor,
  units: string[],
  into: string,
  after: { move: AfterMove; close: AfterClose },
): Promise<void> {
  await db.write(now, async (tx) => {
    const successor = await unitOf(tx, into)
    for (const key of units) {
      const merged = await unitOf(tx, key)
      if (merged.district !== successor.district)
        throw new MusterError('UNIT_ELSEWHERE', { unit: key, district: successor.district })
      // A successor that stood below one of them rises to that one's place before it takes the rest in.
      const above = await parentAt(tx, merged, now)
      if (above && (await isAbove(tx, merged.id, successor, now)))
        await moveUnder(tx, now, successor, above, after.move)
      for (const child of await childrenOf(tx, now, merged)) {
        const below = { district: merged.district, id: child }
        if (child !== successor.id) await moveUnder(tx, now, below, successor, after.move)
      }
      await beginMemberships(tx, now, successor, await endMemberships(tx, now, merged, null))
      await moveUnder(tx, now, merged, successor, after.move)
      await dissolve(tx, now, merged)
      await after.close(tx, now, actor, merged.district, [merged.id], 'merged')
      await audit(tx, now, actor, {
        district: merged.district,
        act: 'unit.merge',
        subject: merged.id,
        detail: { into: successor.id },
      })
    }
  })
}

/** A unit that is split off from another. */
export interface Offshoot {
  code: string
  name: string
  /** The area that it answers for, from the next requirement on. */
  area: string | null
  /** Members of the old unit who go with it. */
  people: string[]
  /** Units below the old one that go with it. */
  units: string[]
}

/** Splits new units off one; the old one stays with whatever goes with none of them. Returns the ids of the new. */
export async function splitUnit(
  db: Db,
  now: Date,
  actor: Actor,
  unit: string,
  offshoots: Offshoot[],
  after: { move: AfterMove; leave: AfterLeave },
): Promise<string[]> {
  return db.write(now, async (tx) => {
    const old = await unitOf(tx, unit)
    const above = await parentAt(tx, old, now)
    const ids: string[] = []
    const left: { person: string; unit: string }[] = []
    for (const { people, units, ...named } of offshoots) {
      const fresh = { ...named, district: old.district, id: newId(now), kind: old.kind }
      await insertUnit(tx, now, fresh)
      if (above) await putUnder(tx, now, fresh, above)
      for (const child of units) await moveUnder(tx, now, await unitOf(tx, child), fresh, after.move)
      const going = await endMemberships(tx, now, old, people)
      await beginMemberships(tx, now, fresh, going)
      left.push(...going.map(({ person }) => ({ person, unit: old.id })))
      ids.push(fresh.id)
    }
    await after.leave(tx, now, actor, old.district, left)
    await ask(tx, ACTUAL, old.district, 'index', now)
    await audit(tx, now, actor, { district: old.district, act: 'unit.split', subject: old.id, detail: { into: ids } })
    return ids
  })
}

/** Makes somebody a member of a unit in their own district. PERSON_UNKNOWN, UNIT_UNKNOWN. */
export async function joinUnit(
  db: Db,
  now: Date,
  actor: Actor,
  person: { district: string; id: string },
  unit: string,
  kind: string,
): Promise<void> {
  await db.write(now, async (tx) => {
    await mustBeThere(tx, person)
    const joined = await unitOf(tx, unit)
    if (joined.district !== person.district)
      throw new MusterError('UNIT_ELSEWHERE', { unit, district: person.district })
    await beginMemberships(tx, now, joined, [{ person: person.id, kind, sentBy: null }])
    await audit(tx, now, actor, {
      district: person.district,
      act: 'unit.join',
      subject: person.id,
      detail: { unit: joined.id, kind },
    })
  })
}

/** Ends a membership now, with the posts held there; with the last one, everything that the person answers for. MEMBER_UNKNOWN. */
export async function leaveUnit(
  db: Db,
  now: Date,
  actor: Actor,
  person: { district: string; id: string },
  unit: string,
  after: AfterLeave,
): Promise<void> {
  await db.write(now, async (tx) => {
    const left = await unitOf(tx, unit)
    const ended = await endMemberships(tx, now, { district: person.district, id: left.id }, [person.id])
    if (ended.length === 0) throw new MusterError('MEMBER_UNKNOWN', { person: person.id, unit })
    await audit(tx, now, actor, {
      district: person.district,
      act: 'unit.leave',
      subject: person.id,
      detail: { unit: left.id },
    })
    await after(tx, now, actor, person.district, [{ person: person.id, unit: left.id }])
  })
}

/** Sends somebody to a unit of another district, where emergencies may then count on them; they stay at home too. */
export async function secondPerson(
  db: Db,
  now: Date,
  actor: Actor,
  person: { district: string; id: string },
  unit: string,
  sentBy: string,
): Promise<void> {
  await db.write(now, async (tx) => {
    await mustBeThere(tx, person)
    const [host, sender] = [await unitOf(tx, unit), await unitOf(tx, sentBy)]
    if (host.district !== person.district) await copyPerson(tx, person, host.district)
    await beginMemberships(tx, now, host, [{ person: person.id, kind: 'seconded', sentBy: sender.id }])
    for (const district of new Set([host.district, person.district])) {
      await audit(tx, now, actor, {
        district,
        act: 'person.second',
        subject: person.id,
        detail: { unit: host.id, by: sender.id },
      })
    }
  })
}

async function moveUnder(
  tx: Tx,
  now: Date,
  unit: { district: string; id: string },
  to: Parent,
  after: AfterMove,
): Promise<Parent | null> {
  if (await isAbove(tx, unit.id, to, now)) throw new MusterError('UNIT_LOOP', { unit: unit.id, parent: to.id })
  const from = await parentAt(tx, unit, now)
  if (from?.id === to.id) return from
  await putUnder(tx, now, unit, to)
  await after(tx, now, unit, from, to)
  return from
}

async function unitOf(tx: Tx, key: string): Promise<Unit> {
  const unit = await unitAnywhere(tx, key)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: key })
  return unit
}

async function mustBeThere(tx: Tx, person: { district: string; id: string }): Promise<void> {
  if (!(await personById(tx, person.district, person.id)))
    throw new MusterError('PERSON_UNKNOWN', { person: person.id })
}

/** Only those of its own district: what is below in another is moved by that district's own act. */
async function childrenOf(tx: Tx, now: Date, unit: Parent): Promise<string[]> {
  const rows = await tx<{ unit: string }[]>`
    select unit from unit_parent
    where district = ${unit.district} and parent = ${unit.id} and during @> ${now}::timestamptz order by unit`
  return rows.map((r) => r.unit)
}
