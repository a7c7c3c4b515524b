import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE, SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import { startBeat } from './beat.ts'
import { claimOf, createMark, type FolderMark, holderIn, isCode, markOf, readMark, replaceMark } from './folder-mark.ts'
import { type FolderHolder, isThisProcess, placeOf, processOf, standingOf, thisHolder, thisMachine } from './holder.ts'
import type { EngineFault } from './state.ts'

/**
 * One process at a time may have an embedded database's folder: two would each write their own idea of it. The holder is named in
 * a mark there, and gives signs of life by the mark's time of change. Whether it is alive is asked of the system where both
 * are on one machine, since one start and in one PID namespace; from elsewhere only the signs of life tell.
 */
export interface FolderHold {
  /** Resolves when another process has taken the folder, which takes this one for dead: nothing more may be written there. */
  lost: Promise<void>
  letGo(): Promise<void>
}

export interface HoldOptions {
  /** Told what the folder is waited for, and that it was taken from somebody. */
  onProgress?: (text: string) => void
  /** For tests, which move it. */
  time?: { now(): Date; wait(ms: number): Promise<unknown> }
}

/** How long a holder that cannot be asked may be silent: twenty signs of life. */
const SILENCE_MS = MINUTE
/** How long it is looked at in any case, since its clock may differ from ours: five signs of life. */
const LEAST_MS = 15 * SECOND
const LOOK_MS = SECOND

/** Takes the folder, made if need be. Throws DB_FOLDER_BUSY while another has it. */
export async function holdFolder(folder: string, options: HoldOptions = {}): Promise<FolderHold> {
  mkdirSync(folder, { recursive: true })
  const mark = markOf(folder)
  const holder = thisHolder()
  while (!createMark(mark, holder)) {
    if (await followDead(folder, holder, options)) break
  }
  const beat = startBeat({ mark, holder })
  return {
    lost: beat.lost,
    async letGo() {
      await beat.stop()
      if (idIn(mark) === holder.id) rmSync(mark, { force: true })
    },
  }
}

/** Where the process that has the folder serves; null where none does, or it does not serve. */
export function servingIn(folder: string): string | null {
  const held = readMark(markOf(folder))
  const holder = held && holderIn(held)
  return holder && standingOf(holder, thisMachine(), processOf) !== 'dead' ? (holder.url ?? null) : null
}

/** Writes into the folder's mark that this process, which holds it, serves at `url`. */
export function noteServing(folder: string, url: string): void {
  const mark = markOf(folder)
  const held = readMark(mark)
  const holder = held && holderIn(held)
  // One that was taken from us meanwhile is not ours to write.
  if (holder && isThisProcess(holder)) replaceMark(mark, { ...holder, url })
}

function idIn(mark: string): string | undefined {
  const held = readMark(mark)
  return (held && holderIn(held))?.id
}

/**
 * Puts `holder` into the place of a dead one; false where the mark has changed meanwhile and is to be looked at again. Of several
 * that find the same mark dead one creates the claim to follow it, and only that one touches the mark. Where it dies between the
 * two, its claim is followed in the same way.
 */
async function followDead(folder: string, holder: FolderHolder, options: HoldOptions): Promise<boolean> {
  const mark = markOf(folder)
  const dead = readMark(mark)
  const claims: string[] = []
  for (let path = mark, before = dead; ; path = claims.at(-1) as string, before = readMark(path)) {
    if (before === null || !(await hasEnded({ folder, path, held: before }, options))) return false
    const claim = claimOf(mark, before)
    claims.push(claim)
    if (createMark(claim, holder)) break
  }
  // Who was slow finds that the mark was followed already, and the claim to it removed.
  if (readMark(mark)?.text !== dead?.text) {
    rmSync(claims.at(-1) as string, { force: true })
    return false
  }
  replaceMark(mark, holder)
  for (const claim of claims) rmSync(claim, { force: true })
  return true
}

/** Whether the holder that was read has ended; false where the mark has changed. Throws DB_FOLDER_BUSY where it is alive. */
async function hasEnded(
  { folder, path, held }: { folder: string; path: string; held: FolderMark },
  { onProgress = () => {}, time = wallTime }: HoldOptions,
): Promise<boolean> {
  const holder = holderIn(held)
  if (holder === null) return true
  const here = thisMachine()
  const who = `process ${holder.pid}${placeOf(holder, here)}`
  // Looks are counted, and not the time: after this machine has slept, an hour is over and nobody had a chance to give a sign.
  for (let looks = looksAt(held, time.now()), look = 0; ; look++) {
    const standing = standingOf(holder, here, processOf)
    if (standing === 'dead') return true
    if (standing === 'alive') throw busy(folder, holder, who)
    if (look === looks) {
      onProgress(`${who} has given no sign of life for ${looks} s: its folder ${folder} is taken over`)
      return true
    }
    if (look === 0) {
      onProgress(
        `${who} has the folder ${folder} and cannot be asked from here: waiting for a sign of life, ${looks} s at most. If you are sure that it has ended, remove ${path} and start again`,
      )
    }
    await time.wait(LOOK_MS)
    const now = readMark(path)
    if (now?.text !== held.text) return false
    if (now.beat !== held.beat) throw busy(folder, holder, who)
  }
}

/** How many looks a holder is given: fewer where it has been silent before, as far as its clock and ours agree. */
function looksAt({ beat }: FolderMark, now: Date): number {
  const left = beat + SILENCE_MS - now.getTime()
  return Math.ceil(Math.min(SILENCE_MS, Math.max(LEAST_MS, left)) / LOOK_MS)
}

const wallTime = { now: () => new Date(), wait: (ms: number) => sleep(ms) }

function busy(folder: string, holder: FolderHolder, who: string): MusterError {
  return new MusterError('DB_FOLDER_BUSY', {
    folder,
    who,
    pid: holder.pid,
    serving: holder.url ? `, which serves at ${holder.url}` : '',
    // Of a mark without an id it is not known for certain, and will not be.
    sure: holder.id ? '' : ` If you are sure that it has ended, remove ${markOf(folder)}.`,
  })
}

const faultOf = (folder: string) => join(folder, 'last-fault.json')

/** Keeps how the engine broke down, so that another process can tell it: `doctor` cannot ask the one that has the folder. */
export function keepFault(folder: string, fault: EngineFault): void {
  const path = faultOf(folder)
  try {
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(fault))
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // A full disk may be what broke the engine; to open it again is what counts then.
  }
}

/** How the engine of a folder broke down last, or null where it never did. */
export function lastFaultIn(folder: string): EngineFault | null {
  try {
    const fault = JSON.parse(readFileSync(faultOf(folder), 'utf8')) as EngineFault
    return { ...fault, at: new Date(fault.at) }
  } catch (error) {
    // A power cut can leave an empty file.
    if (isCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}
