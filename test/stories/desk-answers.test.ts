import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { readNext } from '../../src/domain/board/next.ts'
import { useActs } from '../harness/acts.ts'
import { COUNTY } from '../harness/county.ts'

const { scene, get, post, gapsOf } = useActs()

interface Summons {
  person: string
  acknowledged_at: Date | null
  accepted_at: Date | null
  declined_at: Date | null
  decline_reason: string | null
  arrived_at: Date | null
  next_at: Date | number
  stood_down_at: Date | null
}

/** All households of village 1 are P1-4's and P1-5's, who are called. */
async function called(): Promise<string> {
  for (let n = 1; n <= 20; n++)
    await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', n <= 10 ? 'P1-4' : 'P1-5')
  await scene.warn([1], { severity: 'Minor' })
  const [callout] = await scene.rows<{ id: string }>('callout')
  return (callout as { id: string }).id
}
async function summonsOf(code: string): Promise<Summons> {
  const [row] = await scene.rows<Summons>('summons', `person = '${scene.id(code)}'`)
  return row as Summons
}
const rang = (person: string) => scene.phones.heard.filter((m) => m.address === `+86 ${person}`).length
const next = () => scene.db.read((tx) => readNext(tx, CONSOLE, scene.now(), { tree: 'area', node: COUNTY }))

describe('answers that a desk writes down', () => {
  test('what several people said is written down at once, with who wrote it and when it was said, and the ladder stands', async () => {
    const callout = await called()
    await scene.pass(6 * MINUTE)
    const said = new Date(scene.now().getTime() - 2 * MINUTE)
    const persons = ['P1-4', 'P1-5', 'P1-9'].map((code) => scene.id(code))
    const { status, body } = await post(`/callouts/${callout}/written`, { persons, kind: 'accepted', at: said })
    expect(status).toBe(200)
    expect(body).toMatchObject({ taken: persons.slice(0, 2), before: [] })
    expect(body.refused).toMatchObject([{ person: scene.id('P1-9'), code: 'SUMMONS_UNKNOWN' }])
    expect((await summonsOf('P1-4')).accepted_at).toEqual(said)
    const before = rang('P1-4')
    await scene.pass(HOUR)
    expect(rang('P1-4')).toBe(before)
    // The call-out ends at the same moment, with a row of its own.
    const rows = await scene.db.read((tx) => auditOf(tx, COUNTY, callout, 10))
    const row = rows.find((r) => r.act === 'summons.answer')
    expect(row).toMatchObject({ act: 'summons.answer', actor: 'console:console' })
    expect(row?.detail).toMatchObject({ accepted: 2, written: body.act, saidAt: said.toISOString() })
  })

  test('sent again under its key it is written down once, and who said so already is told as before', async () => {
    const callout = await called()
    const wish = { persons: [scene.id('P1-4')], kind: 'acknowledged' }
    const key = { 'idempotency-key': newId(scene.now()) }
    const { body } = await post(`/callouts/${callout}/written`, wish, key)
    expect((await post(`/callouts/${callout}/written`, wish, key)).body).toEqual(body)
    const again = await post(`/callouts/${callout}/written`, wish)
    expect(again.body).toEqual({ act: null, taken: [], before: wish.persons, refused: [] })
    expect(await scene.rows('written_answer')).toHaveLength(1)
  })

  test('a no that was written down by mistake is taken back: the places are held again, and the ladder goes on from where it was', async () => {
    const callout = await called()
    await scene.pass(MINUTE)
    const stood = await summonsOf('P1-4')
    const open = async () => (await gapsOf('household-helper')).length
    const before = await open()
    const { body } = await post(`/callouts/${callout}/written`, {
      persons: [scene.id('P1-4')],
      kind: 'declined',
      reason: 'ill',
    })
    expect(await summonsOf('P1-4')).toMatchObject({ decline_reason: 'ill' })
    expect(await open()).toBe(before + 10)
    const back = await post(`/written/${body.act}/take-back`)
    expect(back).toMatchObject({ status: 200, body: { restored: [scene.id('P1-4')], refused: [] } })
    expect(await summonsOf('P1-4')).toEqual(stood)
    expect(await open()).toBe(before)
    expect((await post(`/written/${body.act}/take-back`)).body.restored).toEqual([scene.id('P1-4')])
    const calls = rang('P1-4')
    await scene.pass(10 * MINUTE)
    expect(rang('P1-4')).toBeGreaterThan(calls)
    const acts = (await scene.db.read((tx) => auditOf(tx, COUNTY, scene.id('P1-4'), 10))).map((a) => a.act)
    expect(acts.slice(0, 2).toSorted()).toEqual(['summons.answer', 'summons.take-back'])
  })

  test('what somebody said since is not taken back, nor what is older than ten minutes, nor what nobody wrote', async () => {
    const callout = await called()
    const heard = { persons: [scene.id('P1-4')], kind: 'acknowledged' }
    const { body } = await post(`/callouts/${callout}/written`, heard)
    await scene.answer('P1-4', 'accepted')
    expect((await post(`/written/${body.act}/take-back`)).body).toMatchObject({
      restored: [],
      refused: [{ person: scene.id('P1-4'), code: 'ANSWERED_SINCE' }],
    })
    await scene.pass(11 * MINUTE)
    expect((await post(`/written/${body.act}/take-back`)).body.code).toBe('WRITTEN_LONG_AGO')
    expect((await post(`/written/${newId(scene.now())}/take-back`)).body.code).toBe('WRITTEN_UNKNOWN')
  })

  test('a yes of a deputy that is taken back lets the ladder of whoever was handed to them go on', async () => {
    const callout = await called()
    await post(`/callouts/${callout}/hand-on`, { persons: [scene.id('P1-4')] })
    await scene.run()
    const stood = await summonsOf('P1-4')
    const { body } = await post(`/callouts/${callout}/written`, { persons: [scene.id('P1-2')], kind: 'accepted' })
    expect((await summonsOf('P1-4')).next_at).not.toEqual(stood.next_at)
    expect((await post(`/written/${body.act}/take-back`)).body.restored).toEqual([scene.id('P1-2')])
    expect(await summonsOf('P1-4')).toEqual(stood)
  })

  test('numbers are read by those who may, and reading them is one row of the audit, which tells nobody that something changed', async () => {
    await called()
    const persons = [scene.id('P1-4'), scene.id('P1-5')]
    const { body } = await post('/contacts/read', { persons })
    expect(body.items).toContainEqual({
      person: persons[0],
      contacts: [{ channel: 'phone', address: '+86 P1-4' }],
    })
    const rows = await scene.rows<{ detail: object }>('audit', "act = 'contact.read'")
    expect(rows.map((r) => r.detail)).toEqual([{ people: 2 }])
  })
})

