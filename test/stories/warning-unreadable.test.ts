import { expect, test } from 'vitest'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { tryAgain } from '../../src/domain/faults/actions.ts'
import { readFlowFaults } from '../../src/domain/faults/read.ts'
import { endWarning } from '../../src/domain/warnings/actions.ts'
import { readWarning, readWarnings } from '../../src/domain/warnings/kept.ts'
import { warningsThen } from '../../src/domain/warnings/then.ts'
import { refTo, useScene } from '../harness/scene.ts'

/** What was kept of a warning and cannot be read any more stops nothing: not the step, no list, no page. */

const scene = useScene()

const YEAR_BEFORE_0 = '-000001-12-31T10:00:00.000Z'

const spoil = (identifier: string, column: 'parsed' | 'refs', path: string, value: unknown) =>
  scene.db.write(scene.now(), (tx) =>
    tx.unsafe(
      `update warning set ${column} = jsonb_set(${column}, '${path}', '${JSON.stringify(value)}') where identifier = '${identifier}'`,
    ),
  )
const kept = async (identifier: string) =>
  (await scene.rows<{ id: string; state: string; why: string | null }>('warning', `identifier = '${identifier}'`))[0]
const faults = () => scene.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, null))

/** A warning that comes in, and is spoilt before the engine has looked at it. */
async function spoilt(column: 'parsed' | 'refs', path: string, value: unknown) {
  const { run } = scene
  scene.run = async () => {}
  await scene.warn([1], { identifier: 'W-0', sent: '2020-07-08T00:00:00-00:00' })
  await scene.warn([1], {
    identifier: 'SPOILT',
    msgType: 'Update',
    references: refTo('W-0', new Date('2020-07-08T00:00:00Z')),
  })
  scene.run = run
  await spoil('SPOILT', column, path, value)
}

test.each([
  ['an onset that is no moment', 'parsed', '{infos,0,onset}', YEAR_BEFORE_0],
  ['no infos', 'parsed', '{infos}', null],
] as const)('a warning with %s is set aside alone; the others are acted on', async (_, column, path, value) => {
  await spoilt(column, path, value)
  await scene.warn([2], { identifier: 'GOOD' })
  expect((await kept('GOOD'))?.state).toBe('in-force')
  expect(await kept('SPOILT')).toMatchObject({ state: 'set-aside', why: 'failed' })
  // What it would take the place of stays, for nobody would be called by it.
  expect((await kept('W-0'))?.state).toBe('in-force')
  const { items } = await faults()
  expect(items).toMatchObject([{ step: 'warn', code: 'WARNING_UNREADABLE', tries: 1 }])
  expect(items[0]?.item).toBe(`warning ${(await kept('SPOILT'))?.id}`)
  await scene.warn([2], { identifier: 'LATER' })
  expect((await faults()).items).toMatchObject([{ tries: 1 }])
})

test('a warning that was set aside and mended is put in force once it is tried again, in the place of what it updates', async () => {
  await spoilt('parsed', '{infos,0,onset}', YEAR_BEFORE_0)
  await scene.run()
  expect(await kept('SPOILT')).toMatchObject({ state: 'set-aside' })
  const [fault] = (await faults()).items
  const wanted = [{ district: fault?.district ?? '', step: 'warn' as const, item: fault?.item ?? null }]
  const again = () => tryAgain(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, wanted })

  // Nothing was mended: it is set aside again, with a second try, and what stands stays.
  expect(await again()).toBe(1)
  await scene.run()
  expect((await faults()).items).toMatchObject([{ item: fault?.item, code: 'WARNING_UNREADABLE' }])
  expect((await kept('W-0'))?.state).toBe('in-force')

  await spoil('SPOILT', 'parsed', '{infos,0,onset}', null)
  expect(await again()).toBe(1)
  await scene.run()
  expect((await faults()).items).toEqual([])
  expect([(await kept('SPOILT'))?.state, (await kept('W-0'))?.state]).toEqual(['in-force', 'over'])
  expect(await scene.rows('campaign', `ends = 'infinity'`)).toHaveLength(1)
  expect(await again()).toBe(0)
  expect(await scene.rows('audit', `act = 'fault.again'`)).toHaveLength(2)
})

test('a reference that cannot be read is left out and shown; its message and the others are acted on', async () => {
  await spoilt('refs', '{0,sent}', YEAR_BEFORE_0)
  await scene.warn([2], { identifier: 'GOOD' })
  expect((await kept('GOOD'))?.state).toBe('in-force')
  expect((await kept('SPOILT'))?.state).toBe('in-force')
  expect((await faults()).items).toMatchObject([{ code: 'WARNING_UNREADABLE', tries: 1 }])
})

test('lists and pages show what cannot be read as unreadable, and it is ended by hand', async () => {
  await scene.warn([1], { identifier: 'GOOD' })
  await scene.warn([2], { identifier: 'SPOILT' })
  await spoil('SPOILT', 'parsed', '{infos,0,effective}', YEAR_BEFORE_0)
  const id = (await kept('SPOILT'))?.id as string
  const { items } = await scene.db.read((tx) => readWarnings(tx, CONSOLE, ACTUAL, { limit: 10, after: undefined }))
  expect(items.map((k) => [k.warning.identifier, k.warning.headlines['en-US'] ?? null]).sort()).toEqual([
    ['GOOD', 'Flood'],
    ['SPOILT', 'Cannot be read: SPOILT'],
  ])
  const page = await scene.db.read((tx) => readWarning(tx, CONSOLE, id))
  expect(page.warning.notes).toEqual([expect.stringContaining('infos.0.effective')])
  const list = await scene.db.read((tx) =>
    readList(tx, CONSOLE, scene.now(), 'warnings', { lane: ACTUAL, limit: 10, filters: {} }),
  )
  expect(list.items.map((row) => row.cells.identifier).sort()).toEqual(['GOOD', 'SPOILT'])
  expect(await scene.db.read((tx) => warningsThen(tx, ACTUAL, null, 5))).toHaveLength(2)
  const ended = await endWarning(scene.db, scene.now(), CONSOLE, id, 'it cannot be read')
  expect(ended.state).toBe('over')
})
