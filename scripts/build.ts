/**
 * Builds `dist/` for the npm package: the source with its types taken off, since Node refuses to strip types under
 * node_modules, and beside it the files that are read as they are (pages, styles); `scripts/board.ts` adds the board. A clone never needs it.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [from, to] = [join(root, 'src'), join(root, 'dist')]

// What is no longer in the source must not stay in the package.
rmSync(to, { recursive: true, force: true })
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' })
if (status !== 0) process.exit(1)
cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.ts') && path !== join(from, 'apps/board') })
