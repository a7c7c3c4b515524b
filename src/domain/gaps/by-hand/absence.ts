import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { noteChange } from '../../audit/changes.ts'
import { ACTUAL, type Actor, actorText } from '../../audit/model.ts'
import { once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Duty } from '../../duties/model.ts'
import { endDuties } from '../../duties/store.ts'
import { absenceById, endAbsence, holdAbsencesOf, insertAbsence } from '../../people/absences.ts'
import type { Absence, AbsenceKind } from '../../people/model.ts'
import { personByKey } from '../../people/store.ts'
import { afterAbsences } from '../after-absence.ts'
import { afterDutiesEnded } from '../after-ended.ts'

export interface AbsenceInput {
  /** By id or code. */
  person: string
  kind: AbsenceKind
  /** Left out: from now. It may have begun before. */
  starts?: Date | undefined
  /** Null or left out: until further notice. */
  ends?: Date | null | undefined
  /** Whether what they answer for at places in that time is given up, so that it is open for others. */
  release?: boolean | undefined
}

export interface NotedAbsence {
  absence: Absence & { name: string }
  /** Duties that end with its beginning. */
  released: string[]
}

/**
 * Notes when somebody is away, or would rather not be called on: no plan counts on them then. What they answer for counts as
 * held by nobody while they are away, and the flow finds stand-ins. With `release` somebody who falls ill gives up their places
 * from its beginning for good, in the same transaction. Posts at units stay.
 * PERSON_UNKNOWN, ABSENCE_SPAN, KEY_USED; BAD_INPUT for a release by a mere wish.
 */
export async function noteAbsence(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  input: AbsenceInput,
  key?: string,
): Promise<NotedAbsence> {
  const { kind, starts = now, ends = null, release = false } = input
  if (ends && ends <= starts) throw new MusterError('ABSENCE_SPAN', { what: 'it ends before it begins' })
  if (ends && ends <= now) throw new MusterError('ABSENCE_SPAN', { what: 'it is over already' })
  if (release && kind !== 'away') {
    throw new MusterError('BAD_INPUT', { what: 'Only who is away gives up what they answer for.' })
  }
  return db.write(now, (tx) =>
    once(tx, now, { district, key, act: 'absence.note', asked: input }, revive, async () => {
      const person = await personByKey(tx, district, input.person)
      if (!person) throw new MusterError('PERSON_UNKNOWN', { person: input.person })
      const times = { starts, ends, recordedAt: now, recordedBy: actorText(actor) }
      const absence: Absence = { district, id: newId(now), person: person.id, kind, ...times }
      await holdAbsencesOf(tx, district, [person.id])
      await insertAbsence(tx, absence)
      const released = release ? await giveUp(tx, now, actor, absence) : []
      if (kind === 'away') await afterAbsences(tx, now, district, [absence])
      const gaveUp = released.length > 0 ? { released: released.length } : {}
      const detail = { id: absence.id, absence: kind, starts, ends, ...gaveUp }
      await audit(tx, now, actor, { district, act: 'absence.note', subject: person.id, detail })
      return { absence: { ...absence, name: person.name }, released: released.map((duty) => duty.id) }
    }),
  )
}

/**
 * Somebody is back, now, or will not be away after all: what they answer for counts as held again, and what they gave up, or a
 * stand-in was given until then, stays with others. ABSENCE_UNKNOWN, ABSENCE_OVER.
 */
export async function endAbsenceNow(db: Db, now: Date, actor: Actor, district: string, id: string): Promise<Absence> {
  return db.write(now, async (tx) => {
    const known = await absenceById(tx, district, id)
    if (!known) throw new MusterError('ABSENCE_UNKNOWN', { absence: id })
    await holdAbsencesOf(tx, district, [known.person])
    const ended = await endAbsence(tx, now, district, id)
    if (!ended) throw new MusterError('ABSENCE_OVER', { absence: id })
    if (ended.kind === 'away') await afterAbsences(tx, now, district, [{ ...known, ends: null }])
    const detail = { id, absence: ended.kind, ends: ended.ends }
    await audit(tx, now, actor, { district, act: 'absence.end', subject: ended.person, detail })
    return ended
  })
}

/**
 * Ends the duties at places that reach into an absence, where it begins (index duty_by_holder). Whoever was called for them
 * alone and is away already is stood down.
 */
async function giveUp(tx: Tx, now: Date, actor: Actor, { district, person, starts, ends }: Absence): Promise<Duty[]> {
  const at = starts > now ? starts : now
  const which = tx`holder = ${person} and holder_kind = 'person' and subject_kind = 'place' and lane = ${ACTUAL}
    and starts < ${ends ?? 'infinity'}`
  const ended = await endDuties(tx, now, district, which, 'away', at)
  if (ended.length === 0) return ended
  await noteChange(tx, ACTUAL, [district], 'duties')
  await afterDutiesEnded(tx, now, actor, ended)
  return ended
}

function revive({ absence, released }: NotedAbsence): NotedAbsence {
  const { starts, ends, recordedAt } = absence
  const times = { starts: new Date(starts), ends: ends && new Date(ends), recordedAt: new Date(recordedAt) }
  return { absence: { ...absence, ...times }, released }
}
