import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { ask, EVERYWHERE, nextDue } from '../../src/db/agenda.ts'
import { oldestDue } from '../../src/db/backlog.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { tryAgain } from '../../src/domain/faults/actions.ts'
import type { FaultToTry } from '../../src/domain/faults/model.ts'
import { readFlowFaults } from '../../src/domain/faults/read.ts'
import { search } from '../../src/domain/search/read.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { playedPhones, useScene } from '../harness/scene.ts'

const scene = useScene()

const faults = () => scene.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, COUNTY))
const shown = async () =>
  (await faults()).items.map(({ step, item, name, code, tries }) => ({ step, item, name, code, tries }))
const again = (wanted: FaultToTry[] | null = null) =>
  tryAgain(scene.db, scene.now(), CONSOLE, {
    lane: ACTUAL,
    ...(wanted ? { wanted } : { districts: [COUNTY, EVERYWHERE] }),
  })
const found = (q: string) =>
  scene.db.read(async (tx) =>
    (await search(tx, CONSOLE, scene.now(), { q, lane: ACTUAL, limit: 5, spread: scene.db.can.distributed })).map(
      (hit) => hit.name.slice(0, 8),
    ),
  )

/** Channels as they are broken, beside the phones that work. */
const throwing = (channel: Channel, at: (address: string) => boolean): Channel => ({
  ...channel,
  async send(batch) {
    if (batch.some((m) => at(m.address))) throw new Error('no reading of that address')
    return channel.send(batch)
  },
})
let channels: Map<string, Channel>
const run = (after = 0) => {
  scene.world.clock.forward(after)
  return runDue(scene.db, ACTUAL, scene.now(), { ...scene.gear, channels })
}

beforeEach(() => {
  channels = new Map([['phone', scene.phones.channel]])
})

/** People of two villages are called, four of them for the households they hold; the channels are those of `channels`. */
async function callVillages() {
  for (const [house, person] of [
    ['H1-01', 'P1-4'],
    ['H1-02', 'P1-5'],
    ['H2-01', 'P2-4'],
    ['H2-02', 'P2-5'],
  ] as const)
    await scene.give(house, 'helper', person)
  const usual = scene.run
  scene.run = async () => {
    await run()
  }
  await scene.warn([1, 2], { severity: 'Minor' }).finally(() => {
    scene.run = usual
  })
}
const heard = (phones = scene.phones) => [...new Set(phones.heard.map((m) => m.address))].sort()
const messageOf = async (person: string) => {
  const [row] = await scene.rows<{ key: string }>('message', `person = '${scene.id(person)}'`)
  return `message ${row?.key}`
}

describe('sending', () => {
  test('a message that makes its channel fail is set aside alone; the others go out, and it does when tried again', async () => {
    channels.set(
      'phone',
      throwing(scene.phones.channel, (address) => address === '+86 P1-5'),
    )
    await callVillages()
    expect(heard()).toEqual(expect.arrayContaining(['+86 P1-4', '+86 P2-4', '+86 P2-5']))
    expect(heard()).not.toContain('+86 P1-5')
    const item = await messageOf('P1-5')
    expect(await shown()).toEqual([{ step: 'send', item, name: 'P1-5', code: 'FAULT', tries: 1 }])
    await run(MINUTE)
    expect(await shown()).toEqual([{ step: 'send', item, name: 'P1-5', code: 'FAULT', tries: 1 }])
    channels.set('phone', scene.phones.channel)
    expect(await again([{ district: COUNTY, step: 'send', item }])).toBe(1)
    await run()
    expect(heard()).toContain('+86 P1-5')
    expect((await faults()).count).toBe(0)
  })

  test('a channel that is out of order keeps its messages, is shown by its name, and is well once it works', async () => {
    channels.set(
      'phone',
      throwing(scene.phones.channel, () => true),
    )
    await callVillages()
    expect(await shown()).toEqual([{ step: 'send', item: 'channel phone', name: null, code: 'FAULT', tries: 1 }])
    await run(MINUTE)
    expect(await shown()).toMatchObject([{ item: 'channel phone', tries: 2 }])
    channels.set('phone', scene.phones.channel)
    await run(MINUTE)
    expect(heard()).toEqual(expect.arrayContaining(['+86 P1-4', '+86 P1-5', '+86 P2-4', '+86 P2-5']))
    expect(await shown()).toEqual([])
  })

  test('one channel that fails, or says nothing, holds up no message of another', async () => {
    for (const broken of [
      throwing(scene.phones.channel, () => true),
      { ...scene.phones.channel, patienceMs: 1, send: () => new Promise<never>(() => {}) },
    ]) {
      const texts = playedPhones()
      channels = new Map([
        ['phone', throwing(scene.phones.channel, () => true)],
        ['sms', { ...texts.channel, name: 'sms' }],
      ])
      await callVillages().catch((error) => {
        if (error?.code !== 'DUTY_TAKEN') throw error
      })
      await scene.db.write(
        scene.now(),
        (tx) => tx`
          update message set channel = 'sms', sent_at = null where district = ${COUNTY} and person in (${scene.id('P1-4')}, ${scene.id('P2-4')})`,
      )
      await scene.db.write(scene.now(), (tx) => ask(tx, ACTUAL, COUNTY, 'send', scene.now()))
      channels.set('phone', broken)
      await run(MINUTE)
      expect(heard(texts)).toEqual(['+86 P1-4', '+86 P2-4'])
      expect(heard()).toEqual([])
    }
    expect(await shown()).toMatchObject([{ item: 'channel phone', code: 'CHANNEL_SILENT' }])
  })

  test('a message that could not be sent for an hour is set aside, for somebody to say whether it is still right', async () => {
    channels.set(
      'phone',
      throwing(scene.phones.channel, () => true),
    )
    await callVillages()
    await run(HOUR + MINUTE)
    const items = (await shown()).map((f) => f.item)
    expect(items).toContain(await messageOf('P1-4'))
    channels.set('phone', scene.phones.channel)
    await run(MINUTE)
    expect(heard()).not.toContain('+86 P9-9')
    expect(await again()).toBeGreaterThan(0)
  })
})

