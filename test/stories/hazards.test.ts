import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readHazard, readHazards } from '../../src/domain/board/hazards.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { sayOfHazard, takeBackTold } from '../../src/domain/hazards/actions.ts'
import type { HazardSaying } from '../../src/domain/hazards/model.ts'
import { recountHazards } from '../../src/domain/hazards/recount.ts'
import { RecordInput } from '../../src/domain/records/model.ts'
import { receiveRecords } from '../../src/domain/records/receive.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

const FINDER = 'P1-4'
const TREATER = 'P1-2'
const OTHER = 'P1-3'

const boil = (change: Partial<RecordInput> = {}, body: object = {}): RecordInput => ({
  id: newId(scene.now()),
  kind: 'hazard',
  subject: scene.id('S01'),
  toldBy: scene.id(FINDER),
  occurredAt: scene.now(),
  body: { hazard: 'boil', muddy: true, chainageM: 120, ...body },
  ...change,
})
const says = (of: string, state: HazardSaying, by: string, occurredAt = scene.now()): RecordInput =>
  boil({ id: newId(scene.now()), kind: 'hazard-state', toldBy: scene.id(by), occurredAt, body: { of, state } })
async function send(records: RecordInput[], lane = ACTUAL): Promise<string[]> {
  const taking = { now: scene.now(), actor: CONSOLE, district: COUNTY, lane }
  const receipts = await receiveRecords(
    scene.db,
    taking,
    { items: records, read: (item) => RecordInput.safeParse(item) },
    afterRecords,
  )
  return receipts.map((r) => (r.fault ? `${r.kept} ${r.fault.code}` : r.kept))
}
const acting = (hazard: string) => ({ now: scene.now(), actor: CONSOLE, district: COUNTY, hazard })
const desk = (hazard: string, state: HazardSaying, by: string, more: { reason?: string; occurredAt?: Date } = {}) =>
  sayOfHazard(scene.db, acting(hazard), { id: newId(scene.now()), state, toldBy: scene.id(by), ...more }, afterRecords)
const standing = (at?: Date, lane = ACTUAL) =>
  scene.db.read(async (tx) => {
    const { items } = await readHazards(tx, CONSOLE, scene.now(), { tree: 'area', node: COUNTY, lane, at })
    return items.map((h) => `${h.muddy ? 'muddy ' : ''}${h.kind} ${h.place} ${h.state}`)
  })
const one = (id: string, at?: Date, lane = ACTUAL) =>
  scene.db.read((tx) => readHazard(tx, CONSOLE, scene.now(), { district: COUNTY, id, lane, at }))
const later = (ms: number) => scene.world.clock.forward(ms)