describe('called and not heard of', () => {
  test('is work from five minutes after the call, by call-out and area, until it is answered', async () => {
    const callout = await called()
    expect((await next()).unheard).toEqual([])
    await scene.pass(6 * MINUTE)
    const [group, ...others] = (await next()).unheard
    expect(others).toEqual([])
    expect(group).toMatchObject({ callout, kind: 'silent', n: 2, names: ['P1-4', 'P1-5'] })
    const list = `/callouts/${callout}/unheard?kind=silent&area=${group?.area}`
    const one = (await get(`${list}&limit=1`)).body
    const two = (await get(`${list}&limit=1&after=${one.next}`)).body
    expect([...one.items, ...two.items].map((p: { name: string }) => p.name).toSorted()).toEqual(['P1-4', 'P1-5'])
    expect(two.next).toBeNull()
    await post(`/callouts/${callout}/written`, { persons: [scene.id('P1-4')], kind: 'acknowledged' })
    expect((await next()).unheard).toMatchObject([{ n: 1, names: ['P1-5'] }])
    await scene.answer('P1-5', 'acknowledged')
    expect((await next()).unheard).toEqual([])
  })

  test('who said no is work for as long as their places are open', async () => {
    const callout = await called()
    await scene.answer('P1-4', 'acknowledged')
    await scene.answer('P1-5', 'declined', 'ill')
    expect((await next()).unheard).toMatchObject([{ kind: 'declined', n: 1, names: ['P1-5'] }])
    expect((await get(`/callouts/${callout}/unheard?kind=declined`)).body.items).toMatchObject([
      { name: 'P1-5', reason: 'ill', duties: 10 },
    ])
    await scene.answer('P1-5', 'accepted')
    expect((await next()).unheard).toEqual([])
  })
})

