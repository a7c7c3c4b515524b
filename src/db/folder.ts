import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MusterError } from '../base/errors.ts'
import type { EngineFault } from './state.ts'

/**
 * One process at a time may have an embedded database's folder: two would each write their own idea of it. The holder is
 * named in a file there. `born` is the process's start as the system counts it, since process numbers are used again.
 */
interface Holder {
  pid: number
  born: string | null
  /** Where it serves, once it does: so that the refusal of a second process can say where the first is to be found. */
  url?: string
}

const lockOf = (folder: string) => join(folder, 'in-use.json')

/** Takes the folder, made if need be, and returns the act of letting go. Throws DB_FOLDER_BUSY while another has it. */
export function holdFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const lock = lockOf(folder)
  const mine = JSON.stringify({ pid: process.pid, born: bornOf(process.pid) } satisfies Holder)
  while (!create(lock, mine)) {
    const held = read(lock)
    if (held === null) continue // let go of between the two lines
    const holder = holderIn(held)
    if (holder && isAlive(holder)) throw busy(folder, holder)
    removeDead(lock, held)
  }
  let holding = true
  return () => {
    if (holding) rmSync(lock, { force: true })
    holding = false
  }
}

/** Where the process that has the folder serves; null where none does, or it does not serve. */
export function servingIn(folder: string): string | null {
  const held = read(lockOf(folder))
  const holder = held === null ? null : holderIn(held)
  return holder && isAlive(holder) ? (holder.url ?? null) : null
}

/** Writes into the folder's mark that this process, which holds it, serves at `url`. */
export function noteServing(folder: string, url: string): void {
  const lock = lockOf(folder)
  const text = JSON.stringify({ pid: process.pid, born: bornOf(process.pid), url } satisfies Holder)
  writeFileSync(`${lock}.${process.pid}`, text)
  renameSync(`${lock}.${process.pid}`, lock)
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
  const text = read(faultOf(folder))
  if (text === null) return null
  try {
    const fault = JSON.parse(text) as EngineFault
    return { ...fault, at: new Date(fault.at) }
  } catch {
    return null // a power cut can leave an empty file
  }
}

/** Makes the lock with its text already in it, so that nobody ever reads half of one; false when there is one. */
function create(lock: string, text: string): boolean {
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, text)
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead process's lock. Moved aside first: if another process was quicker, what moved is its lock, and goes back. */
function removeDead(lock: string, expected: string): void {
  const aside = `${lock}.${process.pid}.dead`
  try {
    renameSync(lock, aside)
    if (read(aside) !== expected) linkSync(aside, lock)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function busy(folder: string, holder: Holder): MusterError {
  return new MusterError('DB_FOLDER_BUSY', {
    folder,
    pid: holder.pid,
    serving: holder.url ? `, which serves at ${holder.url}` : '',
  })
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function holderIn(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return null // a power cut can leave an empty file; nobody alive has written it
  }
}

function isAlive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return born === bornOf(pid)
}

/** Field 22 of /proc/PID/stat, counted after the name in brackets, which may hold spaces (proc(5)); null where there is none. */
function bornOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
