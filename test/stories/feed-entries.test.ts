import { describe, expect, test } from 'vitest'
import { cap } from '../harness/cap-message.ts'
import { atom, rss, useFeedServer } from '../harness/feed-server.ts'
import { useWorld } from '../harness/world.ts'

/** Which of the links of a feed's entry is its message. */

const feeds = useFeedServer(useWorld())
const PAGE = '<!doctype html><html><body><p>Flood warning<br></body></html>'

async function look(feed: string) {
  feeds.answers.set('/feed', feed)
  feeds.answers.set('/page.html', PAGE)
  feeds.answers.set('/a.cap', cap({ identifier: 'A' }))
  await feeds.watch('/feed').look()
}

describe('a link that is said to be CAP is read first, and no other where it is one', () => {
  test.each([
    [
      'an enclosure of RSS',
      rss('<link>/page.html</link><enclosure url="/a.cap" type="application/cap+xml" length="1"/>'),
    ],
    [
      'an enclosure of Atom',
      atom('<link href="/page.html"/><link rel="enclosure" type="application/cap+xml" href="/a.cap"/>'),
    ],
    ['a related link', atom('<link href="/page.html"/><link rel="related" type="application/cap+xml" href="/a.cap"/>')],
    [
      'content that lies elsewhere',
      atom('<link href="/page.html"/><content type="application/cap+xml" src="/a.cap"/>'),
    ],
    ['an enclosure of XML', rss('<link>/page.html</link><enclosure url="/a.cap" type="text/xml" length="1"/>')],
    [
      'XML, and not a page of XHTML',
      atom('<link type="application/xhtml+xml" href="/page.html"/><link type="application/xml" href="/a.cap"/>'),
    ],
  ])('%s', async (_, feed) => {
    await look(feed)
    expect([await feeds.kept(), feeds.asked, feeds.faults]).toEqual([['A'], ['/feed', '/a.cap'], []])
  })
})

test.each([
  ['an enclosure beside a page', rss('<link>/page.html</link><enclosure url="/a.cap" length="1"/>')],
  ['two links', atom('<link href="/page.html"/><link rel="via" href="/a.cap"/>')],
])('where types say nothing, the one that is CAP when it is fetched: %s', async (_, feed) => {
  await look(feed)
  expect([await feeds.kept(), feeds.taken, feeds.faults]).toEqual([['A'], ['/a.cap'], []])
})

test('pictures, and links to the feed or to an editor, are no messages', async () => {
  const picture = '<link rel="enclosure" type="image/png" href="/map.png"/>'
  await look(atom(`<link rel="self" href="/self"/><link rel="edit" href="/edit"/>${picture}<link href="/a.cap"/>`))
  expect([await feeds.kept(), feeds.asked]).toEqual([['A'], ['/feed', '/a.cap']])
})

test('a link that is said to be CAP and is not does not hide the one that is', async () => {
  await look(rss('<link>/a.cap</link><enclosure url="/page.html" type="application/cap+xml" length="1"/>'))
  expect(await feeds.kept()).toEqual(['A'])
})

test('an entry whose links are pages alone fails, and is read when one of them has become a message', async () => {
  await look(rss('<link>/page.html</link>'))
  expect(feeds.faults).toMatchObject([{ code: 'FEED_FAILED', message: expect.stringContaining('no CAP message') }])
  feeds.answers.set('/page.html', cap({ identifier: 'B' }))
  await feeds.watch('/feed').look()
  expect(await feeds.kept()).toEqual(['B'])
})
