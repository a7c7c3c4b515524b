import { beforeEach, describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { endWarning } from '../../src/domain/warnings/actions.ts'
import { villageCode } from '../harness/county.ts'
import { geocodes, info } from '../harness/infos.ts'
import { refTo, useScene } from '../harness/scene.ts'
import { warningsOf } from '../harness/warning-states.ts'

const scene = useScene()
const { villagesHelped, warningStates, standDowns, decideQuestion } = warningsOf(scene)
/** When each message was sent, by its identifier. */
let sent: Map<string, Date>

beforeEach(() => {
  sent = new Map()
})

/** A message a second after the last, about others. */
async function send(
  identifier: string,
  villages: number[],
  about: string[],
  change: Record<string, string | null> = {},
) {
  scene.world.clock.forward(SECOND)
  sent.set(identifier, scene.now())
  const references = about.map((a) => refTo(a, sent.get(a) as Date)).join(' ')
  const kind: Record<string, string> = about.length > 0 ? { msgType: 'Update', references } : {}
  await scene.warn(villages, { identifier, severity: 'Minor', ...kind, ...change })
}
const cancel = (identifier: string, villages: number[], about: string[]) =>
  send(identifier, villages, about, { msgType: 'Cancel', ...(villages.length === 0 ? { info: null } : {}) })
describe('a warning of two parts that goes on in two Updates, each about the first Alert', () => {
  beforeEach(async () => {
    await send('A', [1, 2], [])
    await send('U1', [1], ['A'], { severity: 'Severe' })
    await send('U2', [2], ['A'])
  })

  test('has both stand side by side, each at its level', async () => {
    expect(await warningStates()).toEqual({ A: 'over superseded', U1: 'in-force', U2: 'in-force' })
    expect(await villagesHelped()).toEqual([1, 2])
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['II'])
  })

  test('is one again by an Update that names them all', async () => {
    await send('U3', [1, 2, 3], ['A', 'U1', 'U2'])
    expect(await warningStates()).toMatchObject({ U1: 'over superseded', U2: 'over superseded', U3: 'in-force' })
    expect(await villagesHelped()).toEqual([1, 2, 3])
  })

  test('is one again by an Update of all its ground that names the first Alert alone', async () => {
    await send('U3', [1, 2], ['A'])
    expect(await warningStates()).toMatchObject({ U1: 'over superseded', U2: 'over superseded', U3: 'in-force' })
  })

  test('goes on in each of them by itself', async () => {
    await send('V', [2], ['U2'])
    expect(await warningStates()).toMatchObject({ U1: 'in-force', U2: 'over superseded', V: 'in-force' })
    await cancel('C', [], ['U1'])
    expect(await warningStates()).toMatchObject({ U1: 'over cancelled', V: 'in-force', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([2])
  })

  test('ends whole by a Cancel without an area that names the first Alert alone', async () => {
    await cancel('C', [], ['A'])
    expect(await warningStates()).toMatchObject({ U1: 'over cancelled', U2: 'over cancelled', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([])
  })

  test('ends in one part by a Cancel of that part, also where it names the first Alert alone', async () => {
    await cancel('C', [1], ['A'])
    expect(await warningStates()).toMatchObject({ U1: 'over cancelled', U2: 'in-force', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([2])
  })

  test('ended by hand in one part, goes on in the other', async () => {
    const [row] = await scene.rows<{ id: string }>('warning', `identifier = 'U1'`)
    await endWarning(scene.db, scene.now(), CONSOLE, row?.id ?? '', 'dry')
    await scene.run()
    expect(await villagesHelped()).toEqual([2])
  })
})

test('the part that goes on is left alone by a Cancel of the other', async () => {
  await send('A', [1, 2], [])
  await send('U', [2], ['A'])
  const told = standDowns().length
  await cancel('C', [1], ['A'])
  expect(await warningStates()).toEqual({ A: 'over superseded', U: 'in-force', C: 'noted ends' })
  expect(await villagesHelped()).toEqual([2])
  expect(standDowns()).toHaveLength(told)
})

describe('a Cancel of a part of what stands', () => {
  beforeEach(async () => {
    await send('A', [1, 2], [])
    await cancel('C', [1], ['A'])
  })

  test('ends nothing: somebody is asked', async () => {
    expect(await warningStates()).toEqual({ A: 'in-force', C: 'noted in-part asks ends of A' })
    expect(await villagesHelped()).toEqual([1, 2])
    expect(standDowns()).toEqual([])
  })

  test('ends all of it after a yes', async () => {
    await decideQuestion('C', { ours: true })
    expect(await warningStates()).toEqual({ A: 'over cancelled', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([])
  })

  test('ends nothing after a no, and asks no more', async () => {
    await decideQuestion('C', { ours: false })
    expect(await warningStates()).toEqual({ A: 'in-force', C: 'noted kept' })
    await scene.run()
    expect(await villagesHelped()).toEqual([1, 2])
  })

  test('asks no more once the rest goes on in an Update', async () => {
    await send('U', [2], ['A'])
    expect(await warningStates()).toMatchObject({ A: 'over superseded', U: 'in-force', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([2])
  })
})

test('an all-clear of a part ends nothing of the rest without a yes', async () => {
  await send('A', [1, 2], [])
  await send('U', [], ['A'], { info: null, more: info([1], { responseType: 'AllClear' }) })
  expect(await warningStates()).toEqual({ A: 'in-force', U: 'noted in-part asks ends of A' })
  await decideQuestion('U', { ours: true })
  expect(await warningStates()).toEqual({ A: 'over cleared', U: 'noted ends' })
})

test('of two Updates of one Alert whose ground overlaps, both stand until somebody says that one is over', async () => {
  await send('A', [1, 2, 3], [])
  await send('U1', [1, 2], ['A'])
  await send('U2', [2, 3], ['A'])
  expect(await warningStates()).toMatchObject({ U1: 'in-force', U2: 'in-force in-part asks ends of U1' })
  expect(await villagesHelped()).toEqual([1, 2, 3])
  await decideQuestion('U2', { ours: true })
  expect(await warningStates()).toMatchObject({ U1: 'over superseded', U2: 'in-force' })
  expect(await villagesHelped()).toEqual([2, 3])
})

test('codes and shapes of the same ground are compared', async () => {
  const area = (v: number) => ({ area: geocodes('GB2260', villageCode(v)) })
  await send('A', [1, 2], [])
  await send('U1', [1], ['A'])
  await send('U2', [], ['A'], area(2))
  expect(await villagesHelped()).toEqual([1, 2])
  await send('U3', [], ['A'], area(1))
  expect(await warningStates()).toMatchObject({ U1: 'over superseded', U2: 'in-force', U3: 'in-force' })
})

test('a Cancel that names several ends each of them', async () => {
  await send('A', [1], [])
  await send('B', [2], [])
  await cancel('C', [], ['A', 'B'])
  expect(await warningStates()).toEqual({ A: 'over cancelled', B: 'over cancelled', C: 'noted ends' })
})

test.each(['Ack', 'Error'])('an %s about an Update ends nothing', async (msgType) => {
  await send('A', [1], [])
  await send('E', [], ['A'], { msgType, info: null })
  expect(await warningStates()).toEqual({ A: 'in-force', E: 'noted no-warning' })
})
