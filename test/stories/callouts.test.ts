import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { refTo, useScene } from '../harness/scene.ts'

const scene = useScene()

type Summons = {
  person: string
  asked_as: string
  duties: string[]
  doors: number
  acknowledged_at: Date | null
  accepted_at: Date | null
  arrived_at: Date | null
  declined_at: Date | null
}

/** What rang at a person's telephone: the minute after the beginning, and what kind of message. */
let began = 0
const rang = async (person: string) => {
  const messages = await scene.rows<{
    person: string
    kind: string
    sent_at: Date | null
    queued_at: Date
    fail_reason: string | null
  }>('message', `person = '${scene.id(person)}'`)
  return messages
    .map((m) => ({ minute: (m.queued_at.getTime() - began) / MINUTE, kind: m.fail_reason ?? m.kind }))
    .sort((a, b) => a.minute - b.minute)
    .map((m) => `${m.minute} ${m.kind}`)
}
const summonsOf = async (person: string) => {
  const [row] = await scene.rows<Summons>('summons', `person = '${scene.id(person)}'`)
  return row
}
const phoneOf = (person: string) => `+86 ${person}`
const noPhone = (...people: string[]) =>
  scene.db.write(scene.now(), (tx) => tx`delete from contact where person = any(${people.map(scene.id)}::uuid[])`)

/** Village 1 is warned, and all its households are one member's; the dam there is not yet asked for anything but a name. */
async function callOnly(person: string): Promise<void> {
  began = scene.now().getTime()
  for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', person)
  await scene.warn([1], { severity: 'Minor' })
}

test('who answers for twenty households is called once, and told of them all', async () => {
  await callOnly('P1-4')
  expect(await rang('P1-4')).toEqual(['0 call'])
  expect(scene.phones.heard).toHaveLength(1)
  expect(scene.phones.heard[0]).toMatchObject({ address: '+86 P1-4', body: expect.stringContaining('20 household(s)') })
  expect((await summonsOf('P1-4'))?.duties).toHaveLength(20)
})

test('whoever does not answer is called again three times, then the deputy, then the superior goes to the door', async () => {
  await callOnly('P1-4')
  await scene.pass(15 * MINUTE)
  expect(await rang('P1-4')).toEqual(['0 call', '5 call', '7 call', '9 call'])
  expect(await rang('P1-2')).toEqual(['11 call'])
  await scene.pass(1 * MINUTE)
  expect(await rang('P1-1')).toEqual(['16 call'])
  expect(await summonsOf('P1-1')).toMatchObject({ asked_as: 'superior', doors: 1, duties: [] })
  expect(scene.phones.heard.at(-1)?.body).toContain('go to their doors')
})

describe('nobody waits for a call that was never made:', () => {
  test('without a number, the deputy is called in the same minute', async () => {
    await noPhone('P1-4')
    await callOnly('P1-4')
    expect(await rang('P1-2')).toEqual(['0 call'])
  })

  test('without a number of the deputy either, the ladder goes on from both at once', async () => {
    await noPhone('P1-4', 'P1-2')
    await callOnly('P1-4')
    // The deputy's own ladder turns to the township's deputy; the member's waits its rung for the village's.
    expect(await rang('PA-2')).toEqual(['0 call'])
    await scene.pass(5 * MINUTE)
    expect((await rang('P1-1')).slice(0, 1)).toEqual(['5 call'])
  })

  test('a dead number is found out by the first call, an engaged one is called again', async () => {
    scene.phones.dead.add(phoneOf('P1-4'))
    await callOnly('P1-4')
    expect(await rang('P1-4')).toEqual(['0 no such number'])
    expect(await rang('P1-2')).toEqual(['0 call'])
  })

  test('an engaged number is tried again', async () => {
    scene.phones.engaged.add(phoneOf('P1-4'))
    await callOnly('P1-4')
    await scene.pass(5 * MINUTE)
    expect(await rang('P1-4')).toEqual(['0 engaged', '5 engaged'])
    expect(await rang('P1-2')).toEqual([])
  })
})

