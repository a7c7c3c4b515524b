import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { cap } from '../harness/cap-message.ts'
import { atom, rss, useFeedServer } from '../harness/feed-server.ts'
import { useWorld } from '../harness/world.ts'

/** A feed whose entries change under the same link. */

const world = useWorld()
const feeds = useFeedServer(world)

const first = cap({ identifier: 'A' })
const second = cap({
  identifier: 'B',
  msgType: 'Update',
  references: 'office@example.org,A,2020-07-09T08:00:00+08:00',
})
const entry = (id: string, updated: string) => `<id>${id}</id><updated>${updated}</updated><link href="/w.cap"/>`
const at = (minute: number) => `2020-07-09T00:0${minute}:00Z`

describe('an entry is read again', () => {
  test.each([
    ['with a new id and a new date', atom(entry('1', at(0))), atom(entry('2', at(1)))],
    ['with a new date alone', atom(entry('1', at(0))), atom(entry('1', at(1)))],
    ['with a new id alone', atom(entry('1', at(0))), atom(entry('2', at(0)))],
    ['with a new entry beside the old one', atom(entry('1', at(0))), atom(entry('2', at(1)), entry('1', at(0)))],
    [
      'of RSS, with a new date',
      rss('<link>/w.cap</link><pubDate>Thu, 09 Jul 2020 00:00:00 GMT</pubDate>'),
      rss('<link>/w.cap</link><pubDate>Thu, 09 Jul 2020 00:01:00 GMT</pubDate>'),
    ],
  ])('%s', async (_, before, after) => {
    feeds.answers.set('/feed', before).set('/w.cap', first)
    const { look } = feeds.watch('/feed')
    await look()
    feeds.answers.set('/feed', after).set('/w.cap', second)
    await look()
    expect(await feeds.kept()).toEqual(['A', 'B'])
    await look()
    expect(feeds.taken).toHaveLength(2)
  })

  test.each([
    ['etag', (n: number) => ({ etag: `"${n}"` })],
    ['last-modified', (n: number) => ({ lastModified: `Thu, 09 Jul 2020 00:0${n}:00 GMT` })],
  ])(
    'that says nothing new, when its link has another %s; until then its link sends nothing twice',
    async (_, version) => {
      feeds.answers
        .set('/feed', { body: atom(entry('1', at(0))), etag: '"f"' })
        .set('/w.cap', { body: first, ...version(1) })
      const { look } = feeds.watch('/feed')
      await look()
      await look()
      world.clock.forward(5 * MINUTE)
      await look()
      expect(feeds.asked).toEqual(['/feed', '/w.cap', '/feed 304', '/feed 304', '/w.cap 304'])
      feeds.answers.set('/w.cap', { body: second, ...version(2) })
      world.clock.forward(5 * MINUTE)
      await look()
      expect(await feeds.kept()).toEqual(['A', 'B'])
    },
  )

  test('that bears no date, whose link has neither of the two', async () => {
    feeds.answers.set('/feed', atom('<link href="/w.cap"/>')).set('/w.cap', first)
    const { look } = feeds.watch('/feed')
    await look()
    feeds.answers.set('/w.cap', second)
    world.clock.forward(5 * MINUTE)
    await look()
    expect(await feeds.kept()).toEqual(['A', 'B'])
  })
})

describe('what is identical is taken once', () => {
  test('though a page of another server stood in the place of the feed meanwhile', async () => {
    feeds.answers.set('/feed', atom(entry('1', at(0)))).set('/w.cap', first)
    const { look } = feeds.watch('/feed')
    await look()
    feeds.answers.set('/feed', '<html>Sign in</html>')
    await look()
    feeds.answers.set('/feed', atom(entry('1', at(0))))
    await look()
    expect(feeds.asked).toEqual(['/feed', '/w.cap', '/feed', '/feed'])
  })

  test('under an entry that is dated anew', async () => {
    feeds.answers.set('/w.cap', first)
    const { look } = feeds.watch('/feed')
    for (const minute of [0, 1, 2]) {
      feeds.answers.set('/feed', atom(entry('1', at(minute))))
      await look()
    }
    expect(feeds.asked.filter((path) => path === '/w.cap')).toHaveLength(3)
    expect(feeds.taken).toEqual(['/w.cap'])
  })

  test('of an address that answers with the message itself', async () => {
    feeds.answers.set('/cap.xml', first)
    const { look } = feeds.watch('/cap.xml')
    await look()
    await look()
    feeds.answers.set('/cap.xml', second)
    await look()
    expect([feeds.taken, await feeds.kept()]).toEqual([
      ['/cap.xml', '/cap.xml'],
      ['A', 'B'],
    ])
  })

  test('after a restart all is fetched again, and its text and message are kept once', async () => {
    feeds.answers.set('/feed', atom(entry('1', at(0)))).set('/w.cap', first)
    for (const _ of ['before', 'after']) {
      const watching = feeds.watch('/feed')
      await watching.look()
      await watching.stop()
    }
    const texts = await world.db.read((tx) => tx<{ hash: string }[]>`select hash from warning_text`)
    expect([texts.length, await feeds.kept()]).toEqual([1, ['A']])
  })
})
