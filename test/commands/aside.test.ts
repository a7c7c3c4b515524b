import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/connect.ts'
import { setAside } from '../../src/db/set-aside.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { COUNTY } from '../harness/county.ts'
import { muster, objectIn } from '../harness/muster-process.ts'
import { countyIn } from '../harness/register.ts'

// One folder, and two things set aside in it; every test here begins where the one before ended.
describe('what was set aside', () => {
  let home = ''
  let env: Record<string, string> = {}
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-aside-'))
    env = { MUSTER_DATA: join(home, 'data') }
    const now = new Date()
    await countyIn(join(home, 'data'), now)
    const db = await openDb({ folder: join(home, 'data') })
    const error = new RangeError('it is too long')
    await db.write(now, async (tx) => {
      await setAside(tx, now, { lane: ACTUAL, step: 'send' }, [{ district: COUNTY, item: 'message a', error }])
      await setAside(tx, now, { lane: ACTUAL, step: 'rollup' }, [{ district: '*', item: 'district 36', error }])
    })
    await db.close()
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('is listed with its reason, where it is asked for', async () => {
    const { code, stdout } = await muster(['aside', 'list'], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/361128 +send +message a +1 .* FAULT: it is too long/)
    expect(stdout).toMatch(/\* +rollup +district 36 /)
    const elsewhere = objectIn(await muster(['aside', 'list', '--district', '361199', '--json'], env))
    expect(elsewhere).toMatchObject({ count: 1, items: [{ item: 'district 36', againAt: null }] })
  })

  test('is tried again once: the one that is named, then all', async () => {
    const one = await muster(['aside', 'again', '--step', 'send', '--item', 'message a', '--json'], env)
    expect(objectIn(one)).toEqual({ count: 1 })
    expect(objectIn(await muster(['aside', 'again', '--json'], env))).toEqual({ count: 1 })
    expect(await muster(['aside', 'list'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing is'),
    })
    expect(await muster(['aside', 'again', '--step', 'dance'], env)).toMatchObject({ code: 2 })
  })
})
