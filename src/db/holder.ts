import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The process that has an embedded database's folder, as the folder's mark names it. */
export interface FolderHolder {
  pid: number
  /** The process's start as the system counts it, since process numbers are used again; null where it cannot be read. */
  born: string | null
  /** Where it serves, once it does: so that the refusal of a second process can say where the first is to be found. */
  url?: string
  /** Of this one time that the folder is held. A mark of an older Muster has neither an id nor a machine. */
  id?: string
  machine?: HolderMachine
}

/**
 * Where a process number means something. A number says nothing on another machine, after a restart of this one, or in another
 * PID namespace, such as a container's: null is what cannot be read, and equals nothing.
 */
export interface HolderMachine {
  host: string
  boot: string | null
  space: string | null
}

/** What the system tells of a process number: whether there is such a process, and its start where that can be read. */
export interface SeenProcess {
  there: boolean
  born: string | null
}

/** `unsure`: it cannot be asked whether it is alive; only its signs of life tell. */
export type HolderStanding = 'alive' | 'dead' | 'unsure'

/** Whether the holder is alive, as far as processes can tell that are seen from `here`. */
export function standingOf(
  holder: FolderHolder,
  here: HolderMachine,
  processOf: (pid: number) => SeenProcess,
): HolderStanding {
  const { machine, born } = holder
  if (machine !== undefined && !isSame(machine, here)) return 'unsure'
  const found = processOf(holder.pid)
  if (!found.there) return 'dead'
  if (born !== null && found.born !== null) return born === found.born ? 'alive' : 'dead'
  // An older Muster gives no sign of life: what cannot be asked counts as alive.
  return machine === undefined ? 'alive' : 'unsure'
}

function isSame(a: HolderMachine, b: HolderMachine): boolean {
  return a.boot !== null && a.space !== null && a.boot === b.boot && a.space === b.space
}

/** Where a holder is that is not seen from `here`, in words that follow its process number. */
export function placeOf({ machine }: FolderHolder, here: HolderMachine): string {
  if (machine === undefined || isSame(machine, here)) return ''
  const beside = machine.boot !== null && machine.boot === here.boot
  return beside
    ? ` in another PID namespace of this machine (${machine.host}), such as a container's`
    : ` on the host ${machine.host}`
}

/** This process, about to hold a folder. */
export function thisHolder(): FolderHolder & { id: string; machine: HolderMachine } {
  return { pid: process.pid, born: bornOf(process.pid), id: randomUUID(), machine: thisMachine() }
}

export function isThisProcess({ pid, born, machine }: FolderHolder): boolean {
  const ours = thisHolder()
  return (
    pid === ours.pid && born === ours.born && machine?.host === ours.machine.host && machine.boot === ours.machine.boot
  )
}

/**
 * On Windows nothing is read that tells one start of the machine from the next, so that only signs of life count there. A name of a
 * host is no proof: two may have the same.
 */
export function thisMachine(): HolderMachine {
  const host = hostname()
  if (process.platform === 'linux') {
    const boot = textOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
    return { host, boot, space: textOr(() => readlinkSync('/proc/self/ns/pid')) }
  }
  if (process.platform === 'darwin') {
    const asked = () => execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' })
    return { host, boot: textOr(asked), space: 'the only one' }
  }
  return { host, boot: null, space: null }
}

export function processOf(pid: number): SeenProcess {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Any other code means that it is there and may not be signalled by us.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return { there: false, born: null }
  }
  return statOf(pid) ?? { there: true, born: null }
}

function bornOf(pid: number): string | null {
  return statOf(pid)?.born ?? null
}

/**
 * Fields 3 and 22 of /proc/PID/stat, counted after the name in brackets, which may hold spaces (proc(5)): its state and start. A
 * zombie has ended, and only its parent has not asked yet how. Null where there is no /proc, where it hides the process, or
 * where it is that of another PID namespace, in which the number is somebody else's.
 */
function statOf(pid: number): SeenProcess | null {
  try {
    if (readlinkSync('/proc/self') !== String(process.pid)) return null
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = '', born = null] = [fields[0], fields[19]]
    return { there: !/[ZX]/.test(state), born }
  } catch {
    return null
  }
}

function textOr(read: () => string): string | null {
  try {
    return read().trim() || null
  } catch {
    return null
  }
}
