import { expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { RecordInput } from '../../src/domain/records/model.ts'
import { receiveRecords } from '../../src/domain/records/receive.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

const scene = useScene()
const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

/** Reports of an unknown place, by an unknown person, and of an unknown kind. */
async function keepAside() {
  await flood(scene)
  const now = scene.now()
  const report = (change: object) => ({
    id: newId(now),
    kind: 'patrol',
    subject: scene.id('S01'),
    toldBy: scene.id('P1-4'),
    occurredAt: now,
    body: { note: 'water at the third step' },
    ...change,
  })
  const items = [report({ subject: newId(now) }), report({ toldBy: newId(now) }), report({ kind: 'selfie' })]
  const taking = { now, actor: CONSOLE, district: COUNTY, lane: 'actual' }
  await receiveRecords(scene.db, taking, { items, read: (item) => RecordInput.safeParse(item) }, afterRecords)
}

test('reports kept aside stand in Do next, in both languages and themes, wide and narrow', async () => {
  await keepAside()
  const ready = (page: Parameters<Parameters<typeof lookAll>[3]>[0]) =>
    page
      .getByText(/not understood|无法认定/)
      .first()
      .waitFor()
  expect(await lookAll(site.open, '/', 'asides-next', ready, 0)).toEqual([])
  expect(site.complaints).toEqual([])
})

test('all of them stand in a list of their own', async () => {
  await keepAside()
  const ready = (page: Parameters<Parameters<typeof lookAll>[3]>[0]) =>
    page
      .getByText(/unknown place|地点不明/)
      .first()
      .waitFor()
  expect(await lookAll(site.open, `/lists/asides?district=${COUNTY}`, 'asides-list', ready, 1)).toEqual([])
})

test('one is tied to the place that is meant, and another is dropped with a reason', async () => {
  await keepAside()
  const page = await site.open('/')
  const rows = page.locator('[data-tour=next] li', { hasText: 'not understood' })
  await rows.first().waitFor()
  await rows.filter({ hasText: 'unknown place' }).getByRole('button', { name: 'Say what is meant' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Which place').fill('S01')
  await page.getByRole('option', { name: /S01/ }).first().click()
  await page.screenshot({ path: 'test-results/asides-tie.png' })
  await dialog.getByRole('button', { name: 'Take it in' }).click()
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(2)
  await rows.filter({ hasText: 'unknown kind' }).getByRole('button', { name: 'Drop the report', exact: true }).click()
  await dialog.getByLabel('Why').fill('a test of the telephone')
  await dialog.getByRole('button', { name: 'Drop the report', exact: true }).click()
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(1)
  expect((await scene.rows('record')).length).toBe(1)
})
