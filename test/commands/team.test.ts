import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { muster, objectIn } from '../harness/muster-process.ts'
import { countyIn } from '../harness/register.ts'

interface Told {
  members: { code: string; meets: string[]; insisted: boolean }[]
  formed: { code: string; name: string; people: number } | null
}

// One folder, and what a coordinator does with it, in order: every test here begins where the one before ended.
describe('a coordinator who needs a team', () => {
  let home = ''
  let env: Record<string, string> = {}
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-team-'))
    env = { MUSTER_DATA: join(home, 'data') }
    await countyIn(join(home, 'data'), new Date())
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  const team = (...args: string[]) => muster(['plan', 'team', ...args], env)
  const told = async (...args: string[]) => objectIn(await team(...args, '--json')) as unknown as Told

  test('sees who it would be, what each is needed for and who could stand in', async () => {
    const { code, stdout } = await team('--for', 'S01', '--size', '4', '--skill', 'hydraulic:2')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^A team for S01: 4 people, \d+ m of way all together, .*No team has a shorter way\.$/m)
    expect(stdout).toMatch(/P1-1 +P1-1 +Unit U1 +\d+ +leads$/m)
    expect(stdout).toMatch(/P2-3 +P2-3 +Unit U2 +\d+ +hydraulics +hydraulics$/m)
    expect(stdout).toMatch(/Nobody to spare of:\n +wish.*\n +hydraulics +2 +P4-3, Unit U4, \d+ m off/)
    expect(stdout).toContain('Nobody was told; --form forms it under Unit U1.')
  })

  test('is told with exit code 2 what cannot be meant, and what is short', async () => {
    const refusals: [string[], string][] = [
      [['--for', 'S01', '--size', '4', '--with', 'P9-9'], 'PERSON_UNKNOWN: No person P9-9.'],
      [
        ['--for', 'S01', '--size', '4', '--skill', 'boat'],
        'TEAM_SKILL: 1 with the skill "boat" are needed, and 0 within',
      ],
    ]
    for (const [args, says] of refusals) {
      const { code, stderr } = await team(...args)
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(says) })
    }
  })

  test('without one and with another, forms it, and nobody of it is found again', async () => {
    const args = ['--for', 'S01', '--size', '3', '--without', 'P1-1', '--with', 'P6-9', '--name', 'Boats']
    const formed = await told(...args, '--form')
    expect(formed.members).toMatchObject([{ code: 'P1-2' }, { code: 'P1-3' }, { code: 'P6-9', insisted: true }])
    expect(formed.formed).toMatchObject({ code: 'U1-T1', name: 'Boats', people: 3 })
    const again = await team(...args, '--form')
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^TEAM_TAKEN: P6-9 is in another team .*Boats/m),
    })
  })

  test('dissolves it', async () => {
    const done = await muster(['plan', 'dissolve', 'U1-T1', '--reason', 'the water has fallen'], env)
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Boats is dissolved: 3 people were sent home'),
    })
  })
})
