import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { keyOf, useActs } from '../harness/acts.ts'

const { scene, post, campaignNow, gapsOf } = useActs()

describe('calling by hand', () => {
  /** All households of village 1 are P1-4's, who is called and hears nothing. */
  async function silent(): Promise<string> {
    for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const [callout] = await scene.rows<{ id: string }>('callout')
    return (callout as { id: string }).id
  }
  const rang = (person: string) => scene.phones.heard.filter((m) => m.address === `+86 ${person}`).length

  test('who has not answered is called once more at once, and the ladder goes on', async () => {
    const callout = await silent()
    await scene.pass(MINUTE)
    expect(rang('P1-4')).toBe(1)
    const persons = [scene.id('P1-4'), scene.id('P1-9')]
    const { body } = await post(`/callouts/${callout}/again`, { persons })
    expect(body).toMatchObject({
      called: [scene.id('P1-4')],
      refused: [{ person: scene.id('P1-9'), code: 'SUMMONS_UNKNOWN' }],
    })
    await scene.run()
    expect(rang('P1-4')).toBe(2)
    await scene.pass(5 * MINUTE)
    expect(rang('P1-4')).toBe(3)
  })

  test('called again when the ladder was at its end, the call-out goes on until the call has had its time', async () => {
    const callout = await silent()
    await scene.pass(3 * HOUR)
    const ended = async () => (await scene.rows<{ ended_at: Date | null }>('callout', `id = '${callout}'`))[0]?.ended_at
    expect(await ended()).not.toBeNull()
    const before = rang('P1-4')
    await post(`/callouts/${callout}/again`, { persons: [scene.id('P1-4')] })
    expect(await ended()).toBeNull()
    await scene.pass(HOUR)
    expect(rang('P1-4')).toBe(before + 1)
    expect(await ended()).not.toBeNull()
  })

  test('who has answered is not called again, and who was stood down neither', async () => {
    const callout = await silent()
    await scene.answer('P1-4', 'acknowledged')
    const persons = [scene.id('P1-4')]
    expect((await post(`/callouts/${callout}/again`, { persons })).body.refused).toMatchObject([
      { code: 'SUMMONS_ANSWERED' },
    ])
  })

  test('those who hold what is late are called once more by naming the gaps, each once, wherever they were called', async () => {
    await silent()
    await scene.pass(2 * HOUR + 5 * MINUTE)
    const late = (await gapsOf('household-helper')).slice(0, 3)
    expect(late).toHaveLength(3)
    const [before, campaign] = [rang('P1-4'), await campaignNow()]
    const wish = { campaign, gaps: late.map(keyOf) }
    const key = { 'idempotency-key': newId(scene.now()) }
    const { body } = await post('/gaps/again', wish, key)
    expect(body).toEqual({ called: [{ person: scene.id('P1-4'), name: 'P1-4' }], refused: [] })
    expect((await post('/gaps/again', wish, key)).body).toEqual(body)
    await scene.run()
    expect(rang('P1-4')).toBe(before + 1)
    await scene.answer('P1-4', 'accepted')
    expect((await post('/gaps/again', wish)).body).toMatchObject({
      called: [],
      refused: [{ name: 'P1-4', code: 'SUMMONS_ANSWERED' }],
    })
  })

  test('handed on, the deputy is called at once, then the superior, and nobody twice', async () => {
    const callout = await silent()
    const persons = [scene.id('P1-4')]
    const hand = async () => (await post(`/callouts/${callout}/hand-on`, { persons })).body
    expect(await hand()).toEqual({
      handed: [{ person: scene.id('P1-4'), to: scene.id('P1-2'), name: 'P1-2', as: 'deputy' }],
      refused: [],
    })
    await scene.run()
    expect([rang('P1-2'), rang('P1-1')]).toEqual([1, 0])
    expect(await hand()).toMatchObject({ handed: [{ to: scene.id('P1-1'), as: 'superior' }] })
    await scene.run()
    expect([rang('P1-2'), rang('P1-1')]).toEqual([1, 1])
    expect((await hand()).refused).toMatchObject([{ code: 'NOBODY_ABOVE' }])
  })

  test('of a campaign that is over nobody is called any more', async () => {
    const callout = await silent()
    await scene.db.write(scene.now(), (tx) => tx`update campaign set ends = ${scene.now()}`)
    expect(await post(`/callouts/${callout}/again`, { persons: [scene.id('P1-4')] })).toMatchObject({
      status: 409,
      body: { code: 'CAMPAIGN_OVER' },
    })
  })
})
