import { closeSync, futimesSync, openSync, readFileSync, writeSync } from 'node:fs'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { SECOND } from '../base/clock.ts'
import { createMark, holderIn, isCode } from './folder-mark.ts'
import type { FolderHolder } from './holder.ts'

/** Between two signs of life of a holder. */
export const BEAT_MS = 3 * SECOND

export interface BeatStart {
  mark: string
  holder: FolderHolder
}

export interface SignsOfLife {
  /** Resolves when somebody else has the mark. */
  lost: Promise<void>
  stop(): Promise<void>
}

/** Gives signs of life in a thread of its own, since the main thread may compute for longer than a holder may be silent. */
export function startBeat(start: BeatStart): SignsOfLife {
  const lost = Promise.withResolvers<void>()
  let stopped = false
  let worker = begin()

  function begin(): Worker {
    const begun = new Worker(new URL(`./beat-worker${extname(import.meta.url)}`, import.meta.url), {
      workerData: start,
      name: 'beat',
      execArgv: [], // flags of the process, such as --input-type, are not meant for the thread
    })
    begun.unref()
    begun.on('message', () => {
      stopped = true
      lost.resolve()
    })
    // It ends by itself only where the process has no room left for a thread.
    begun.on('error', () => {})
    begun.on('exit', () => {
      if (!stopped) setTimeout(again, BEAT_MS).unref()
    })
    return begun
  }
  function again(): void {
    if (!stopped) worker = begin()
  }

  return {
    lost: lost.promise,
    async stop() {
      stopped = true
      await worker.terminate()
    },
  }
}

/** Where times may not be set, as on some shares, the same bytes are written again. */
function sign(file: number, text: string, now: Date): void {
  try {
    futimesSync(file, now, now)
  } catch {
    writeSync(file, text, 0)
  }
}

/**
 * One sign of life: the mark's time of change is set to `now`. False where the mark is somebody else's. One that was removed is put
 * back: somebody took its holder for dead.
 */
export function beatOnce({ mark, holder }: BeatStart, now: Date): boolean {
  let file: number
  try {
    file = openSync(mark, 'r+')
  } catch (error) {
    // Any other fault is the disk's or the network's: it may be over at the next sign.
    return isCode(error, 'ENOENT') ? createMark(mark, holder) : true
  }
  try {
    const text = readFileSync(file, 'utf8')
    if (holderIn({ text, beat: 0 })?.id !== holder.id) return false
    sign(file, text, now)
    return true
  } catch {
    return true
  } finally {
    closeSync(file)
  }
}
