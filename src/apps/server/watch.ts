import { watch } from 'node:fs'
import { access, lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Clock, MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { isItemFault } from '../../db/set-aside.ts'
import { MAX_BYTES } from '../../domain/warnings/decode-xml.ts'
import { type Looking, looking } from './looking.ts'
import type { Received, Take } from './receive.ts'

/**
 * A file is whole once it has not grown between two looks `settleMs` apart. Not every file system tells of changes
 * (network shares do not), so the folder is looked at every `pollMs` anyway.
 */
const PACE = { settleMs: 500, pollMs: 5_000 }

const MESSAGE = /\.(xml|cap)$/i

/** File systems take names of 255 bytes; what is put behind a name, a time and the end of a reason's, has room in the rest. */
const NAME_BYTES = 200

/** What watching a folder needs beside it. */
export interface FolderWatch {
  take: Take
  /** Names files apart. */
  clock: Clock
  onFault: (error: unknown) => void
  /** Shows what became of a file where somebody sees it: why it was refused or is stuck (WATCH_STUCK). */
  tell: (source: string, why: readonly MusterError[]) => Promise<void>
  /** Takes back what was told of a file that was stuck. */
  untell: (source: string, why: readonly MusterError[]) => Promise<void>
  pace?: typeof PACE
}

/**
 * Watches a folder for warnings: each `*.xml` or `*.cap` file is taken once it is whole, and then moved to `taken/`, or to
 * `refused/` with the reason beside it. A crash between the two leaves the file where it was: it is taken again, found to
 * be known already, and moved. When the register itself fails the file stays and is tried again. A file that cannot be
 * read or moved is told and passed over; it is tried again with each look.
 */
export async function watchFolder(folder: string, of: FolderWatch): Promise<Looking> {
  const { onFault, pace = PACE } = of
  for (const kept of ['taken', 'refused']) await mkdir(join(folder, kept), { recursive: true })
  let seen = new Map<string, string>()
  const stuck = new Map<string, { error: MusterError; toldAt: number }>()
  // What was taken and could not be moved: it is not taken again for that.
  const taken = new Map<string, { state: string; received: Received }>()

  async function look(): Promise<number> {
    const before = seen
    seen = new Map()
    const names = (await readdir(folder)).filter((n) => MESSAGE.test(n)).sort()
    for (const name of [...stuck.keys()]) if (!names.includes(name)) await free(name)
    for (const name of names) {
      try {
        await lookAt(name, before.get(name))
      } catch (error) {
        if (!isItsOwn(error)) throw error
        await hold(name, error)
      }
    }
    return seen.size > 0 ? pace.settleMs : pace.pollMs
  }

  async function lookAt(name: string, before: string | undefined): Promise<void> {
    const file = await lstat(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      // One that went away meanwhile; or its name is no UTF-8, and does not lead back to it.
      if (error.code === 'ENOENT' && !name.includes('\ufffd')) return null
      throw error.code === 'ENOENT' ? new NotAFile('its name is not in UTF-8') : error
    })
    if (!file) return
    if (!file.isFile()) throw new NotAFile('it is no plain file')
    const state = `${file.size} ${file.mtimeMs}`
    if (before !== state) {
      seen.set(name, state)
      return
    }
    const known = taken.get(name)
    const received = known?.state === state ? known.received : await takeFile(folder, name, file.size, of)
    taken.set(name, { state, received })
    await moveFile(folder, name, received, of.clock)
    await free(name)
  }

  /** Tells of a file that is passed over, when that is new; and each minute, for somebody may have had it tried again. */
  async function hold(name: string, cause: unknown): Promise<void> {
    const reason = cause instanceof Error ? cause.message.replaceAll(join(folder, name), 'the file') : String(cause)
    const error = new MusterError('WATCH_STUCK', { file: name, reason: reason.slice(0, 300) }, { cause })
    const [told, now] = [stuck.get(name), of.clock.now().getTime()]
    const same = told?.error.message === error.message
    if (same && now - told.toldAt < MINUTE) return
    if (!same) {
      await untold(name)
      onFault(error)
    }
    await of.tell(sourceOf(name), [error])
    stuck.set(name, { error, toldAt: now })
  }

  /** A file is gone from the folder, into another or by another hand. */
  async function free(name: string): Promise<void> {
    taken.delete(name)
    await untold(name)
  }

  async function untold(name: string): Promise<void> {
    const error = stuck.get(name)?.error
    if (error) await of.untell(sourceOf(name), [error])
    stuck.delete(name)
  }

  const running = looking(look, onFault, pace.pollMs)
  const watcher = watch(folder, () => running.soon(pace.settleMs)).on('error', onFault)
  return {
    ...running,
    async stop() {
      watcher.close()
      await running.stop()
    },
  }
}

/** A folder or a link with the name of a message. */
class NotAFile extends Error {}

const sourceOf = (name: string) => `file:${name}`

/** Whether something is wrong with a file itself, rather than with the register: the next one may go well. */
function isItsOwn(error: unknown): boolean {
  if (error instanceof MusterError) return isItemFault(error)
  const { syscall, path } = error as NodeJS.ErrnoException
  return (syscall !== undefined && path !== undefined) || isItemFault(error) || error instanceof NotAFile
}

async function takeFile(folder: string, name: string, size: number, { take, tell }: FolderWatch): Promise<Received> {
  if (size <= MAX_BYTES) return take(await readFile(join(folder, name)), sourceOf(name))
  const refused = [new MusterError('CAP_TOO_BIG', { kb: Math.ceil(size / 1024), limit: MAX_BYTES / 1024 })]
  await tell(sourceOf(name), refused)
  return { taken: [], refused }
}

async function moveFile(folder: string, name: string, { taken, refused }: Received, clock: Clock): Promise<void> {
  const kept = join(folder, taken.length > 0 ? 'taken' : 'refused')
  await mkdir(kept, { recursive: true })
  const target = await freeName(kept, name, clock)
  // The reason first: a file in refused/ without one would be a riddle.
  if (refused.length > 0)
    await writeFile(`${target}.reason.txt`, refused.map((e) => `${e.code}: ${e.message} ${e.advice}\n`).join(''))
  await rename(join(folder, name), target)
}

/** The file's own name, cut where it is too long, or one with the time in it where that is taken: what was received is never overwritten. */
async function freeName(folder: string, name: string, clock: Clock): Promise<string> {
  const extension = extname(name)
  const stem = cutBytes(name.slice(0, name.length - extension.length), NAME_BYTES - extension.length)
  const plain = join(folder, `${stem}${extension}`)
  if (!(await exists(plain))) return plain
  const stamp = clock.now().toISOString().replaceAll(/[-:.]/g, '')
  for (let n = 1; ; n++) {
    const other = join(folder, `${stem}-${stamp}-${n}${extension}`)
    if (!(await exists(other))) return other
  }
}

/** The beginning of a text, of at most so many bytes in UTF-8 and no half character. */
function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let [cut, bytes] = ['', 0]
  for (const char of text) {
    bytes += Buffer.byteLength(char)
    if (bytes > most) break
    cut += char
  }
  return cut
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
