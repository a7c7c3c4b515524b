import { beforeEach, describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/clock.ts'
import { info } from '../harness/infos.ts'
import { refTo, useScene } from '../harness/scene.ts'
import { loadStorm } from '../harness/storm.ts'
import { warningsOf } from '../harness/warning-states.ts'

/** What one playbook answers ends nothing that stands under another without somebody's yes. */

const scene = useScene()
const { warningStates, decideQuestion } = warningsOf(scene)
let sent: Map<string, Date>

beforeEach(async () => {
  sent = new Map()
  await loadStorm(scene)
})

/** The areas of households that a helper is required for, by playbook. */
const helped = async () => {
  const rows = await scene.rows<{ playbook: string; area: string }>(
    `(select distinct c.playbook, right(r.area, 1) as area, 0 as n from requirement r
      join campaign c on c.district = r.district and c.id = r.campaign
      where r.rule = 'household-helper' and r.ends = 'infinity') h`,
  )
  return rows.map((r) => `${r.playbook} ${r.area}`)
}
/** A message a second after the last, of these infos, about others. */
async function send(identifier: string, infos: string[], about: string[], change: Record<string, string | null> = {}) {
  scene.world.clock.forward(SECOND)
  sent.set(identifier, scene.now())
  const references = about.map((a) => refTo(a, sent.get(a) as Date)).join(' ')
  const kind: Record<string, string> = about.length > 0 ? { msgType: 'Update', references } : {}
  await scene.warn([], { identifier, info: null, more: infos.join(''), ...kind, ...change })
}
const flood = (villages: number[], change: Record<string, string | null> = {}) => info(villages, change)
const typhoon = (villages: number[], change: Record<string, string | null> = {}) =>
  info(villages, { event: 'Typhoon', ...change })
describe('an Alert that goes on in two Updates of one area, each answered by another playbook', () => {
  beforeEach(async () => {
    await send('A', [flood([1, 2]), typhoon([1, 2])], [])
    await send('F', [flood([1, 2])], ['A'])
    await send('T', [typhoon([1, 2])], ['A'])
  })

  test('stands under both', async () => {
    expect(await warningStates()).toEqual({ A: 'over superseded', F: 'in-force', T: 'in-force' })
    expect(await helped()).toEqual(['flood 1', 'flood 2', 'storm 1', 'storm 2'])
  })

  test('is taken further in each by an Update of its own kind alone', async () => {
    await send('F2', [flood([1, 2], { severity: 'Extreme' })], ['A'])
    expect(await warningStates()).toEqual({ A: 'over superseded', F: 'over superseded', T: 'in-force', F2: 'in-force' })
  })

  test('is one again by an Update of both kinds', async () => {
    await send('B', [flood([1, 2]), typhoon([1, 2])], ['A'])
    expect(await warningStates()).toEqual({
      A: 'over superseded',
      F: 'over superseded',
      T: 'over superseded',
      B: 'in-force',
    })
  })

  test('ends in one kind by a Cancel that says which', async () => {
    await send('C', [typhoon([1, 2])], ['A'], { msgType: 'Cancel' })
    expect(await warningStates()).toMatchObject({ F: 'in-force', T: 'over cancelled', C: 'noted ends' })
    expect(await helped()).toEqual(['flood 1', 'flood 2'])
  })

  test('ends in one kind by an all-clear that says which', async () => {
    await send('C', [typhoon([1, 2], { responseType: 'AllClear' })], ['A'])
    expect(await warningStates()).toMatchObject({ F: 'in-force', T: 'over cleared', C: 'noted ends' })
  })

  test('ends whole by a Cancel in words that no playbook knows', async () => {
    await send('C', [info([1, 2], { event: 'Everything' })], ['A'], { msgType: 'Cancel' })
    expect(await warningStates()).toMatchObject({ F: 'over cancelled', T: 'over cancelled', C: 'noted ends' })
  })
})

test('a sibling of two kinds takes the place of one of them only where it names that kind', async () => {
  await send('A', [flood([1, 2])], [])
  await send('F', [flood([1, 2])], ['A'])
  // Its two kinds together name all the area, and floods only a part of it.
  await send('B', [flood([1]), typhoon([2])], ['A'])
  expect(await warningStates()).toEqual({ A: 'over superseded', F: 'in-force', B: 'in-force in-part asks ends of F' })
  expect(await helped()).toEqual(['flood 1', 'flood 2', 'storm 2'])
})

describe('an Update that names a warning and is answered by another playbook', () => {
  beforeEach(async () => {
    await send('A', [flood([1])], [])
    await send('T', [typhoon([1])], ['A'])
  })

  test('comes into force and ends nothing: somebody is asked', async () => {
    expect(await warningStates()).toEqual({ A: 'in-force', T: 'in-force other-playbook asks ends of A' })
    expect(await helped()).toEqual(['flood 1', 'storm 1'])
    const [row] = await scene.rows<{ reason: string }>('warning', `identifier = 'T'`)
    expect(row?.reason).toContain('another playbook answers it than A, which stays in force')
  })

  test('takes its place after a yes', async () => {
    await decideQuestion('T', { ours: true })
    expect(await warningStates()).toEqual({ A: 'over superseded', T: 'in-force' })
    expect(await helped()).toEqual(['storm 1'])
  })

  test('leaves it after a no, for good', async () => {
    await decideQuestion('T', { ours: false })
    await send('X', [flood([5])], [])
    expect(await warningStates()).toEqual({ A: 'in-force', T: 'in-force', X: 'in-force' })
  })

  test('asks no more once what it would end is over', async () => {
    await send('C', [], ['A'], { msgType: 'Cancel' })
    expect(await warningStates()).toMatchObject({ A: 'over cancelled', C: 'noted ends' })
    expect((await warningStates()).T).not.toContain('asks')
  })

  test('asks as well where it came first', async () => {
    await send('B', [flood([2])], [])
    const late = sent.get('B') as Date
    scene.world.clock.forward(SECOND)
    await scene.warn([], {
      identifier: 'U',
      info: null,
      more: typhoon([3]),
      msgType: 'Update',
      references: refTo('L', late),
    })
    expect((await warningStates()).U).toBe('in-force')
    await scene.warn([], {
      identifier: 'L',
      info: null,
      more: flood([3]),
      sent: late.toISOString().slice(0, 19).concat('-00:00'),
    })
    expect(await warningStates()).toMatchObject({ L: 'in-force', U: 'in-force other-playbook asks ends of L' })
  })
})