describe('a call-out that is stopped', () => {
  test('says beforehand how many people that is; then ladders stand, who was reached is told, and nobody is called again by itself', async () => {
    const callout = await called()
    await scene.pass(MINUTE)
    await scene.answer('P1-5', 'accepted')
    const tried = await post(`/callouts/${callout}/stop?try=true`, { tell: true })
    expect(tried.body).toEqual({ people: 1, names: ['P1-4'], ringing: 1, withdrawn: 0, told: 1, settled: 1 })
    expect((await summonsOf('P1-4')).stood_down_at).toBeNull()
    const key = { 'idempotency-key': newId(scene.now()) }
    const wish = { tell: true, reason: 'called by mistake' }
    const { body } = await post(`/callouts/${callout}/stop`, wish, key)
    expect(body).toEqual(tried.body)
    expect((await post(`/callouts/${callout}/stop`, wish, key)).body).toEqual(body)
    const before = rang('P1-4')
    await scene.pass(3 * HOUR)
    expect(scene.phones.heard.filter((m) => m.kind === 'stand-down').map((m) => m.address)).toEqual(['+86 P1-4'])
    expect(rang('P1-4')).toBe(before + 1)
    const [row] = await scene.rows<{ stop_reason: string; ended_at: Date | null }>('callout', `id = '${callout}'`)
    expect(row).toMatchObject({ stop_reason: 'called by mistake' })
    expect(row?.ended_at).not.toBeNull()
    expect((await post(`/callouts/${callout}/stop`, wish)).body.code).toBe('CALLOUT_OVER')
  })

  test('without a word to those who were reached, where it is chosen so; and somebody may be called again by hand', async () => {
    const callout = await called()
    await scene.pass(MINUTE)
    const { body } = await post(`/callouts/${callout}/stop`, { tell: false, reason: 'wrong list' })
    expect(body).toMatchObject({ people: 2, told: 0 })
    await scene.pass(MINUTE)
    expect(scene.phones.heard.filter((m) => m.kind === 'stand-down')).toEqual([])
    const before = rang('P1-4')
    const again = await post(`/callouts/${callout}/again`, { persons: [scene.id('P1-4')] })
    expect(again.body.called).toEqual([scene.id('P1-4')])
    await scene.run()
    expect(rang('P1-4')).toBe(before + 1)
    expect((await summonsOf('P1-4')).stood_down_at).toBeNull()
  })

  test('a reason is wanted, and a call-out that nobody knows is not stopped', async () => {
    const callout = await called()
    expect((await post(`/callouts/${callout}/stop`, { tell: true })).body.code).toBe('BAD_INPUT')
    const none = newId(scene.now())
    expect((await post(`/callouts/${none}/stop`, { tell: true, reason: 'x' })).body.code).toBe('CALLOUT_UNKNOWN')
  })
})

describe('an act says its size', () => {
  test('calling again and handing on tell beforehand whom they would call, and do nothing', async () => {
    const callout = await called()
    await scene.answer('P1-5', 'acknowledged')
    await scene.pass(MINUTE)
    const persons = [scene.id('P1-4'), scene.id('P1-5')]
    const again = (await post(`/callouts/${callout}/again?try=true`, { persons })).body
    const hand = (await post(`/callouts/${callout}/hand-on?try=true`, { persons: [scene.id('P1-4')] })).body
    expect(again).toMatchObject({ called: [scene.id('P1-4')], refused: [{ code: 'SUMMONS_ANSWERED' }] })
    expect(hand).toMatchObject({ handed: [{ name: 'P1-2', as: 'deputy' }] })
    const before = scene.phones.heard.length
    await scene.run()
    expect(scene.phones.heard.length).toBe(before)
    expect((await post(`/callouts/${callout}/again`, { persons })).body).toEqual(again)
  })
})
