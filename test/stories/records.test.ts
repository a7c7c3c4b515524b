import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { RecordInput } from '../../src/domain/records/model.ts'
import { recordsOf } from '../../src/domain/records/store.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

const patrol = (change: Partial<RecordInput> = {}): RecordInput => ({
  id: newId(scene.now()),
  kind: 'patrol',
  subject: scene.id('S01'),
  toldBy: scene.id('P1-4'),
  occurredAt: scene.now(),
  body: { water: 'steady' },
  ...change,
})
const send = async (...records: RecordInput[]) => {
  const receipts = await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, ACTUAL, records, afterRecords)
  return receipts.map((r) => r.kept)
}
const told = (at = scene.now()) => scene.db.read((tx) => recordsOf(tx, COUNTY, scene.id('S01'), ACTUAL, at, 50))

test('a record sent again is kept once, whether the telephone missed the answer or sends it twice at once', async () => {
  const record = patrol({ at: [116.61, 29.002] })
  expect(await send(record)).toEqual(['new'])
  scene.world.clock.forward(HOUR)
  expect(await send(record)).toEqual(['before'])
  const twice = patrol()
  expect(await send(twice, record, twice)).toEqual(['new', 'before', 'before'])
  expect(await told()).toHaveLength(2)
  expect(await scene.rows('audit')).toHaveLength(2)
})

test.each([
  ['body', { body: { water: 'rising' } }],
  ['kind', { kind: 'hazard' }],
  ['time', { occurredAt: new Date(0) }],
  ['place on the ground', { at: [116.7, 29] as [number, number] }],
  ['correction', { corrects: '01733a5d-0000-7000-8000-000000000000' }],
])('the same id with another %s is refused, and the first stays as it was', async (_, change) => {
  const record = patrol()
  await send(record)
  expect(await send({ ...record, ...change })).toEqual(['refused'])
  expect(await told()).toMatchObject([{ kind: 'patrol', body: { water: 'steady' }, occurredAt: record.occurredAt }])
})

test('two records under one id in one batch: the first is kept, and the second is not called safe', async () => {
  const record = patrol()
  expect(await send(record, { ...record, body: { water: 'rising' } })).toEqual(['new', 'refused'])
  expect(await told()).toMatchObject([{ body: { water: 'steady' } }])
})

test('one that is refused does not keep the others out', async () => {
  const record = patrol()
  await send(record)
  expect(await send({ ...record, kind: 'hazard' }, patrol(), patrol())).toEqual(['refused', 'new', 'new'])
})

test('a correction is a record of its own, and both can be read', async () => {
  const wrong = patrol()
  await send(wrong)
  scene.world.clock.forward(MINUTE)
  const right = patrol({ corrects: wrong.id, body: { water: 'rising' } })
  expect(await send(right)).toEqual(['new'])
  expect((await told()).map((r) => [r.id, r.corrects])).toEqual([
    [right.id, wrong.id],
    [wrong.id, null],
  ])
})

test('what was heard later was not known before', async () => {
  const happened = scene.now()
  scene.world.clock.forward(2 * HOUR)
  await send(patrol({ occurredAt: happened }))
  expect(await told(new Date(happened.getTime() + HOUR))).toEqual([])
  expect(await told()).toMatchObject([{ occurredAt: happened, receivedAt: scene.now() }])
})

test('nothing that was told is changed or forgotten', async () => {
  await send(patrol())
  const changed = scene.db.write(scene.now(), (tx) => tx`update record set body = '{}'`)
  await expect(changed).rejects.toMatchObject({ code: 'MU002' })
  const forgotten = scene.db.write(scene.now(), (tx) => tx`delete from record`)
  await expect(forgotten).rejects.toMatchObject({ code: 'MU002' })
})

test('an id that was not made on a device is no id', () => {
  const parsed = RecordInput.safeParse({ ...patrol(), id: '9b2e0f9c-8f0e-4b3a-9d0b-111111111111' })
  expect(parsed.error?.issues[0]?.message).toBe('must be a UUIDv7 made on the device')
})
