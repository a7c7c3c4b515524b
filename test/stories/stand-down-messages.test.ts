import { describe, expect, onTestFinished, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { endDuties } from '../../src/domain/duties/store.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { COUNTY } from '../harness/county.ts'
import { useStandDowns } from '../harness/stand-downs.ts'

const { scene, summonsesOf, stoodDownAt, queuedTo, heardBy, giveHouseholds, callHolder, endHeld, replaceHeld } =
  useStandDowns()

describe('a summons that asks for several', () => {
  test('stays until the last of them ends; a call that follows tells of what is left', async () => {
    const first = await callHolder()
    const second = await scene.give('S02', 'responsible', 'P1-6')
    await scene.run()
    expect(heardBy('P1-6')).toEqual(['call'])
    await replaceHeld(second, 'P1-4')
    await scene.run()
    // P1-4 is called for S02 in a call-out of its own.
    expect(await stoodDownAt('P1-6')).toEqual([scene.now()])
    expect((await summonsesOf('P1-4')).map((s) => s.duties.length)).toEqual([1, 1])
    await endHeld(first)
    expect((await stoodDownAt('P1-4')).filter((at) => at !== null)).toHaveLength(1)
  })

  test('tells in its next call of what is left', async () => {
    await giveHouseholds()
    const held = await scene.rows<Duty>('duty', `role = 'helper'`)
    await scene.warn([1], { severity: 'Minor' })
    for (const duty of held.slice(0, 19)) await endHeld({ ...duty, id: duty.id })
    expect(await stoodDownAt('P1-5')).toEqual([null])
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    onTestFinished(() => app.close())
    const [row] = (await app.inject(`/api/v1/lists/summonses?district=${COUNTY}&person=${scene.id('P1-5')}`)).json()
      .items
    expect(row.cells.duties).toBe(1)
    await scene.pass(5 * MINUTE)
    const calls = scene.phones.heard.filter((m) => m.person === scene.id('P1-5')).map((m) => m.body)
    expect(calls).toEqual([expect.stringContaining('20 household(s)'), expect.stringContaining('1 household(s)')])
  })
})

describe('a message', () => {
  const taken = (until: Date) =>
    scene.db.write(
      scene.now(),
      (tx) => tx`update message set sent_at = null, claimed_until = ${until} where kind = 'call'`,
    )

  test('that nobody has taken to send is withdrawn, and nothing follows it', async () => {
    const duty = await callHolder()
    await taken(new Date(0))
    await scene.db.write(scene.now(), (tx) => tx`update message set claimed_until = '-infinity'`)
    await endHeld(duty)
    expect(await queuedTo('P1-4')).toEqual([])
    expect(await queuedTo('P1-4', 'call')).toMatchObject([{ fail_reason: 'stood down before it was sent' }])
    const before = scene.phones.heard.length
    await scene.pass(HOUR)
    expect(scene.phones.heard.slice(before).filter((m) => m.person === scene.id('P1-4'))).toEqual([])
  })

  test('that an engine took before it died may be on its way, so that the stand-down follows it', async () => {
    const duty = await callHolder()
    await taken(new Date(scene.now().getTime() - MINUTE))
    await endHeld(duty)
    expect(await queuedTo('P1-4')).toHaveLength(1)
    await scene.run()
    expect(heardBy('P1-4')).toEqual(['call', 'stand-down'])
  })

  test('is not sent to somebody whose every call failed, but is to one who has answered all the same', async () => {
    scene.phones.dead.add('+86 P1-4').add('+86 P1-6')
    const duty = await callHolder()
    const other = await scene.give('S02', 'responsible', 'P1-6')
    await scene.run()
    await scene.answer('P1-6', 'accepted')
    await endHeld(duty)
    await endHeld(other)
    expect([(await queuedTo('P1-4')).length, (await queuedTo('P1-6')).length]).toEqual([0, 1])
  })
})

test('whose duty is given to another and back within a minute is called for it again, once', async () => {
  const back = await replaceHeld(await callHolder(), 'P1-6')
  scene.world.clock.forward(20_000)
  await replaceHeld(back, 'P1-4')
  await scene.run()
  expect(heardBy('P1-4')).toEqual(['call', 'stand-down', 'call'])
  expect(await stoodDownAt('P1-6')).toEqual([])
  expect((await stoodDownAt('P1-4')).filter((at) => at === null)).toHaveLength(1)
  await scene.answer('P1-4', 'accepted')
  await scene.pass(HOUR)
  expect(heardBy('P1-4')).toEqual(['call', 'stand-down', 'call'])
})

test('who has said no is not told to stand down, when another is put in their place', async () => {
  const duty = await callHolder()
  await scene.answer('P1-4', 'declined')
  await replaceHeld(duty, 'P1-6')
  await scene.run()
  expect([heardBy('P1-4'), heardBy('P1-6'), await stoodDownAt('P1-4')]).toEqual([['call'], ['call'], [null]])
})

describe('those at the door', () => {
  test('are stood down with the one whose door it was, and not with another', async () => {
    const duty = await callHolder()
    await scene.pass(18 * MINUTE)
    // Neither P1-4 nor P1-5 answers: the deputy P1-2 and the secretary P1-1 are to go to both doors.
    expect([await stoodDownAt('P1-2'), await stoodDownAt('P1-1')]).toEqual([[null], [null]])
    await endHeld(duty)
    expect([await stoodDownAt('P1-2'), await stoodDownAt('P1-1')]).toEqual([[null], [null]])
    const held = (await scene.rows<{ id: string }>('duty', `role = 'helper'`)).map((d) => d.id)
    await scene.db.write(scene.now(), async (tx) => {
      const ended = await endDuties(tx, scene.now(), COUNTY, tx`id = any(${held}::uuid[])`, 'over')
      await afterDutiesEnded(tx, scene.now(), CONSOLE, ended)
    })
    expect([await stoodDownAt('P1-2'), await stoodDownAt('P1-1')]).toEqual([[scene.now()], [scene.now()]])
    expect(await scene.rows('callout', 'ended_at is null')).toEqual([])
    await scene.run()
    for (const person of ['P1-2', 'P1-1']) expect(heardBy(person)).toContain('stand-down')
  })

  test('stays who has a door left, though their own duties are over', async () => {
    const own = await scene.give('S02', 'responsible', 'P1-2')
    await callHolder()
    await scene.pass(12 * MINUTE)
    expect((await scene.rows<{ doors: number }>('summons', `person = '${scene.id('P1-2')}'`))[0]?.doors).toBe(2)
    await endHeld(own)
    expect(await stoodDownAt('P1-2')).toEqual([null])
  })
})

test('nobody is called for a shift that ended while no engine ran', async () => {
  await giveHouseholds()
  await scene.give('S01', 'patrol', 'P1-4', { ends: new Date(scene.now().getTime() + HOUR) })
  await scene.warn([1], { severity: 'Severe' })
  expect(heardBy('P1-4')).toEqual(['call'])
  scene.world.clock.forward(3 * HOUR)
  await scene.run()
  expect(heardBy('P1-4')).toEqual(['call', 'stand-down'])
})