describe('a hazard', () => {
  test('stands from the record that tells of it until another than who treated it has confirmed that', async () => {
    const first = boil()
    expect(await send([first])).toEqual(['new'])
    later(20 * HOUR)
    expect(await standing()).toEqual(['muddy boil S01 found'])
    await desk(first.id, 'treating', TREATER)
    expect(await standing()).toEqual(['muddy boil S01 treating'])
    later(HOUR)
    await desk(first.id, 'treated', TREATER)
    expect(await standing()).toEqual(['muddy boil S01 treated'])
    await expect(desk(first.id, 'confirmed', TREATER)).rejects.toMatchObject({ code: 'HAZARD_SAME_PERSON' })
    expect(await standing()).toEqual(['muddy boil S01 treated'])
    await desk(first.id, 'confirmed', OTHER)
    expect(await standing()).toEqual([])
    expect((await one(first.id)).course.map((s) => [s.state, s.byName, s.not])).toEqual([
      [null, FINDER, null],
      ['treating', TREATER, null],
      ['treated', TREATER, null],
      ['confirmed', OTHER, null],
    ])
  })

  test('is not confirmed before anybody treated it, nor by its treater from a telephone', async () => {
    const first = boil()
    await send([first])
    await expect(desk(first.id, 'confirmed', OTHER)).rejects.toMatchObject({ code: 'HAZARD_NOT_TREATED' })
    expect(await scene.rows('record')).toHaveLength(1)
    await send([says(first.id, 'treated', TREATER)])
    later(MINUTE)
    const own = says(first.id, 'confirmed', TREATER)
    const patrol = boil({ kind: 'patrol', body: { finding: 'all well' } })
    expect(await send([own, patrol])).toEqual(['refused HAZARD_SAME_PERSON', 'new'])
    expect(await standing()).toEqual(['muddy boil S01 treated'])
  })

  test('that is found again after it was confirmed stands again, and who treated it before may confirm what another treats', async () => {
    const first = boil()
    await send([first])
    await desk(first.id, 'treated', TREATER)
    later(MINUTE)
    await desk(first.id, 'confirmed', OTHER)
    later(HOUR)
    expect(await send([boil({ toldBy: scene.id(OTHER) }, { of: first.id })])).toEqual(['new'])
    expect(await standing()).toEqual(['muddy boil S01 found'])
    later(MINUTE)
    await desk(first.id, 'treated', OTHER)
    later(MINUTE)
    await desk(first.id, 'confirmed', TREATER)
    expect(await standing()).toEqual([])
  })

  test('is a mistake by its first teller or the coordinator, with a reason, and no telephone of another', async () => {
    const [first, second] = [boil(), boil({}, { hazard: 'crack', muddy: undefined })]
    await send([first, { ...second, body: { hazard: 'crack' } }])
    expect(await send([says(first.id, 'mistaken', OTHER)])).toEqual(['refused HAZARD_NOT_TELLER'])
    expect(await send([says(first.id, 'mistaken', FINDER)])).toEqual(['new'])
    expect(await standing()).toEqual(['crack S01 found'])
    await desk(second.id, 'mistaken', OTHER, { reason: 'a shadow' })
    expect(await standing()).toEqual([])
    expect(await one(second.id)).toMatchObject({ state: 'mistaken', reason: 'a shadow' })
    later(MINUTE)
    await expect(desk(second.id, 'treated', TREATER)).rejects.toMatchObject({ code: 'HAZARD_OVER' })
  })

  test('says only what was said: what nobody told of the water is not known', async () => {
    const first = boil({ body: { hazard: 'seepage' } })
    await send([first])
    expect(await one(first.id)).toMatchObject({ kind: 'seepage', muddy: null, chainageM: null })
    later(MINUTE)
    await send([boil({ body: { of: first.id, muddy: true } })])
    expect(await one(first.id)).toMatchObject({ kind: 'seepage', muddy: true, state: 'found' })
  })

  test('the gravest comes first: a muddy boil, then water over the crest, then what stands longest', async () => {
    const told = (body: object) => boil({ body: body as RecordInput['body'] })
    await send([told({ hazard: 'crack' })])
    later(MINUTE)
    await send([told({ hazard: 'overtopping' }), told({ hazard: 'seepage', muddy: false })])
    later(MINUTE)
    await send([told({ hazard: 'boil', muddy: true })])
    expect(await standing()).toEqual([
      'muddy boil S01 found',
      'overtopping S01 found',
      'crack S01 found',
      'seepage S01 found',
    ])
  })
})

describe('records that come out of order', () => {
  test('a confirmation that comes in before the treatment counts when that is there', async () => {
    const first = boil()
    await send([first])
    const [treated, confirmed] = [new Date(+scene.now() + MINUTE), new Date(+scene.now() + 2 * MINUTE)]
    later(HOUR)
    expect(await send([says(first.id, 'confirmed', OTHER, confirmed)])).toEqual(['new'])
    expect(await standing()).toEqual(['muddy boil S01 found'])
    later(HOUR)
    expect(await send([says(first.id, 'treated', TREATER, treated)])).toEqual(['new'])
    expect(await standing()).toEqual([])
  })

  test('a late record that the treater confirmed himself opens it again: he had treated it too', async () => {
    const first = boil()
    await send([first])
    const at = (n: number) => new Date(+first.occurredAt + n * MINUTE)
    later(HOUR)
    await send([says(first.id, 'treated', TREATER, at(5)), says(first.id, 'confirmed', OTHER, at(20))])
    expect(await standing()).toEqual([])
    expect(await send([says(first.id, 'treated', OTHER, at(10))])).toEqual(['new'])
    expect(await standing()).toEqual(['muddy boil S01 treated'])
  })

  test('what names a hazard that is not known yet is kept aside, and taken in by itself with its hazard', async () => {
    const first = boil()
    const treated = says(first.id, 'treated', TREATER, new Date(+scene.now() + MINUTE))
    expect(await send([treated])).toEqual(['aside HAZARD_UNKNOWN'])
    expect(await standing()).toEqual([])
    later(HOUR)
    expect(await send([first])).toEqual(['new'])
    expect(await standing()).toEqual(['muddy boil S01 treated'])
    expect(await send([treated, first])).toEqual(['aside HAZARD_UNKNOWN', 'before'])
    expect((await scene.rows('record_aside'))[0]).toMatchObject({ settled_as: 'tied', settled_by: 'engine:engine' })
  })

  test('sent again it is the same hazard, and together with its state in one list in any order', async () => {
    const first = boil()
    const list = [says(first.id, 'treated', TREATER, new Date(+scene.now() + 1)), first]
    later(MINUTE)
    expect(await send(list)).toEqual(['new', 'new'])
    later(MINUTE)
    expect(await send(list)).toEqual(['before', 'before'])
    expect(await standing()).toEqual(['muddy boil S01 treated'])
    expect(await scene.rows('hazard_state')).toHaveLength(1)
  })
})

