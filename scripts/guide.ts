/** Makes the pictures of docs/guide anew, by the browser tests: `npm run guide`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const looks = ['--project', 'browser', '-t', 'both languages|wide and narrow|starts a flood']
const { status } = spawnSync(process.execPath, [vitest, 'run', ...looks], {
  cwd: root,
  env: { ...process.env, MUSTER_GUIDE: '1', MUSTER_LOOKS: 'all' },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
