import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { loads } from '../../src/domain/duties/store.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { COUNTY } from '../harness/county.ts'
import { refTo, useScene } from '../harness/scene.ts'

const scene = useScene()

type Shift = { id: string; starts: Date; ends: Date; holder: string }
const inForce = () =>
  scene.rows<Shift>('duty', `role = 'patrol' and ends > greatest(starts, '${scene.now().toISOString()}')`)

/** Village 1 is warned at level II, and its patrols are given: the shift that runs, and those in sight. */
async function patrols(): Promise<{ sent: Date; shifts: Shift[] }> {
  const sent = scene.now()
  await scene.warn([1], { severity: 'Severe' })
  const [open] = await scene.db.read((tx) => openProposals(tx, 'actual'))
  await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, open?.id ?? '', true)
  await scene.run()
  return { sent, shifts: await inForce() }
}

describe('when a warning with shifts ends', () => {
  test('so do the duties of the shift that runs and of those to come, in that transaction, and their people are told', async () => {
    const { sent, shifts } = await patrols()
    expect(new Set(shifts.map((s) => s.starts.getTime())).size).toBeGreaterThan(1)
    const called = scene.phones.heard.filter((m) => m.kind === 'call').map((m) => m.person)
    const running = shifts.filter((s) => s.starts <= scene.now()).map((s) => s.holder)
    expect(called).toEqual(expect.arrayContaining(running))
    scene.world.clock.forward(MINUTE)
    const cancel = { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', sent), info: null }
    await scene.warn([], cancel)
    expect(await inForce()).toEqual([])
    const told = scene.phones.heard.filter((m) => m.kind === 'stand-down').map((m) => m.person)
    expect(told).toEqual(expect.arrayContaining(running))
    await scene.pass(HOUR)
    expect(await scene.rows('callout', 'ended_at is null')).toEqual([])
  })

  test('below the level that asks for them, while the campaign goes on at the lower one', async () => {
    const { sent, shifts } = await patrols()
    expect(shifts.length).toBeGreaterThan(0)
    scene.world.clock.forward(MINUTE)
    const lower = { identifier: 'W-2', msgType: 'Update', references: refTo('W-1', sent), severity: 'Minor' }
    await scene.warn([1], lower)
    expect(await inForce()).toEqual([])
  })
})

describe('a duty that was called off before it began', () => {
  const calledOff = async (more = {}) => {
    const starts = new Date(scene.now().getTime() + HOUR)
    const duty = await scene.give('S01', 'responsible', 'P1-4', { starts, ...more })
    await scene.db.write(
      scene.now(),
      (tx) => tx`
      update duty set ends = starts, end_reason = 'mistake' where district = ${COUNTY} and id = ${duty.id}`,
    )
    return { ...duty, starts }
  }

  test('calls nobody and is no load', async () => {
    const { starts } = await calledOff()
    await scene.warn([1], { severity: 'Minor' })
    const asked = await scene.rows<{ duties: string[] }>('summons', `person = '${scene.id('P1-4')}'`)
    const responsible = await scene.rows<{ id: string }>('duty', `role = 'responsible'`)
    expect(asked.flatMap((s) => s.duties).filter((id) => responsible.some((d) => d.id === id))).toEqual([])
    const [from, to] = [new Date(starts.getTime() - HOUR), new Date(starts.getTime() + HOUR)]
    const load = await scene.db.read((tx) => loads(tx, COUNTY, 'actual', 'responsible', from, to))
    expect(load.get(scene.id('P1-4'))).toBeUndefined()
  })

  test('is not counted among what a summons still asks for', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const starts = new Date(scene.now().getTime() + HOUR)
    const duty = await scene.give('S01', 'responsible', 'P1-4', { starts })
    await scene.run()
    await scene.db.write(
      scene.now(),
      (tx) => tx`
      update duty set ends = starts, end_reason = 'mistake' where district = ${COUNTY} and id = ${duty.id}`,
    )
    const request = { lane: 'actual', limit: 50, filters: { district: COUNTY, person: scene.id('P1-4') } }
    const { items } = await scene.db.read((tx) => readList(tx, CONSOLE, scene.now(), 'summonses', request))
    expect(items.map(({ cells }) => cells.duties)).toContain(0)
  })
})
