/**
 * Builds the board into `dist/board`, unless what is there was built from the sources as they are now. Runs before
 * `npm start`, `npm test` and packing, and once after `npm ci`, so that nobody has to think of it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const note = join(root, 'dist/board/built-from.json')

if (!isFresh()) {
  const vite = await import('vite').catch(absent)
  if (vite) await make(vite)
}

/** Where only what runs is installed (`npm ci --omit=dev`), the server runs without the board, and says how to have it. */
function absent(error: { code?: unknown }): null {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  const kept = existsSync(note) ? 'is of older sources' : 'is not there'
  console.error(
    `The board ${kept}: what builds it was left out. Run "npm ci" without --omit=dev, or install a packed release.`,
  )
  return null
}

async function make({ build }: typeof import('vite')): Promise<void> {
  const began = performance.now()
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  console.error(`the board is built (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

/** A new file is always imported by one that had to change for it, so that the files of the last build are enough. */
function isFresh(): boolean {
  if (!existsSync(note)) return false
  const sources: Record<string, string> = JSON.parse(readFileSync(note, 'utf8'))
  return Object.entries(sources).every(([file, hash]) => {
    const path = join(root, file)
    return existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === hash
  })
}
