import { expect, test } from 'vitest'
import { turnsOf } from '../../src/apps/server/feeds/link-turns.ts'
import type { FeedEntry } from '../../src/apps/server/feeds/read-feed.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/base/clock.ts'
import { MusterError } from '../../src/base/errors.ts'
import { cap } from '../harness/cap-message.ts'
import { atom, useFeedServer } from '../harness/feed-server.ts'
import { useWorld } from '../harness/world.ts'

/** Links of a feed that fail keep none of the others from being read. */

const world = useWorld()
const feeds = useFeedServer(world)

const entry = (name: string, updated = '') => `<id>${name}</id><updated>${updated}</updated><link href="/${name}"/>`
const dead = (count: number, updated = '') => Array.from({ length: count }, (_, n) => entry(`dead${n}`, updated))

function countAsked(path: string): number {
  return feeds.asked.filter((asked) => asked === path).length
}

test('behind a hundred links that fail for ever, the one that works is read at the next look', async () => {
  feeds.answers.set('/feed', atom(...dead(100), entry('good'))).set('/good', cap())
  const { look } = feeds.watch('/feed')
  await look()
  expect(feeds.asked).toHaveLength(101)
  await look()
  expect(await feeds.kept()).toEqual(['W-1'])
})

test('nor do a hundred whose entries are dated anew with every look', async () => {
  let looks = 0
  feeds.answers.set('/good', cap()).set('/feed', () => atom(...dead(150, `${looks++}`), entry('good', `${looks}`)))
  const { look } = feeds.watch('/feed')
  await look()
  world.clock.forward(MINUTE)
  await look()
  world.clock.forward(MINUTE)
  expect(await feeds.kept()).toEqual(['W-1'])
  await look()
  // Each of the dead has had its turn as well.
  expect(new Set(feeds.asked.filter((path) => path.startsWith('/dead'))).size).toBe(150)
})

test('a link that fails is tried again with growing pauses, of an hour at most', async () => {
  feeds.answers.set('/feed', atom(...dead(1)))
  const { look } = feeds.watch('/feed')
  const tried: number[] = []
  for (let minute = 0; minute <= 6 * 60; minute++) {
    const before = countAsked('/dead0')
    await look()
    if (countAsked('/dead0') > before) tried.push(minute)
    world.clock.forward(MINUTE)
  }
  const pauses = tried.slice(1).map((minute, n) => minute - (tried[n] ?? 0))
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
})

test('a clock that was ahead and is put right keeps no link waiting until it is that late again', () => {
  const now = world.now().getTime()
  const waiting: FeedEntry = { links: ['http://127.0.0.1/a'], mark: '1', dated: true }
  const state = { mark: '1', triedAt: now + 365 * DAY, fails: 9, error: null, read: null }
  expect(turnsOf([waiting], new Map([[waiting.links[0], state]]), now)).toHaveLength(1)
})

test('one that is new comes before those that failed, and an entry that is updated does not wait for its pause', async () => {
  feeds.answers.set('/feed', atom(...dead(2)))
  const { look } = feeds.watch('/feed')
  for (const _ of [1, 2, 3]) await look()
  world.clock.forward(HOUR)
  feeds.answers.set('/feed', atom(...dead(2), entry('good'))).set('/good', cap())
  feeds.asked.length = 0
  await look()
  expect(feeds.asked).toEqual(['/feed', '/good', '/dead0', '/dead1'])
  feeds.answers.set('/feed', atom(entry('dead0', 'later'), entry('dead1'), entry('good')))
  feeds.answers.set('/dead0', cap({ identifier: 'D' }))
  await look()
  expect(await feeds.kept()).toEqual(['D', 'W-1'])
})

test('a look at links that hang ends, and the next goes on behind them', async () => {
  feeds.answers.set('/feed', atom(...dead(8), entry('good'))).set('/good', cap())
  feeds.slowMs = 20 * SECOND
  const { look } = feeds.watch('/feed')
  await look()
  expect(feeds.asked).toEqual(['/feed', '/dead0', '/dead1', '/dead2'])
  await look()
  await look()
  expect(await feeds.kept()).toEqual(['W-1'])
})

test('of links that are only asked once more, a long feed asks a part in each look', async () => {
  const names = Array.from({ length: 50 }, (_, n) => `w${n}`)
  for (const name of names) feeds.answers.set(`/${name}`, { body: cap({ identifier: name }), etag: '"1"' })
  feeds.answers.set('/feed', atom(...names.map((name) => entry(name))))
  const { look } = feeds.watch('/feed')
  await look()
  world.clock.forward(5 * MINUTE)
  feeds.asked.length = 0
  for (const n of [20, 40, 50]) {
    await look()
    expect(new Set(feeds.asked.filter((path) => path.endsWith(' 304'))).size).toBe(n)
  }
})

test('while the register fails no link is at fault: all are taken at the next look', async () => {
  feeds.answers.set('/feed', { body: atom(entry('a'), entry('b')), etag: '"1"' })
  for (const name of ['a', 'b']) feeds.answers.set(`/${name}`, cap({ identifier: name }))
  const { look } = feeds.watch('/feed')
  feeds.failing = new MusterError('DB_UNREACHABLE')
  await expect(look()).rejects.toMatchObject({ code: 'DB_UNREACHABLE' })
  feeds.failing = null
  await look()
  expect(await feeds.kept()).toEqual(['a', 'b'])
})

test('a text on which a reader fails keeps back no other', async () => {
  feeds.answers
    .set('/feed', atom(entry('a'), entry('b')))
    .set('/a', cap({ identifier: 'a' }))
    .set('/b', cap())
  const { look } = feeds.watch('/feed')
  feeds.failing = new TypeError('a fault of ours')
  await look()
  expect(feeds.faults).toHaveLength(2)
  feeds.failing = null
  await look()
  expect(await feeds.kept()).toEqual(['W-1', 'a'])
})
