import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { flowChecks } from '../../src/apps/cli/doctor/flow.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { tryAgain } from '../../src/domain/faults/actions.ts'
import { cap } from '../harness/cap-message.ts'
import { atom, useFeedServer } from '../harness/feed-server.ts'
import { useWorld } from '../harness/world.ts'

/** A feed that is down, or whose links are, is seen wherever one looks, and is gone from there once it works. */

const world = useWorld()
const feeds = useFeedServer(world)
let app: FastifyInstance
beforeEach(async () => {
  app = await makeServer({ db: world.db, clock: world.clock, onWork: () => {} })
})
afterEach(() => app.close())

const entry = (name: string) => `<id>${name}</id><updated>2020-07-09T00:00:00Z</updated><link href="/${name}"/>`

async function look(watching: { look(): Promise<void> }) {
  await watching.look().catch((error) => feeds.faults.push(error))
}

/** What /health, the list of faults and `doctor` say of feeds. */
async function seen() {
  const get = async (path: string) => (await app.inject({ url: `/api/v1${path}` })).json()
  // An answer of /health waits only a moment for a look of its own; the next finds what that look found.
  await get('/health')
  let health = await get('/health')
  while (health.feeds === null || health.lookedAt !== world.now().toISOString()) health = await get('/health')
  const checks = (await world.db.read(flowChecks)).filter((check) => check.name === 'feeds')
  return { health: health.feeds, faults: (await get('/faults?lane=actual')).items, checks }
}

const nothing = { health: [], faults: [], checks: [{ status: 'ok' }] }

describe('a feed that is down', () => {
  test('is seen in /health, with the faults and by doctor, since when and what to do; and not once it works', async () => {
    const since = world.now().toISOString()
    const watching = feeds.watch('/feed')
    await look(watching)
    world.clock.forward(HOUR)
    await look(watching)
    const url = `${feeds.base}/feed`
    const what = { code: 'FEED_FAILED', since, tries: 2, reason: `The feed ${url} could not be read: it answers 404.` }
    const helps = expect.stringContaining('Check the address')
    expect(await seen()).toMatchObject({
      health: [{ feed: url, ...what, do: helps, lastAt: world.now().toISOString() }],
      faults: [{ item: `feed ${url}`, district: '*', step: 'warn', ...what, do: helps }],
      checks: [{ status: 'warn', says: expect.stringContaining(`Since ${since}: The feed ${url}`), do: helps }],
    })
    feeds.answers.set('/feed', atom())
    world.clock.forward(MINUTE)
    await look(watching)
    expect(await seen()).toMatchObject(nothing)
  })

  test('since nothing listens there is seen with its reason, of a host with several addresses too', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    for (const host of ['127.0.0.1', 'localhost']) await look(feeds.watch(`http://${host}:${port}/feed`))
    for (const { reason } of (await seen()).health) expect(reason).toContain('ECONNREFUSED')
    expect((await seen()).health).toHaveLength(2)
  })

  test('or that answers with a page is no quiet one', async () => {
    feeds.answers.set('/feed', '<!doctype html><html><body>Sign in</body></html>')
    await look(feeds.watch('/feed'))
    expect((await seen()).faults).toMatchObject([
      { code: 'FEED_FAILED', reason: expect.stringContaining('neither a feed nor a CAP message') },
    ])
    feeds.answers.set('/feed', cap())
    await look(feeds.watch('/feed'))
    expect([(await seen()).faults, await feeds.kept()]).toEqual([[], ['W-1']])
  })

  test('and works after a restart, is taken back by the process that finds it so', async () => {
    const before = feeds.watch('/feed')
    await look(before)
    await before.stop()
    expect((await seen()).health).toHaveLength(1)
    feeds.answers.set('/feed', atom())
    await look(feeds.watch('/feed'))
    expect(await seen()).toMatchObject(nothing)
  })
})

describe('links of a feed that cannot be read', () => {
  test('are one fault, however many, until the last of them is read or listed no more', async () => {
    feeds.answers.set('/feed', atom(entry('a'), entry('b'), entry('good'))).set('/good', cap())
    const watching = feeds.watch('/feed')
    await look(watching)
    const [fault] = (await seen()).health
    expect(fault).toMatchObject({ feed: `${feeds.base}/feed`, code: 'FEED_LINKS' })
    expect(fault.reason).toContain(`2 cannot be read, such as ${feeds.base}/a: it answers 404`)
    feeds.answers.set('/a', cap({ identifier: 'A' }))
    await look(watching)
    expect((await seen()).checks).toMatchObject([{ status: 'warn', says: expect.stringContaining('1 cannot be read') }])
    feeds.answers.set('/feed', atom(entry('a'), entry('good')))
    await look(watching)
    expect(await seen()).toMatchObject(nothing)
  })

  test('are tried at once where somebody has it tried again, and shown again while they fail', async () => {
    feeds.answers.set('/feed', atom(entry('a')))
    const watching = feeds.watch('/feed')
    for (let n = 0; n < 10; n++) {
      await look(watching)
      world.clock.forward(10 * MINUTE)
    }
    const tried = () => feeds.asked.filter((path) => path === '/a').length
    await look(watching)
    const [before, again] = [tried(), { lane: ACTUAL, districts: null }]
    await look(watching)
    expect(tried()).toBe(before)
    expect(await tryAgain(world.db, world.now(), CONSOLE, again)).toBe(1)
    await look(watching)
    expect([tried(), (await seen()).health.length]).toEqual([before + 1, 1])
    feeds.answers.set('/a', cap())
    await tryAgain(world.db, world.now(), CONSOLE, again)
    await look(watching)
    expect([(await seen()).health, await feeds.kept()]).toEqual([[], ['W-1']])
  })

  test('what was refused of a link is not shown any more once the link has a message that can be read', async () => {
    feeds.answers.set('/feed', atom(entry('a'))).set('/a', { body: cap({ msgType: 'Cancel' }), etag: '"1"' })
    const watching = feeds.watch('/feed')
    await look(watching)
    expect((await seen()).faults).toMatchObject([{ code: 'CAP_MISSING' }])
    feeds.answers.set('/a', { body: cap(), etag: '"2"' })
    world.clock.forward(5 * MINUTE)
    await look(watching)
    expect(await seen()).toMatchObject(nothing)
  })
})
