import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/base/clock.ts'
import { info } from '../harness/infos.ts'
import { capTime, refTo } from '../harness/scene.ts'
import { useWarningQuestions } from '../harness/warning-questions.ts'
import { START } from '../harness/world.ts'

/** An Update of which one info is clear and another is not: what stands where only the other speaks stays until somebody decides. */

const { scene, villagesHelped, warningStates, standDowns, sendUpdate, openQuestions, answerQuestion } =
  useWarningQuestions()
const CLEAR = info([1], { severity: 'Extreme' })

describe('where one info is in words that no playbook knows, of an area where something stands', () => {
  beforeEach(async () => {
    await scene.warn([1, 2], { severity: 'Minor' })
    await sendUpdate([CLEAR, info([2], { event: 'Inundación fluvial', language: 'es' })])
  })

  test('what is clear is in force, what stood stays, and somebody is asked', async () => {
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'in-force part-in-doubt asks ours of W-1' })
    expect([await villagesHelped(), standDowns()]).toEqual([[1, 2], []])
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['I'])
    expect(await openQuestions()).toMatchObject([
      { asks: 'ours', newest: [{ identifier: 'W-2', why: 'part-in-doubt', by: 'W-1' }] },
    ])
  })

  test('after a yes the other info is in force as well, in the place of what stood', async () => {
    await answerQuestion('W-2', { ours: true })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
    expect([await villagesHelped(), standDowns(), await openQuestions()]).toEqual([[1, 2], [], []])
    const parts = await scene.rows<{ warning: string; level: string; state: string }>(
      'warning_part',
      `warning = (select id from warning where identifier = 'W-2')`,
    )
    expect(parts.map((p) => [p.level, p.state])).toEqual([
      ['I', 'in-force'],
      ['IV', 'in-force'],
    ])
  })

  test('what stood is over where somebody says so', async () => {
    await answerQuestion('W-2', { ours: false, ends: true })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
    expect(await villagesHelped()).toEqual([1])
    expect(standDowns().length).toBeGreaterThan(0)
  })

  test('what stood stays where somebody says so, and nobody is asked again', async () => {
    await answerQuestion('W-2', { ours: false })
    await scene.warn([5], { identifier: 'X', severity: 'Minor' })
    await scene.pass(DAY)
    expect(await warningStates()).toMatchObject({ 'W-1': 'in-force', 'W-2': 'in-force' })
    expect([await villagesHelped(), await openQuestions()]).toEqual([[1, 2, 5], []])
  })

  test('nobody is asked any more once a later message says what is so', async () => {
    await sendUpdate([info([1, 2], { severity: 'Minor' })], {
      identifier: 'W-3',
      references: `${refTo('W-1', START)} ${refTo('W-2', scene.now())}`,
    })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'over superseded', 'W-3': 'in-force' })
    expect(await openQuestions()).toEqual([])
  })

  test('nobody is asked any more once what stood is over', async () => {
    await sendUpdate([], { identifier: 'C', msgType: 'Cancel' })
    expect((await warningStates())['W-1']).toBe('over cancelled')
    expect(await openQuestions()).toEqual([])
  })
})

describe('where one info is in doubt by itself', () => {
  test.each<[string, () => Record<string, string>]>([
    ['its words say that it is lifted', () => ({ event: '洪水预警解除' })],
    ['only its headline speaks of floods', () => ({ event: 'Crue', headline: 'Flood goes on' })],
    ['it expires before it was sent', () => ({ expires: capTime(START) })],
  ])('what stands there stays: %s', async (_, change) => {
    await scene.warn([1, 2], { severity: 'Minor' })
    await sendUpdate([CLEAR, info([2], change())])
    expect((await warningStates())['W-1']).toBe('in-force')
    expect((await warningStates())['W-2']).toContain('asks ours')
    expect(await villagesHelped()).toEqual([1, 2])
    await answerQuestion('W-2', { ours: false, ends: true })
    expect((await warningStates())['W-1']).toBe('over superseded')
    expect(await villagesHelped()).toEqual([1])
  })
})

test.each([
  ['is of the same area as the clear one', [CLEAR, info([1], { event: 'Inundación', language: 'es' })]],
  ['is of an area where nothing stands', [CLEAR, info([5], { event: 'Inundación', language: 'es' })]],
  ['says that all is over there', [CLEAR, info([2], { event: 'Inundación', responseType: 'AllClear' })]],
])('nothing is asked where the info that nobody knows %s', async (_, infos) => {
  await scene.warn([1, 2], { severity: 'Minor' })
  await sendUpdate(infos)
  expect(await warningStates()).toMatchObject({ 'W-1': 'over superseded', 'W-2': 'in-force' })
  expect(await villagesHelped()).toEqual([1])
})

test('of an older message that comes after it, it is asked then', async () => {
  await sendUpdate([CLEAR, info([2], { event: 'Inundación', language: 'es' })])
  expect(await warningStates()).toEqual({ 'W-2': 'in-force' })
  scene.world.clock.forward(MINUTE)
  await scene.warn([1, 2], { severity: 'Minor', sent: capTime(START) })
  expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'in-force part-in-doubt asks ours of W-1' })
})

test('a sibling of which a part is not clear ends no other where only that part is', async () => {
  await scene.warn([1, 2, 3], { severity: 'Minor' })
  await sendUpdate([info([1, 2])], { identifier: 'U1' })
  await sendUpdate([info([1]), info([2], { event: 'Inundación', language: 'es' })], { identifier: 'U2' })
  expect(await warningStates()).toMatchObject({ U1: 'in-force', U2: 'in-force part-in-doubt asks ours of U1' })
  expect(await villagesHelped()).toEqual([1, 2])
})
