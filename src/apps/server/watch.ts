import { watch } from 'node:fs'
import { access, lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { MAX_BYTES } from '../../domain/warnings/decode-xml.ts'
import { type Looking, looking } from './looking.ts'
import type { Take } from './receive.ts'

/**
 * A file is whole once it has not grown between two looks `settleMs` apart. Not every file system tells of changes
 * (network shares do not), so the folder is looked at every `pollMs` anyway.
 */
const PACE = { settleMs: 500, pollMs: 5_000 }

const MESSAGE = /\.(xml|cap)$/i

/**
 * Watches a folder for warnings: each `*.xml` or `*.cap` file is taken once it is whole, and then moved to `taken/`, or to
 * `refused/` with the reason beside it. A crash between the two leaves the file where it was: it is taken again, found to
 * be known already, and moved. When the register itself fails the file stays and is tried again. `clock` names files apart.
 */
export async function watchFolder(
  folder: string,
  take: Take,
  clock: Clock,
  onFault: (error: unknown) => void = () => {},
  pace = PACE,
): Promise<Looking> {
  for (const kept of ['taken', 'refused']) await mkdir(join(folder, kept), { recursive: true })
  let seen = new Map<string, string>()

  async function look(): Promise<number> {
    const before = seen
    seen = new Map()
    for (const name of (await readdir(folder)).filter((n) => MESSAGE.test(n)).sort()) {
      const file = await lstat(join(folder, name)).catch(() => null)
      if (!file?.isFile()) continue
      const state = `${file.size} ${file.mtimeMs}`
      if (before.get(name) === state) await takeFile(folder, name, file.size, take, clock)
      else seen.set(name, state)
    }
    return seen.size > 0 ? pace.settleMs : pace.pollMs
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

async function takeFile(folder: string, name: string, size: number, take: Take, clock: Clock): Promise<void> {
  const path = join(folder, name)
  const { taken, refused } =
    size > MAX_BYTES
      ? {
          taken: [],
          refused: [new MusterError('CAP_TOO_BIG', { kb: Math.ceil(size / 1024), limit: MAX_BYTES / 1024 })],
        }
      : await take(await readFile(path), `file:${name}`)
  const target = await freeName(join(folder, taken.length > 0 ? 'taken' : 'refused'), name, clock)
  // The reason first: a file in refused/ without one would be a riddle.
  if (refused.length > 0)
    await writeFile(`${target}.reason.txt`, refused.map((e) => `${e.code}: ${e.message} ${e.advice}\n`).join(''))
  await rename(path, target)
}

/** The file's own name, or one with the time in it where that is taken: what was received is never overwritten. */
async function freeName(folder: string, name: string, clock: Clock): Promise<string> {
  const plain = join(folder, name)
  if (!(await exists(plain))) return plain
  const stamp = clock.now().toISOString().replaceAll(/[-:.]/g, '')
  for (let n = 1; ; n++) {
    const other = join(folder, `${basename(name, extname(name))}-${stamp}-${n}${extname(name)}`)
    if (!(await exists(other))) return other
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
