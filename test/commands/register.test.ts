import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { cap } from '../harness/cap-message.ts'
import { muster, objectIn } from '../harness/muster-process.ts'
import { capTime } from '../harness/scene.ts'
import { startServer } from '../harness/server-process.ts'

const AREAS = `code,name
36,江西省
3611,上饶市
361128,鄱阳县
361128100,鄱阳镇
361128100001,东湖社区
3611281x0001,out of line
`

const HOUSEHOLDS = `code,name,area,lon,lat
H1,Household 1,361128100001,116.70,29.00
`

// One folder, and the life of one register in it, in order: every test here begins where the one before ended.
describe('a register in a folder', () => {
  let home = ''
  let env: Record<string, string> = {}
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'muster-cli-'))
    env = { MUSTER_DATA: join(home, 'data') }
    writeFileSync(join(home, 'areas.csv'), AREAS)
    writeFileSync(join(home, 'households.csv'), HOUSEHOLDS)
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('is not made by looking for it', async () => {
    const board = await muster(['board', '--area', '361128', '--json'], env)
    expect(board.code).toBe(2)
    expect(objectIn(board)).toMatchObject({ error: { code: 'REGISTER_MISSING' } })
    expect(existsSync(join(home, 'data'))).toBe(false)
  })

  test('is made by muster start, which serves until it is asked to stop; meanwhile nobody else may have it', async () => {
    const server = await startServer(['--no-demo', '--watch', join(home, 'inbox')], env)
    onTestFinished(() => server.kill())
    const { url, ...serving } = server.said
    expect(serving).toMatchObject({ engine: 'embedded', lanes: ['actual', 'exercise'] })
    expect(await (await fetch(`${url}/api/v1/health`)).json()).toMatchObject({ engine: 'embedded' })

    writeFileSync(join(home, 'inbox', 'flood.cap'), cap({ sent: capTime(new Date()) }))
    const inbox = watch(join(home, 'inbox', 'taken'))
    if (!existsSync(join(home, 'inbox', 'taken', 'flood.cap'))) await once(inbox, 'change')
    inbox.close()
    const { items } = (await (await fetch(`${url}/api/v1/warnings`)).json()) as { items: object[] }
    expect(JSON.stringify(items)).toContain('W-1')

    const second = await muster(['db', 'status', '--json'], env)
    expect(second.code).toBe(1)
    const { error } = objectIn(second) as { error: { code: string; says: string } }
    expect(error.code).toBe('DB_FOLDER_BUSY')
    expect(error.says).toContain(`which serves at ${url}`)

    const { code, stdout } = await server.stop()
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(readdirSync(join(home, 'data'))).toEqual(['postgres'])
  })

  test('has a warning in it that is ended by its identifier, with a reason, once', async () => {
    expect(await muster(['warning', 'end', 'W-1'], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--reason'),
    })
    const ended = await muster(['warning', 'end', 'W-1', '--reason', 'the water has fallen', '--json'], env)
    expect(ended.code).toBe(0)
    expect(objectIn(ended)).toMatchObject({
      identifier: 'W-1',
      state: 'over',
      reason: 'ended by hand: the water has fallen',
    })
    const again = await muster(['warning', 'end', 'W-1', '--reason', 'once more', '--json'], env)
    expect({ code: again.code, ...objectIn(again) }).toMatchObject({ code: 2, error: { code: 'WARNING_OVER' } })
  })

  test('is shown what an import would write, row by row, before it is written', async () => {
    const preview = await muster(['import', 'areas', join(home, 'areas.csv')], env)
    expect(preview.code).toBe(0)
    expect(preview.stdout).toContain(
      'areas: 6 rows read; 5 would be added, 0 changed, 0 stay as they were; 1 not placed.',
    )
    expect(preview.stdout).toMatch(/^ +7 +BAD_CODE +code "3611281x0001" is not a code/m)
    expect(preview.stdout).toContain('Nothing was written; --yes writes it.')
    const written = await muster(['import', 'areas', join(home, 'areas.csv'), '--yes', '--json'], env)
    expect(objectIn(written)).toMatchObject({ written: true, what: 'areas', read: 6, new: 5, unplaced: [{ line: 7 }] })
  })

  test('is not changed by the same import once more', async () => {
    const again = await muster(['import', 'areas', join(home, 'areas.csv'), '--yes', '--json'], env)
    expect(objectIn(again)).toMatchObject({ new: 0, changed: 0, same: 5 })
  })

  test('shows a node of its tree, and who answers for a place', async () => {
    await muster(['import', 'places', join(home, 'households.csv'), '--kind', 'household', '--yes'], env)
    const board = await muster(['board', '--area', '361128', '--json'], env)
    expect(board.code).toBe(0)
    expect(objectIn(board)).toMatchObject({ tree: 'area', node: '361128', name: '鄱阳县', below: [{ name: '鄱阳镇' }] })
    const duty = await muster(['duty', '--place', 'H1', '--as-of', '2020-07-09T03:00:00+08:00'], env)
    expect(duty).toMatchObject({ code: 0 })
    expect(duty.stdout).toBe('Household 1 (household H1) at 2020-07-08 19:00 +00:00\n\nNobody answers for it.\n')
  })

  test('is looked over by a doctor, who says what is missing', async () => {
    const doctor = await muster(['doctor', '--json'], env)
    const { ok, checks } = objectIn(doctor) as { ok: boolean; checks: { name: string; status: string }[] }
    expect({ code: doctor.code, ok }).toEqual({ code: 0, ok: true })
    const status = Object.fromEntries(checks.map((check) => [check.name, check.status]))
    expect(status).toMatchObject({ node: 'ok', database: 'ok', migrations: 'ok', playbooks: 'ok', places: 'warn' })
  })
})