test('a deputy who was called for duties of their own is told of the door in a message more', async () => {
  await noPhone('P1-4')
  await scene.give('H1-20', 'helper', 'P1-2')
  began = scene.now().getTime()
  for (let n = 1; n < 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
  expect((await rang('P1-2')).sort()).toEqual(['0 call', '0 door'])
  expect(await summonsOf('P1-2')).toMatchObject({ asked_as: 'holder', doors: 1 })
})

describe('an answer', () => {
  test('stops the ladder', async () => {
    await callOnly('P1-4')
    await scene.pass(6 * MINUTE)
    await scene.answer('P1-4', 'acknowledged')
    const heard = scene.phones.heard.length
    await scene.pass(2 * HOUR)
    expect(scene.phones.heard).toHaveLength(heard)
  })

  test('keeps received, will come and is there apart, each from the first time it was told', async () => {
    await callOnly('P1-4')
    const tell = async (kind: 'acknowledged' | 'accepted' | 'arrived') => {
      const at = scene.world.clock.forward(MINUTE)
      await scene.answer('P1-4', kind)
      return at
    }
    const [received, coming, there] = [await tell('acknowledged'), await tell('accepted'), await tell('arrived')]
    scene.world.clock.forward(MINUTE)
    await scene.answer('P1-4', 'accepted')
    expect(await summonsOf('P1-4')).toMatchObject({
      acknowledged_at: received,
      accepted_at: coming,
      arrived_at: there,
      declined_at: null,
    })
  })

  test('of the one who was sent to the door stops the ladder of whoever is behind it', async () => {
    await callOnly('P1-4')
    await scene.pass(11 * MINUTE)
    await scene.answer('P1-2', 'accepted')
    await scene.pass(HOUR)
    expect(await rang('P1-1')).toEqual([])
    expect(await rang('P1-2')).toEqual(['11 call'])
  })

  test('that comes while a call waits to be sent again leaves it unsent', async () => {
    // The engine dies between the telephone and the register: what was said never came back.
    await callOnly('P1-5')
    await scene.db.write(
      scene.now(),
      (tx) => tx`
      update message set sent_at = null, claimed_until = ${new Date(scene.now().getTime() + MINUTE)}`,
    )
    await scene.db.write(
      scene.now(),
      (tx) => tx`
      insert into agenda (lane, district, step, at) values ('actual', ${COUNTY}, 'send', ${scene.now()})`,
    )
    await scene.answer('P1-5', 'accepted')
    await scene.pass(5 * MINUTE)
    expect(scene.phones.heard).toHaveLength(1)
    expect(await rang('P1-5')).toEqual(['0 answered before it was sent'])
  })

  test('from somebody who was not called is refused', async () => {
    await callOnly('P1-4')
    await expect(scene.answer('P2-4', 'accepted')).rejects.toThrow('was not called')
  })
})

test('a telephone exchange that is out of order loses no call and doubles none', async () => {
  const broken = { name: 'phone', contact: 'phone', send: async () => Promise.reject(new Error('no line')) }
  began = scene.now().getTime()
  const gear = { ...scene.gear, channels: new Map([['phone', broken]]) }
  for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-4')
  const run = scene.run
  scene.run = async () => {
    await runDue(scene.db, 'actual', scene.now(), gear)
  }
  await scene.warn([1], { severity: 'Minor' }).finally(() => {
    scene.run = run
  })
  const keys = (await scene.rows<{ key: string }>('message')).map((m) => m.key)
  expect(keys).toHaveLength(1)
  await scene.run()
  expect(scene.phones.heard).toHaveLength(0)
  await scene.pass(MINUTE)
  expect(scene.phones.heard.map((m) => m.key)).toEqual(keys)
  await scene.pass(MINUTE)
  expect(scene.phones.heard).toHaveLength(1)
})

test('a ladder is frozen when it starts: changing the playbook alters nothing that runs', async () => {
  await callOnly('P1-4')
  const patient = floodText()
    .replace('wait: 2 min, times: 3', 'wait: 20 min, times: 1')
    .replace('version: 1', 'version: 2')
  await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(patient, 'flood.yaml')))
  await scene.pass(12 * MINUTE)
  expect(await rang('P1-4')).toEqual(['0 call', '5 call', '7 call', '9 call'])
  expect(await rang('P1-2')).toEqual(['11 call'])
})

test('an end of the campaign stops every ladder, and tells those at the doors too', async () => {
  const t0 = scene.now()
  await callOnly('P1-4')
  await scene.pass(17 * MINUTE)
  await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', t0), info: null })
  const heard = scene.phones.heard.slice()
  const toldToGo = heard.filter((m) => m.kind === 'stand-down').map((m) => scene.county.code(m.person))
  expect(toldToGo.sort()).toEqual(['P1-1', 'P1-2', 'P1-4'])
  await scene.pass(3 * HOUR)
  expect(scene.phones.heard).toHaveLength(heard.length)
})

test('people of a later shift are called two hours before it, not at night for tomorrow', async () => {
  await scene.warn([1], { severity: 'Severe' })
  const [next] = await scene.rows<{ starts: Date; ends: Date }>(
    'requirement',
    `rule = 'section-patrol' and starts > '${scene.now().toISOString()}'`,
  )
  if (!next) throw new Error('no shift is in sight')
  began = scene.now().getTime()
  await scene.give('S01', 'patrol', 'P6-9', { starts: next.starts, ends: next.ends })
  const lead = (next.starts.getTime() - began) / MINUTE - 120
  await scene.pass(lead * MINUTE - 1)
  expect(await rang('P6-9')).toEqual([])
  await scene.pass(1)
  expect(await rang('P6-9')).toEqual([`${lead} call`])
})
