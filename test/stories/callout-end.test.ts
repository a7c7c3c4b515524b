import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { takeAnswers } from '../../src/domain/callouts/actions.ts'
import { afterDecline } from '../../src/domain/gaps/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { refTo, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()

type Callout = { id: string; campaign: string; ended_at: Date | null }
const callout = async () => (await scene.rows<Callout>('callout'))[0] as Callout
const endedAt = async () => (await callout()).ended_at

/** The households of village 1 are these people's, in turn, and the village is warned: they are called, and nobody else. */
async function call(...people: string[]): Promise<void> {
  for (let n = 1; n <= 20; n++) {
    await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', people[n % people.length] as string)
  }
  await scene.warn([1], { severity: 'Minor' })
}

const cancel = (sent: Date) =>
  scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', sent), info: null })

test('a call-out ends with the last answer, whatever it is, and stays ended', async () => {
  await call('P1-4', 'P1-5', 'P1-6')
  await scene.answer('P1-4', 'accepted')
  await scene.answer('P1-5', 'acknowledged')
  expect(await endedAt()).toBeNull()
  const last = scene.world.clock.forward(3 * MINUTE)
  await scene.answer('P1-6', 'declined', 'abroad')
  const { id, ended_at } = await callout()
  expect(ended_at).toEqual(last)
  const acts = await scene.db.read((tx) => auditOf(tx, COUNTY, id, 10))
  expect(acts.map((a) => a.act)).toEqual(['callout.end', 'callout.start'])

  scene.world.clock.forward(MINUTE)
  await scene.answer('P1-5', 'arrived')
  await scene.pass(2 * HOUR)
  expect(await callout()).toMatchObject({ id, ended_at: last })
})

test('where nobody answers, it ends when the last ladder has been run through', async () => {
  await call('P1-4')
  await scene.pass(30 * MINUTE)
  expect(await endedAt()).toBeNull()
  await scene.pass(6 * HOUR)
  const ended = await endedAt()
  const rang = await scene.rows<{ queued_at: Date }>('message')
  const lastRang = Math.max(...rang.map((m) => m.queued_at.getTime()))
  expect(ended?.getTime()).toBeGreaterThan(lastRang)
  expect(await scene.rows('summons', `next_at < 'infinity'`)).toEqual([])
})

test('while somebody is still waited for, others who are stood down do not end it; the end of the campaign does', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const sent = scene.now()
  scene.world.clock.forward(MINUTE)
  await scene.warn([2], { identifier: 'W-2', msgType: 'Update', references: refTo('W-1', sent), severity: 'Minor' })
  expect((await scene.rows('summons', 'stood_down_at is not null')).length).toBeGreaterThan(0)
  expect(await endedAt()).toBeNull()
  const later = scene.world.clock.forward(MINUTE)
  await scene.warn([], {
    identifier: 'W-3',
    msgType: 'Cancel',
    references: refTo('W-2', new Date(sent.getTime() + MINUTE)),
    info: null,
  })
  expect(await endedAt()).toEqual(later)
})

test('two last answers at one instant end it too, at the latest when the ladder would have moved on', async () => {
  await call('P1-4', 'P1-5')
  const { id } = await callout()
  const tell = (person: string) =>
    takeAnswers(
      scene.db,
      scene.now(),
      CONSOLE,
      COUNTY,
      [{ callout: id, person: scene.id(person), kind: 'accepted' }],
      afterDecline,
    )
  await Promise.all([tell('P1-4'), tell('P1-5')])
  await scene.pass(5 * MINUTE)
  expect(await endedAt()).not.toBeNull()
})

test('who was called for a duty of their own is stood down with the campaign, even with shifts still to come', async () => {
  await scene.give('S01', 'patrol', 'P1-4')
  await scene.warn([1], { severity: 'Severe' })
  const sent = scene.now()
  expect(scene.phones.heard.some((m) => m.person === scene.id('P1-4') && m.kind === 'call')).toBe(true)
  scene.world.clock.forward(MINUTE)
  await cancel(sent)
  expect(scene.phones.heard.some((m) => m.person === scene.id('P1-4') && m.kind === 'stand-down')).toBe(true)
  expect(await scene.rows('callout', 'ended_at is null')).toEqual([])
})

test('it shows: in the list, by itself, and on the page', async () => {
  await call('P1-4')
  const { id, campaign } = await callout()
  const app = await serve({ db: scene.db, clock: scene.world.clock })
  const get = async (path: string) => (await app.inject(`/api/v1/districts/${COUNTY}${path}`)).json()
  const page = async () => (await app.inject(`/status?node=${COUNTY}&lang=en`)).body
  expect((await get(`/callouts/${id}`)).endedAt).toBeNull()
  expect(await page()).toContain('calling still')
  await scene.answer('P1-4', 'accepted')
  const at = scene.now().toISOString()
  expect((await get(`/callouts/${id}`)).endedAt).toBe(at)
  expect((await get(`/campaigns/${campaign}/callouts`)).items).toMatchObject([{ id, endedAt: at }])
  expect(await page()).toContain('calling ended')
})
