import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SCRIPT = new URL('../../scripts/board.ts', import.meta.url)

test('where what builds the board was left out, a start says so in a line and goes on', async () => {
  const root = mkdtempSync(join(tmpdir(), 'muster-board-'))
  try {
    mkdirSync(join(root, 'scripts'))
    const script = join(root, 'scripts/board.ts')
    copyFileSync(SCRIPT, script)
    const { stderr } = await promisify(execFile)(process.execPath, [script])
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('Run "npm ci" without --omit=dev')])
  } finally {
    rmSync(root, { recursive: true })
  }
})