test('a moment past shows what was known then, not what had happened by then', async () => {
  const first = boil()
  later(30 * MINUTE)
  const before = scene.now()
  later(MINUTE)
  await send([first])
  const found = scene.now()
  later(MINUTE)
  await send([says(first.id, 'treated', TREATER)])
  const treated = scene.now()
  later(MINUTE)
  await send([says(first.id, 'confirmed', OTHER)])
  expect(await standing(before)).toEqual([])
  expect(await standing(found)).toEqual(['muddy boil S01 found'])
  expect(await standing(treated)).toEqual(['muddy boil S01 treated'])
  expect(await standing()).toEqual([])
  expect((await one(first.id, found)).course).toHaveLength(1)
})

test('an exercise sees its own hazards alone, and tells nothing of real ones', async () => {
  const [real, played] = [boil(), boil({ kind: 'hazard', body: { hazard: 'crack' } })]
  await send([real])
  await send([played], 'exercise-1')
  expect(await standing()).toEqual(['muddy boil S01 found'])
  expect(await standing(undefined, 'exercise-1')).toEqual(['crack S01 found'])
  expect(await send([says(real.id, 'treated', TREATER)], 'exercise-1')).toEqual(['aside HAZARD_UNKNOWN'])
  expect(await standing()).toEqual(['muddy boil S01 found'])
})

test('what was written at the desk is taken back for ten minutes: the state as before, the hazard as a mistake', async () => {
  const first = boil()
  await send([first])
  const treated = newId(scene.now())
  const said = { id: treated, state: 'treated', toldBy: scene.id(TREATER) } as const
  await sayOfHazard(scene.db, acting(first.id), said, afterRecords)
  await sayOfHazard(scene.db, acting(first.id), said, afterRecords)
  later(5 * MINUTE)
  const back = (record: string) =>
    takeBackTold(scene.db, acting(first.id), { id: newId(scene.now()), record }, afterRecords)
  await back(treated)
  expect(await standing()).toEqual(['muddy boil S01 found'])
  expect((await one(first.id)).course.map((s) => s.not)).toEqual([null, 'taken-back', null])
  later(5 * MINUTE)
  await back(first.id)
  expect(await standing()).toEqual([])
  later(MINUTE)
  await expect(back(first.id)).rejects.toMatchObject({ code: 'HAZARD_LATE' })
})

test('hazards are made again from records alone, row for row', async () => {
  const [first, second, third] = [boil(), boil({}, { muddy: false }), boil({ at: [116.61, 29.002] })]
  await send([first, second])
  later(MINUTE)
  await send([says(first.id, 'treated', TREATER), third], ACTUAL)
  later(MINUTE)
  await send([
    says(first.id, 'confirmed', OTHER, new Date(+scene.now() - 30_000)),
    boil({ body: { of: second.id, muddy: true } }),
  ])
  later(MINUTE)
  await desk(third.id, 'mistaken', OTHER, { reason: 'seen twice' })
  await send([boil({ body: { hazard: 'crack' } })], 'exercise-1')
  const kept = async () => [
    (await scene.rows('hazard')).map((r) => JSON.stringify(r)).sort(),
    (await scene.rows('hazard_state')).map((r) => JSON.stringify(r)).sort(),
  ]
  const before = await kept()
  expect(before.map((t) => t.length)).toEqual([4, 8])
  const n = await scene.db.write(scene.now(), (tx) => recountHazards(tx, COUNTY))
  expect(n).toBe(4)
  expect(await kept()).toEqual(before)
})