describe('the index of names', () => {
  const headline = Array.from({ length: 900 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')

  test('takes a headline of 900 characters, by whose beginning the warning is found', async () => {
    await callVillages()
    await scene.db.write(
      scene.now(),
      (tx) => tx`
        update warning set parsed = jsonb_set(parsed, '{headlines}', ${tx.json({ zh: headline, en: 'Danube '.repeat(600) })})`,
    )
    await scene.db.write(scene.now(), (tx) => ask(tx, ACTUAL, EVERYWHERE, 'index', scene.now()))
    await scene.run()
    expect(await shown()).toEqual([])
    expect(await found(headline.slice(0, 40))).toEqual(['Flood'])
  })

  test('sets a name aside that it cannot take; those beside it are found', async () => {
    const name = headline.slice(0, 810)
    await scene.db.write(
      scene.now(),
      (tx) => tx`update person set name = ${name} where district = ${COUNTY} and code = 'P1-6'`,
    )
    const index = () => indexNow(scene.db, scene.now(), COUNTY)
    await index()
    expect(await found('P1-7')).toContain('P1-7')
    expect(await shown()).toMatchObject([
      { step: 'index', item: expect.stringContaining(name.slice(0, 20)), code: '54000', tries: 1 },
    ])
    await index()
    expect(await shown()).toMatchObject([{ step: 'index', tries: 1 }])
    await scene.db.write(
      scene.now(),
      (tx) => tx`update person set name = '王芳' where district = ${COUNTY} and code = 'P1-6'`,
    )
    await again()
    await scene.run()
    expect((await faults()).count).toBe(0)
    expect(await found('wangfang')).toContain('王芳')
  })
})

test('counts of a district that cannot be carried up are set aside; those of the others arrive', async () => {
  await scene.db.write(scene.now(), async (tx) => {
    await tx`
      insert into coverage (district, tree, node, lane, playbook, rule, required, unheld, late, up_required, rising, changed_at)
      values ('361199', 'area', '361199', ${ACTUAL}, 'flood', 'x', 2147483647, 0, 0, -1, true, ${scene.now()})`
    await ask(tx, ACTUAL, EVERYWHERE, 'rollup', scene.now())
  })
  await scene.warn([1], { severity: 'Severe' })
  expect((await scene.board('36')).total.required).toBeGreaterThan(0)
  const there = await scene.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, '361199'))
  expect(there.items).toMatchObject([{ step: 'rollup', item: 'district 361199', name: null, code: '22003', tries: 1 }])
})

describe('a step that fails as a whole', () => {
  const ruin = (from: string, to: string) =>
    scene.db.write(scene.now(), (tx) => tx`alter table ${tx(from)} rename to ${tx(to)}`)
  const indexed = async () => {
    await scene.db.write(scene.now(), (tx) => ask(tx, ACTUAL, COUNTY, 'index', scene.now()))
    return run().then(
      () => 'done',
      (error) => error.code,
    )
  }

  test('is put off, longer each time, whatever asks for it meanwhile; everything else goes on', async () => {
    await ruin('search_key', 'search_gone')
    try {
      expect(await indexed()).toBe('42P01')
      const minutes = []
      for (let n = 0; n < 6; n++) {
        const [fault] = (await faults()).items
        expect(fault).toMatchObject({ step: 'index', item: null, tries: n + 1, code: '42P01' })
        minutes.push(((fault?.againAt?.getTime() ?? 0) - scene.now().getTime()) / MINUTE)
        expect(await indexed()).toBe('done')
        scene.world.clock.moveTo((await scene.db.read((tx) => nextDue(tx, ACTUAL))) ?? scene.now())
        expect(await indexed()).toBe('42P01')
      }
      expect(minutes).toEqual([1, 2, 4, 8, 10, 10])
      const failing = expect(callVillages()).rejects
      await failing.toMatchObject({ code: '42P01' })
      expect(heard()).toContain('+86 P1-4')
      const oldest = await scene.db.read((tx) => oldestDue(tx, ACTUAL, scene.now()))
      expect(oldest).toMatchObject({ step: 'index', at: new Date('2020-07-09T00:00:00Z') })
    } finally {
      await ruin('search_gone', 'search_key')
    }
    expect(await again()).toBe(2)
    await run()
    expect((await faults()).count).toBe(0)
    expect(await found('P1-7')).toContain('P1-7')
  })
})
