import type { FastifyBaseLogger } from 'fastify'
import { MusterError } from '../../../base/errors.ts'
import { isValueFault } from '../../../db/sqlstate.ts'
import type { Actor } from '../../../domain/audit/model.ts'
import { applyDraft, previewDraft } from '../../../domain/imports/drafts/actions.ts'
import type { Draft, DraftFault } from '../../../domain/imports/drafts/model.ts'
import { saveFault } from '../../../domain/imports/drafts/store.ts'
import { zoneOfFile } from '../../../domain/imports/file-zone.ts'
import type { Progress } from '../../../domain/imports/saved.ts'
import type { Acting } from '../context.ts'
import { readFile } from './reader.ts'

/** What is being done with an import at this moment. `of` null: the rows are not counted yet. */
export interface Work {
  doing: 'reading' | 'writing'
  done: number
  of: number | null
  since: Date
}

/** An import as it is told: with what is being done with it in this process. */
export type WorkedOn = Draft & { work: Work | null }

/**
 * Reading and writing of imports, which take longer than a request: begun by one, followed by others, and stopped by
 * taking back whatever was done. How far it is is known in this process alone, since on the embedded engine nobody can ask
 * the database while it writes; of a process that dies nothing is left but a draft, to be read again.
 */
export interface Works {
  begin(draft: Draft, doing: Work['doing'], actor: Actor, log: FastifyBaseLogger): WorkedOn
  /** The import as it was when the work began, and how far that is; null when nothing is being done with it. */
  at(id: string): WorkedOn | null
  /** Stops what is being done and waits until it is undone. */
  stop(id: string): Promise<void>
  /** Stops everything: the server goes down. */
  stopAll(): Promise<void>
}

interface Running {
  draft: Draft
  work: Work
  stop: AbortController
  ended: Promise<void>
}

export function importWorks({ db, clock, onWork }: Acting): Works {
  const running = new Map<string, Running>()

  async function run(draft: Draft, work: Work, actor: Actor, signal: AbortSignal): Promise<void> {
    const zone = await db.read((tx) => zoneOfFile(tx, draft.options))
    const settings = zone === undefined ? draft : { ...draft, options: { ...draft.options, zone } }
    const read = await readFile(db, draft, settings, signal)
    const onProgress: Progress = (_, done, of) => {
      // The transaction is given up in the middle of its work: that undoes all of it.
      signal.throwIfAborted()
      Object.assign(work, { done, of })
    }
    work.of = read.reading.rows.length
    const act = work.doing === 'reading' ? previewDraft : applyDraft
    await act(db, clock.now(), actor, draft.id, read, onProgress)
    if (work.doing === 'writing') onWork()
  }

  return {
    begin(draft, doing, actor, log) {
      if (running.has(draft.id)) throw new MusterError('IMPORT_BUSY', { import: draft.id })
      const work: Work = { doing, done: 0, of: null, since: clock.now() }
      const stop = new AbortController()
      const ended = run(draft, work, actor, stop.signal)
        .catch(async (error: unknown) => {
          if (stop.signal.aborted) return
          if (!(error instanceof MusterError)) log.error({ err: error }, 'an import failed')
          await db.write(clock.now(), (tx) => saveFault(tx, clock.now(), draft.id, faultIn(error)))
        })
        .catch((error: unknown) => log.error({ err: error }, 'the failure of an import could not be kept'))
        .finally(() => running.delete(draft.id))
      running.set(draft.id, { draft, work, stop, ended })
      return { ...draft, work }
    },
    at(id) {
      const found = running.get(id)
      return found ? { ...found.draft, work: { ...found.work } } : null
    },
    async stop(id) {
      const found = running.get(id)
      found?.stop.abort()
      await found?.ended
    },
    async stopAll() {
      for (const { stop } of running.values()) stop.abort()
      await Promise.all([...running.values()].map((r) => r.ended))
    },
  }
}

function faultIn(error: unknown): DraftFault {
  // What the database does not take of a file is the file's.
  const of = { request: 'of the import' }
  const coded =
    error instanceof MusterError ? error : new MusterError(isValueFault(error) ? 'VALUE_UNFIT' : 'FAULT', of)
  return { code: coded.code, says: coded.message, do: coded.advice, details: coded.details }
}
