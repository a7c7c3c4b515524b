import { DAY } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import { newId } from '../../../base/ids.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { learnGrown } from '../../../db/statistics.ts'
import type { Actor } from '../../audit/model.ts'
import { soleRoles } from '../../playbooks/sole.ts'
import { type ImportJob, type Ran, runJob, takeBack } from '../actions.ts'
import type { Progress } from '../saved.ts'
import { guessSettings } from './fields.ts'
import type { Draft, Found, ImportKind, Settings, Summary } from './model.ts'
import { differences, promiseOf, rowsIn } from './promise.ts'
import type { ReadDraft } from './read-draft.ts'
import {
  allRows,
  draftById,
  forgetRows,
  insertArriving,
  insertPart,
  left,
  promiseMade,
  saveApplied,
  saveDropped,
  saveRead,
  saveSettings,
  settleArrived,
} from './store.ts'

/** For so long a file waits to be read and accepted, and what could not be placed to be worked through. */
const KEPT_MS = 7 * DAY
/** Bytes of a file are kept in parts of this size: a row that is neither large nor one of very many. */
const PART_BYTES = 1024 * 1024

/**
 * Takes a file in, part by part as it comes, and lets go of those that nobody came back to: they hold names and telephone
 * numbers. BODY_TOO_LARGE once it is larger than `limit`; nothing of it is kept then.
 */
export async function receiveFile(
  db: Db,
  now: Date,
  actor: Actor,
  name: string,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ id: string; bytes: number }> {
  await forgetOld(db, now)
  const id = newId(now)
  await db.write(now, (tx) => insertArriving(tx, now, actor, id, name))
  let bytes = 0
  let n = 0
  try {
    for await (const part of ofSize(body, PART_BYTES)) {
      bytes += part.length
      if (bytes > limit) throw new MusterError('BODY_TOO_LARGE', { limit })
      const at = n++
      await db.write(now, (tx) => insertPart(tx, id, at, part))
    }
    if (bytes === 0) throw new MusterError('IMPORT_EMPTY', { file: name })
  } catch (error) {
    await turnAway(db, now, id)
    throw error
  }
  return { id, bytes }
}

/** What arrived is a draft now: what it holds is known, and what it may be is guessed. */
export async function beginDraft(
  db: Db,
  now: Date,
  file: { id: string; bytes: number; name: string },
  found: Found,
  kind: ImportKind | undefined,
): Promise<Draft> {
  const guess = guessSettings(found, file.name)
  const options = kind === undefined || kind === guess.kind ? guess.options : {}
  const settings = { kind: kind ?? guess.kind, sheet: null, mapping: { columns: {}, props: {} }, options }
  return db.write(now, async (tx) => {
    await settleArrived(tx, now, file.id, settings, file.bytes, found)
    return known(tx, file.id)
  })
}

/** Says how a file is to be read: it is then to be read anew. IMPORT_UNKNOWN, IMPORT_STATE. */
export async function changeDraft(db: Db, now: Date, id: string, settings: Settings, found: Found): Promise<Draft> {
  return db.write(now, async (tx) => {
    const draft = await known(tx, id, true)
    open(draft, 'changed')
    await saveSettings(tx, now, id, guessedAnew(draft, settings, found), found)
    return known(tx, id)
  })
}

/** Once a text can be read it is seen what it may be about: its kind could not be guessed before. What was said stays. */
function guessedAnew(before: Draft, settings: Settings, found: Found): Settings {
  const wasBlind = before.found.form === 'csv' && before.found.encoding === '' && found.encoding !== ''
  const isSaid = before.kind !== guessSettings(before.found, before.name).kind || settings.options.kind !== undefined
  if (!wasBlind || isSaid || before.kind !== settings.kind) return settings
  const guess = guessSettings(found, before.name)
  return { ...settings, kind: guess.kind, options: { ...guess.options, ...settings.options } }
}

/**
 * Writes what was read and takes it back, and keeps what that came to: what would be new or change, and what could not be
 * placed, row by row. IMPORT_UNKNOWN, IMPORT_STATE.
 */
