import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { noteChange } from '../../src/domain/audit/changes.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { type BrokenProxy, openProxy } from '../harness/broken-proxy.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { useSite } from '../harness/site.ts'

const scene = useScene()
const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))
let proxy: BrokenProxy

beforeEach(async () => {
  proxy = await openProxy(site.base)
  return () => proxy.close()
})

// What a page complains of is that nothing answers, which is what is tried here.
afterEach(() => site.complaints.splice(0))

const lost = (page: Page) => page.getByText(/^Not live since \d\d:\d\d/)
const live = (page: Page) => page.getByRole('region', { name: 'Moment shown' }).getByText('Live', { exact: true })

async function openBoard(): Promise<Page> {
  const page = await site.open('/')
  await page.goto(proxy.base)
  await live(page).waitFor()
  return page
}

test.each([503, 500, 401, 502])(
  'a stream that is answered %i is opened again, and until then the page says that it is not live',
  async (status) => {
    await flood(scene)
    const page = await openBoard()
    await page.locator('[data-tour=next] li').first().waitFor()
    const rows = await page.locator('[data-tour=next] li').count()
    proxy.turn({ status, only: '/live' })
    await lost(page).waitFor()
    await page.getByText(/^Tried again in \d+ secs?\.$/).waitFor()
    expect(await live(page).count()).toBe(0)
    expect(await page.locator('[data-tour=next] li').count()).toBe(rows)
    if (status === 503) {
      await shoot(page, 'live-lost')
      expect(await faultsOf(page)).toEqual([])
    }
    proxy.turn('pass')
    await live(page).waitFor()
    expect(await lost(page).count()).toBe(0)
  },
)

test('what changed while the server was away is shown once it is back, without anybody asking', async () => {
  const page = await openBoard()
  await page.getByText('Nothing is required here now.').waitFor()
  proxy.turn({ status: 502 })
  await lost(page).waitFor()
  await scene.pass(10 * MINUTE)
  await flood(scene)
  proxy.turn('pass')
  await page.getByRole('button', { name: 'Try now' }).click()
  await live(page).waitFor()
  await page.locator('[data-tour=next] li').first().waitFor()
  await page.getByText('Level I', { exact: false }).first().waitFor()
})

test('a server that takes requests and never answers is not called live', async () => {
  const page = await openBoard()
  proxy.turn('hang')
  await lost(page).waitFor()
  // The next try hangs too: nothing that the browser would report.
  await page.getByText('It is being tried now…').waitFor()
  await page.getByText(/^Tried again in/).waitFor()
  expect(await live(page).count()).toBe(0)
  proxy.turn('pass')
  await live(page).waitFor()
})

test('where a proxy answers in place of the server, what is shown stays, with the moment at which it was read', async () => {
  await flood(scene)
  const page = await openBoard()
  await page.locator('[data-tour=next] li').first().waitFor()
  proxy.turn({ status: 502, only: '/board/next' })
  await scene.pass(MINUTE)
  await scene.db.write(scene.now(), (tx) => noteChange(tx, ACTUAL, [COUNTY], 'duties'))
  await page.getByText('Something between here and the server answered 502 in its place.').waitFor()
  await page.getByText(/^What stands below was read at/).waitFor()
  expect(await page.locator('[data-tour=next] li').count()).toBeGreaterThan(0)
})
