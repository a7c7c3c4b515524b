import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance
beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
})
afterEach(() => app.close())

type Kind = 'acknowledged' | 'accepted' | 'declined' | 'arrived'
const fromNow = (ms: number) => new Date(scene.now().getTime() + ms).toISOString()

/** S01 is P1-4's, who is called for it. */
async function called(): Promise<void> {
  await scene.give('S01', 'responsible', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
  scene.world.clock.forward(10 * MINUTE)
}

/** A device sends answers at once; what became of each. */
async function send(...answers: [Kind, string?][]): Promise<string[]> {
  const [summons] = await scene.rows<{ callout: string }>('summons', `person = '${scene.id('P1-4')}'`)
  const payload = answers.map(([kind, at]) => ({ person: scene.id('P1-4'), kind, ...(at ? { at } : {}) }))
  const url = `/api/v1/districts/${COUNTY}/callouts/${summons?.callout}/answers`
  const { items } = (await app.inject({ method: 'POST', url, payload })).json()
  return items.map((i: { taken: string }) => i.taken)
}

type Times = { acknowledged_at: Date; accepted_at: Date | null; declined_at: Date | null; arrived_at: Date | null }
const times = async () => (await scene.rows<Times>('summons', `person = '${scene.id('P1-4')}'`))[0] as Times

/** Whether S01 is held, and what the list of those called says of P1-4. */
async function stands(): Promise<[held: boolean, state: string]> {
  const { gaps } = await scene.board()
  const url = `/api/v1/lists/summonses?district=${COUNTY}&person=${scene.id('P1-4')}`
  const { items } = (await app.inject({ url })).json()
  return [!gaps.some((g) => g.place === 'S01' && g.rule === 'section-responsible'), items[0].cells.state.join(' ')]
}

describe('whatever a clock says, the answer that came last counts:', () => {
  test('a no after a yes from a phone whose clock is ahead', async () => {
    await called()
    expect(await send(['accepted', fromNow(20 * MINUTE)])).toEqual(['taken'])
    expect(await stands()).toEqual([true, 'accepted'])
    const now = scene.now()
    expect(await times()).toMatchObject({ acknowledged_at: now, accepted_at: now })
    expect(await send(['declined'])).toEqual(['taken'])
    expect(await stands()).toEqual([false, 'declined'])
    expect((await times()).declined_at).toEqual(now)
    scene.world.clock.forward(MINUTE)
    expect(await send(['accepted', fromNow(20 * MINUTE)])).toEqual(['taken'])
    expect(await stands()).toEqual([true, 'accepted'])
  })

  test.each<[string, string]>([
    ['a no after a yes', 'declined'],
    ['a yes after a no', 'accepted'],
  ])('%s from a phone whose clock is far behind', async (_, last) => {
    const [first, second]: Kind[] = last === 'declined' ? ['accepted', 'declined'] : ['declined', 'accepted']
    await called()
    await send([first as Kind])
    scene.world.clock.forward(MINUTE)
    expect(await send([second as Kind, fromNow(-400 * DAY)])).toEqual(['taken'])
    expect(await stands()).toEqual([last === 'accepted', last])
    const { accepted_at, declined_at } = await times()
    expect(last === 'accepted' ? accepted_at : declined_at).toEqual(scene.now())
  })

  test('nobody has answered before they were called', async () => {
    await called()
    const at = new Date(scene.now().getTime() - 10 * MINUTE)
    await send(['arrived', fromNow(-400 * DAY)])
    expect(await times()).toMatchObject({ acknowledged_at: at, accepted_at: at, arrived_at: at })
  })

  test('who declines when they are there already is there no more, and may arrive again', async () => {
    await called()
    await send(['arrived'])
    scene.world.clock.forward(MINUTE)
    expect(await send(['declined'])).toEqual(['taken'])
    expect(await stands()).toEqual([false, 'declined'])
    scene.world.clock.forward(MINUTE)
    expect(await send(['arrived'])).toEqual(['taken'])
    expect(await stands()).toEqual([true, 'arrived'])
  })
})

describe('answers gathered offline and sent at once', () => {
  test('count by their times, in whatever order they stand in the list', async () => {
    await called()
    const [yes, no, again] = [fromNow(-6 * MINUTE), fromNow(-4 * MINUTE), fromNow(-2 * MINUTE)]
    const list: [Kind, string][] = [
      ['declined', no],
      ['accepted', again],
      ['accepted', yes],
      ['acknowledged', yes],
    ]
    expect(await send(...list)).toEqual(['taken', 'taken', 'taken', 'taken'])
    expect(await stands()).toEqual([true, 'accepted'])
    expect(await times()).toMatchObject({
      acknowledged_at: new Date(yes),
      accepted_at: new Date(again),
      declined_at: new Date(no),
    })
    expect(await send(...list)).toEqual(['before', 'before', 'before', 'before'])
  })

  test('by a clock that is ahead count as they stand in the list', async () => {
    await called()
    expect(await send(['accepted', fromNow(HOUR)], ['declined', fromNow(2 * HOUR)])).toEqual(['taken', 'taken'])
    expect(await stands()).toEqual([false, 'declined'])
  })

  test('sent once more for want of a receipt, take back nothing that was said after them', async () => {
    await called()
    const yes = fromNow(-MINUTE)
    await send(['accepted', yes])
    await send(['declined'])
    expect(await send(['accepted', yes])).toEqual(['before'])
    expect(await stands()).toEqual([false, 'declined'])
  })
})
