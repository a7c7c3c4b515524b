import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COUNTY } from '../harness/county.ts'
import { muster, objectIn } from '../harness/muster-process.ts'
import { countyIn } from '../harness/register.ts'

// One folder, and what a coordinator does with it, in order: every test here begins where the one before ended.
describe('a coordinator who is told that somebody is away', () => {
  let home = ''
  let env: Record<string, string> = {}
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-person-'))
    env = { MUSTER_DATA: join(home, 'data') }
    await countyIn(join(home, 'data'), new Date())
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  const person = (...args: string[]) => muster(['person', ...args, '--area', COUNTY], env)

  test('notes it, and when they are back', async () => {
    const noted = await person('away', 'P1-2', '--json')
    const { absence, released } = objectIn(noted) as unknown as { absence: { id: string; name: string }; released: [] }
    expect([noted.code, absence.name, released]).toEqual([0, 'P1-2', []])
    const back = await person('back', absence.id)
    expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/^It ended at \d{4}-/) })
  })

  // What the register refuses is told by the stories of it.
  test('says so of a mere wish, and is told with exit code 2 what cannot be meant', async () => {
    const until = ['--until', '2099-07-08T00:00:00+08:00']
    const { code, stdout } = await person('away', 'P1-3', '--rather-not', ...until)
    const says = expect.stringMatching(/^P1-3 would rather not .* until 2099-07-0/m)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: says })
    for (const [args, fault] of [
      [['away', 'P1-3', '--until', 'tomorrow'], 'BAD_INSTANT'],
      [['back', 'P1-3'], 'BAD_INPUT'],
    ] as const) {
      expect(await person(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(fault) })
    }
  })
})
