import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMoment } from '../../src/apps/cli/moment.ts'
import { pairs, table, widthOf } from '../../src/apps/cli/table.ts'
import { cap } from '../harness/cap-message.ts'
import { muster, objectIn } from '../harness/muster-process.ts'

describe('the command line', () => {
  test('shows every command with its examples', async () => {
    const help = await muster(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    const commands = ['start', 'import', 'warning', 'board', 'duty', 'exercise', 'trial', 'aside', 'db', 'doctor']
    for (const command of commands) expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
    const below = await muster(['import', 'places', '--help'])
    expect(below.stdout).toContain('Examples:\n  muster import places dykes.geojson --kind dam-section --section 500')
  })

  test('refuses a call that cannot be meant with exit code 2, in words or as JSON', async () => {
    expect(await muster(['nonsense'])).toEqual({
      code: 2,
      stdout: '',
      stderr: "BAD_COMMAND: Unknown command 'nonsense'. See --help.\n",
    })
    const asked = await muster(['board', '--area', '361128', '--as-of', 'yesterday', '--json'])
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/^BAD_INSTANT: /) })
    expect(objectIn(asked)).toEqual({
      error: {
        code: 'BAD_INSTANT',
        says: '"yesterday" is not a moment in time.',
        do: 'Write it as 2020-07-09T14:05:00+08:00.',
        details: { text: 'yesterday' },
      },
    })
  })

  test('ends with 1 where another call would not have helped', async () => {
    const asked = await muster(['db', 'status', '--json'], {
      MUSTER_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    })
    expect(asked.code).toBe(1)
    expect(objectIn(asked)).toMatchObject({ error: { code: 'DB_UNREACHABLE' } })
  })
})

describe('muster warning read', () => {
  test('says what a warning is, needing no database', async () => {
    const folder = join(import.meta.dirname, 'no-such-folder')
    const read = await muster(['warning', 'read', '-', '--json'], { MUSTER_DATA: folder }, cap())
    expect(read).toMatchObject({ code: 0, stderr: '' })
    expect(objectIn(read)).toMatchObject({
      warnings: [
        { identifier: 'W-1', sent: '2020-07-09T00:00:00.000Z', references: [], area: { type: 'MultiPolygon' } },
      ],
      refused: [],
    })
    const told = await muster(['warning', 'read', '-'], {}, cap({ status: 'Exercise' }))
    expect(told.stdout).toContain('CAP 1.2 Alert, Exercise, Public: runs a drill and never calls anybody for real.')
    expect(told.stdout).toContain('1, within 116.6000,28.9000 to 116.8000,29.1000 (longitude,latitude)')
    expect(existsSync(folder)).toBe(false)
  })

  test('gives the named reason why a message is none, and exit code 2', async () => {
    const read = await muster(['warning', 'read', '-', '--json'], {}, cap({ identifier: null }))
    expect(read).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^CAP_MISSING: The required element identifier/),
    })
    const refused = { code: 'CAP_MISSING', details: { field: 'identifier' } }
    expect(objectIn(read)).toMatchObject({ warnings: [], refused: [refused], error: refused })
    expect(await muster(['warning', 'read', '/no/such.cap'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('a moment', () => {
  test('is ISO 8601 with its offset', () => {
    expect(readMoment('2020-07-09T14:05:00+08:00')).toEqual(new Date('2020-07-09T06:05:00Z'))
    expect(readMoment('2020-02-29T00:00Z')).toEqual(new Date('2020-02-29T00:00:00Z'))
  })

  test.each([
    '2020-07-09',
    '2020-07-09T14:05:00',
    '2020-02-30T00:00Z',
    '2020-07-09T25:00Z',
    '09/07/2020',
    '1594267500',
    '',
  ])('is not "%s"', (text) => expect(() => readMoment(text)).toThrow(expect.objectContaining({ code: 'BAD_INSTANT' })))
})

describe('a table', () => {
  test('stands in line also where names are Chinese', () => {
    const shown = table(
      ['name', { header: 'n', right: true }, 'who'],
      [
        ['鄱阳县', '1', 'Li'],
        ['Poyang', '12', '王芳'],
      ],
    )
    expect(shown.split('\n')).toEqual(['  name     n  who', '  鄱阳县   1  Li', '  Poyang  12  王芳'])
  })

  test('lets nothing of a name reach the terminal as an order', () => {
    expect(pairs([['name', 'a\u001b[31mred\nline']])).toBe('  name  a [31mred line')
  })

  test('counts what East Asia writes wide as two, and combining marks as none', () => {
    expect(['K12+500', '堤段', 'ｱ', 'Ａ', 'é', '가', '👍', '“”'].map(widthOf)).toEqual([7, 4, 1, 2, 1, 2, 2, 2])
  })
})
