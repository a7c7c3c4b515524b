import { MINUTE } from '../../base/clock.ts'
import { type ErrorCode, MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, UNDO_MINUTES } from '../audit/model.ts'
import { writeOnce } from '../audit/once.ts'
import { audit } from '../audit/store.ts'
import { type AfterDecline, saveAndFollow } from './actions.ts'
import { type NotDone, notDone } from './by-hand.ts'
import { reopen, standingOf } from './hand-store.ts'
import { answeredBy } from './list.ts'
import type { AnswerKind } from './model.ts'
import { findCallout } from './read.ts'
import { keepBefore, noteAfter, restoreBefore, writtenIn } from './written-store.ts'

/** What people who were called in one call-out have told a desk, the same of all of them. */
export interface WrittenInput {
  district: string
  callout: string
  persons: string[]
  kind: AnswerKind
  /** Why they do not come. */
  reason?: string | undefined
  /** When they said it; left out: now. Believed from the call up to now. */
  at?: Date | undefined
  key?: string | undefined
}

export interface WrittenAnswers {
  /** What names the act to be taken back; null: there was nothing to write down. */
  act: string | null
  taken: string[]
  /** Who had said so already. */
  before: string[]
  refused: NotDone[]
}

/**
 * Writes down what people said on the telephone, one or a thousand, in one transaction. It is an answer like any other, with
 * who wrote it down and the moment it was said; how each summons stood is kept, so that it can be taken back. CALLOUT_UNKNOWN,
 * KEY_USED; for single people SUMMONS_UNKNOWN, SUMMONS_OVER.
 */
export async function writeDownAnswers(
  db: Db,
  now: Date,
  actor: Actor,
  input: WrittenInput,
  after: AfterDecline,
): Promise<WrittenAnswers> {
  const { district, callout: id, persons, kind, reason, key } = input
  const at = input.at && input.at < now ? input.at : now
  const sent = { district, key, act: 'summons.write', asked: [id, persons, kind, reason, input.at] }
  const run = async (tx: Tx): Promise<WrittenAnswers> => {
    // An answer that comes in has the turn before it holds a summons: so have what writes one down and what takes it back.
    await countBeside(tx, district)
    const callout = await findCallout(tx, actor, district, id)
    const people = [...new Set(persons)]
    const said = await answeredBy(tx, district, id, people)
    const over = new Set((await standingOf(tx, district, id, people)).flatMap((s) => (s.stoodDownAt ? [s.person] : [])))
    const done: WrittenAnswers = { act: null, taken: [], before: [], refused: [] }
    for (const person of people) {
      const known = said.get(person)
      if (!known) done.refused.push(notDone(person, 'SUMMONS_UNKNOWN', id))
      else if (over.has(person)) done.refused.push(notDone(person, 'SUMMONS_OVER'))
      else if (known.kinds.has(kind)) done.before.push(person)
      else done.taken.push(person)
    }
    if (done.taken.length === 0) return done
    const act = newId(now)
    const written = { act, district, callout: id, lane: callout.lane, kind, reason: reason ?? null, at, actor }
    await keepBefore(tx, now, written, done.taken)
    const answers = done.taken.map((person) => ({ callout: id, person, kind, at, ...(reason ? { reason } : {}) }))
    await saveAndFollow(tx, { now, actor, district }, answers, after, { act, saidAt: at, callout: id })
    await noteAfter(tx, written)
    return { ...done, act }
  }
  return writeOnce(db, now, sent, run)
}

/** The lane of an act of writing down; WRITTEN_UNKNOWN. */
export async function laneOfWritten(tx: Tx, district: string, act: string): Promise<string> {
  const [first] = await writtenIn(tx, district, act)
  if (!first) throw new MusterError('WRITTEN_UNKNOWN', { act })
  return first.lane
}

/**
 * Takes back what was written down by mistake, within ten minutes: each summons stands as it stood before, its ladder goes on,
 * and what was let go of is held again. Doing it twice does it once. Who has said something since, or was stood down, is left as they
 * are. WRITTEN_UNKNOWN, WRITTEN_LONG_AGO; for single people ANSWERED_SINCE, SUMMONS_OVER.
 */
export async function takeBackAnswers(
  db: Db,
  now: Date,
  actor: Actor,
  written: { district: string; act: string },
  after: AfterDecline,
): Promise<{ restored: string[]; refused: NotDone[] }> {
  const { restored, refused } = await db.write(now, (tx) => takeBackIn(tx, now, actor, written, after))
  return { restored, refused }
}

/** The same inside a transaction. `undoes`: the row of the audit that tells of it; `fresh`: how many were not taken back before. */
export async function takeBackIn(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, act, undoes }: { district: string; act: string; undoes?: string },
  after: AfterDecline,
): Promise<{ restored: string[]; refused: NotDone[]; fresh: number }> {
  await countBeside(tx, district)
  const written = await writtenIn(tx, district, act, true)
  const [first] = written
  if (!first) throw new MusterError('WRITTEN_UNKNOWN', { act })
  if (first.writtenAt.getTime() + UNDO_MINUTES * MINUTE < now.getTime()) {
    throw new MusterError('WRITTEN_LONG_AGO', { minutes: UNDO_MINUTES })
  }
  const before = written.flatMap((w) => (w.takenBackAt ? [w.person] : []))
  const restored = await restoreBefore(tx, now, actor, { district, act })
  const turned = restored.filter((r) => r.turned)
  if (turned.length > 0) {
    const duties = turned.flatMap((r) => r.duties)
    await after(tx, now, { district, lane: first.lane }, duties)
  }
  if (restored.some((r) => r.rings)) {
    await reopen(tx, district, first.callout)
    await ask(tx, first.lane, district, 'climb', now)
  }
  const people = restored.filter((r) => r.kind !== 'relieved').map((r) => r.person)
  if (people.length > 0) {
    const [only] = people.length === 1 ? people : [first.callout]
    const detail = { written: act, people: people.length, callout: first.callout, ...(undoes && { undoes }) }
    await audit(tx, now, actor, {
      district,
      lane: first.lane,
      act: 'summons.take-back',
      subject: only ?? null,
      detail,
    })
  }
  const done = new Set([...people, ...before])
  const left = written.filter((w) => w.kind !== 'relieved' && !done.has(w.person)).map((w) => w.person)
  const standing = new Map((await standingOf(tx, district, first.callout, left)).map((s) => [s.person, s]))
  const why = (person: string): ErrorCode => (standing.get(person)?.stoodDownAt ? 'SUMMONS_OVER' : 'ANSWERED_SINCE')
  return { restored: [...done], refused: left.map((person) => notDone(person, why(person))), fresh: people.length }
}