export async function previewDraft(
  db: Db,
  now: Date,
  actor: Actor,
  id: string,
  read: ReadDraft,
  onProgress: Progress,
): Promise<Draft> {
  const ran = await takeBack(db, now, async (tx) => runJob(tx, now, actor, await jobOf(tx, read), onProgress))
  const save = async (tx: Tx) => {
    open(await known(tx, id, true), 'read')
    await saveRead(tx, now, id, { summary: summaryOf(ran), list: rowsIn(ran), promise: promiseOf(ran) })
    return known(tx, id)
  }
  return db.write(now, save, { long: true })
}

/**
 * Writes what was read, all of it or nothing, and with it that it was written: accepting a second time does nothing. What
 * was not read yet is not accepted, since nobody has seen what it would write; nor is what would now come to something else than
 * was seen, since the register has changed. IMPORT_UNKNOWN, IMPORT_STATE, IMPORT_OVERTAKEN.
 */
export async function applyDraft(
  db: Db,
  now: Date,
  actor: Actor,
  id: string,
  read: ReadDraft,
  onProgress: Progress,
): Promise<Draft> {
  const work = async (tx: Tx) => {
    const draft = await known(tx, id, true)
    if (draft.state === 'applied') return draft
    acceptable(draft)
    const ran = await runJob(tx, now, actor, await jobOf(tx, read), onProgress)
    if ((await promiseMade(tx, id)) !== promiseOf(ran)) {
      throw new MusterError('IMPORT_OVERTAKEN', { differs: differences(await allRows(tx, id), rowsIn(ran)) })
    }
    await saveApplied(tx, now, id, summaryOf(ran), rowsIn(ran))
    await learnGrown(tx)
    return known(tx, id)
  }
  return db.write(now, work, { long: true })
}

/** Drops a file; what was applied stays so. IMPORT_UNKNOWN, IMPORT_STATE. */
export async function dropDraft(db: Db, now: Date, id: string): Promise<Draft> {
  return db.write(now, async (tx) => {
    const draft = await known(tx, id, true)
    if (draft.state === 'applied')
      throw new MusterError('IMPORT_STATE', { import: id, state: 'applied', wish: 'dropped' })
    await saveDropped(tx, now, id)
    return known(tx, id)
  })
}

/** Lets go of a file that turned out to be none: what arrived of it is not kept. */
export async function turnAway(db: Db, now: Date, id: string): Promise<void> {
  await db.write(now, (tx) => saveDropped(tx, now, id))
}

/** IMPORT_STATE unless it may still be read. */
export function open(draft: Draft, wish: string): void {
  if (draft.state === 'draft' || draft.state === 'read') return
  throw new MusterError('IMPORT_STATE', { import: draft.id, state: draft.state, wish })
}

/** IMPORT_STATE unless it was read: what it would write has been seen. */
export function acceptable(draft: Draft): void {
  if (draft.state === 'read') return
  throw new MusterError('IMPORT_STATE', { import: draft.id, state: draft.state, wish: 'accepted before it is read' })
}

async function known(tx: Tx, id: string, lock = false): Promise<Draft> {
  const draft = await draftById(tx, id, lock)
  if (!draft) throw new MusterError('IMPORT_UNKNOWN', { import: id })
  return draft
}

async function jobOf(tx: Tx, read: ReadDraft): Promise<ImportJob> {
  if (read.what === 'people' || read.what === 'duties') return { ...read, soleRoles: await soleRoles(tx) }
  return read
}

function summaryOf({ report }: Ran): Summary {
  const { asked, unplaced, notes, what: _, ...counts } = report
  return { ...counts, asked: asked.length, unplaced: unplaced.length, noted: notes.length }
}

async function forgetOld(db: Db, now: Date): Promise<void> {
  await db.write(now, async (tx) => {
    for (const { id, state } of await left(tx, new Date(now.getTime() - KEPT_MS))) {
      if (state === 'applied') await forgetRows(tx, id)
      else await saveDropped(tx, now, id)
    }
  })
}

/** The same bytes in pieces of one size, the last one shorter. */
async function* ofSize(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    waiting.push(chunk)
    length += chunk.length
    while (length >= size) {
      const all = Buffer.concat(waiting)
      yield all.subarray(0, size)
      waiting = [all.subarray(size)]
      length -= size
    }
  }
  if (length > 0) yield Buffer.concat(waiting)
}
