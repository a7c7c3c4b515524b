import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { feedShownBy, shownBy, takeWatched } from '../../src/apps/cli/watches.ts'
import { watchFeed } from '../../src/apps/server/feed.ts'
import type { Looking } from '../../src/apps/server/looking.ts'
import { receiveWarnings, type Take } from '../../src/apps/server/receive.ts'
import { watchFolder } from '../../src/apps/server/watch.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { MusterError } from '../../src/base/errors.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { tryAgain } from '../../src/domain/faults/actions.ts'
import { readFlowFaults } from '../../src/domain/faults/read.ts'
import { cap } from '../harness/cap-message.ts'
import { useWorld } from '../harness/world.ts'

/** Longer than any test: looks happen when a test asks for one. */
const NEVER_MS = 1e9

const world = useWorld()
const take: Take = (bytes, source) => receiveWarnings(acting(), CONSOLE, bytes, source)

const acting = () => ({ db: world.db, clock: world.clock, onWork: () => {} })
const faults = async () => (await world.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, null))).items

const kept = () =>
  world.db.read(async (tx) => [
    ...(await tx<{ identifier: string; source: string }[]>`select identifier, source from warning order by identifier`),
  ])

let watching: Looking | undefined
const keep = (looking: Looking) => {
  watching = looking
  return looking
}
afterEach(() => watching?.stop())

describe('a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-watch-'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const open = (into: Take) =>
    watchFolder(folder, {
      ...shownBy(acting()),
      take: into,
      clock: world.clock,
      onFault: () => {},
      pace: { settleMs: NEVER_MS, pollMs: NEVER_MS },
    })
  const put = (name: string, text: string) => writeFile(join(folder, name), text)

  test('a message is taken once it has stopped growing, and moved', async () => {
    const { look } = keep(await open(take))
    await put('one.xml', '<alert')
    await look()
    await put('one.xml', cap())
    await look()
    expect(await kept()).toEqual([])
    await look()
    expect(await kept()).toEqual([{ identifier: 'W-1', source: 'file:one.xml' }])
    expect([await readdir(folder), await readdir(join(folder, 'taken'))]).toEqual([['refused', 'taken'], ['one.xml']])
  })

  test('what is no warning is put aside with the reason beside it; what is not a message is left alone', async () => {
    const { look } = keep(await open(take))
    await put('bad.cap', '<html/>')
    await put('notes.txt', 'not for Muster')
    await look()
    await look()
    expect(await readdir(join(folder, 'refused'))).toEqual(['bad.cap', 'bad.cap.reason.txt'])
    expect(await readFile(join(folder, 'refused/bad.cap.reason.txt'), 'utf8')).toMatch(/^CAP_NOT_ALERT: /)
    expect(await readdir(folder)).toContain('notes.txt')
  })

  test('after a crash between taking and moving, the file is taken again and nothing is doubled or overwritten', async () => {
    await take(Buffer.from(cap()), 'file:one.xml')
    const { look } = keep(await open(take))
    for (const _ of ['again', 'and again']) {
      await put('one.xml', cap())
      await look()
      await look()
    }
    expect(await kept()).toHaveLength(1)
    expect(await readdir(join(folder, 'taken'))).toEqual(['one-20200709T000000000Z-1.xml', 'one.xml'])
  })

  test('while the register fails, the file stays', async () => {
    let down = true
    const flaky: Take = (bytes, source) =>
      down ? Promise.reject(new MusterError('DB_UNREACHABLE')) : take(bytes, source)
    const { look } = keep(await open(flaky))
    await put('one.xml', cap())
    await look()
    await expect(look()).rejects.toThrow(MusterError)
    down = false
    await look()
    await look()
    expect(await kept()).toHaveLength(1)
  })
})

describe('a file that cannot be taken stops no other', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-watch-'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const put = (name: string, text: string) => writeFile(join(folder, name), text)
  const open = async (into: Take = takeWatched(acting())) => {
    const pace = { settleMs: NEVER_MS, pollMs: NEVER_MS }
    return keep(
      await watchFolder(folder, { ...shownBy(acting()), take: into, clock: world.clock, onFault: () => {}, pace }),
    )
  }
  const twice = async ({ look }: Looking) => {
    await look()
    await look()
  }

  test.each([
    ['246 letters', 'a'.repeat(246)],
    ['82 characters of three bytes', '洪'.repeat(82)],
  ])('a name of %s is cut, also when it comes again', async (_, stem) => {
    const watched = await open()
    for (const _ of [1, 2]) {
      await put(`${stem}.xml`, '<nonsense/>')
      await put('~good.xml', cap())
      await twice(watched)
    }
    expect((await readdir(folder)).sort()).toEqual(['refused', 'taken'])
    const refused = await readdir(join(folder, 'refused'))
    expect(refused.filter((name) => name.endsWith('.reason.txt'))).toHaveLength(2)
    for (const name of refused) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(await kept()).toHaveLength(1)
    expect(await faults()).toMatchObject([{ code: 'CAP_NOT_ALERT' }])
  })

  test('a folder, or a link, with the name of a message is told once, until it is gone', async () => {
    await mkdir(join(folder, 'a.xml'))
    await symlink('/nowhere', join(folder, 'b.cap'))
    await put('c.xml', cap())
    const watched = await open()
    await twice(watched)
    await twice(watched)
    expect(await kept()).toHaveLength(1)
    expect((await faults()).map(({ code, tries, reason }) => [code, tries, reason.includes('no plain file')])).toEqual([
      ['WATCH_STUCK', 1, true],
      ['WATCH_STUCK', 1, true],
    ])
    const everywhere = { lane: ACTUAL, districts: null }
    expect(await tryAgain(world.db, world.now(), CONSOLE, everywhere)).toBe(2)
    world.clock.forward(MINUTE)
    await twice(watched)
    expect(await faults()).toHaveLength(2)
    await rm(join(folder, 'a.xml'), { recursive: true })
    await rm(join(folder, 'b.cap'))
    await twice(watched)
    expect(await faults()).toEqual([])
  })

  test('one that cannot be moved is taken once, told, and moved when that is possible', async () => {
    const asked: string[] = []
    const watched = await open((bytes, source) => {
      asked.push(source)
      return take(bytes, source)
    })
    await rm(join(folder, 'taken'), { recursive: true })
    await put('taken', 'a file where the folder should be')
    await put('a.xml', cap())
    await put('b.xml', '<html/>')
    await twice(watched)
    await twice(watched)
    expect(asked).toEqual(['file:a.xml', 'file:b.xml'])
    expect(await faults()).toMatchObject([{ code: 'WATCH_STUCK', item: expect.stringContaining('file:a.xml') }])
    await rm(join(folder, 'taken'))
    await twice(watched)
    expect(await readdir(join(folder, 'taken'))).toEqual(['a.xml'])
    expect(await faults()).toEqual([])
    expect(asked).toHaveLength(2)
  })

  test('nor one that a reader fails on', async () => {
    const watched = await open((bytes, source) => {
      if (source === 'file:a.xml') throw new TypeError('a fault of ours')
      return take(bytes, source)
    })
    await put('a.xml', cap({ identifier: 'A' }))
    await put('b.xml', cap())
    await twice(watched)
    expect(await kept()).toMatchObject([{ identifier: 'W-1' }])
    expect(await faults()).toMatchObject([{ code: 'WATCH_STUCK' }])
  })

  test('what is too big is refused and seen', async () => {
    await put('a.xml', ' '.repeat(5 * 1024 * 1024))
    await put('b.xml', cap())
    await twice(await open())
    expect(await faults()).toMatchObject([{ code: 'CAP_TOO_BIG' }])
    expect(await kept()).toHaveLength(1)
  })

  test.skipIf(process.getuid?.() === 0)('one that may not be read is told, and taken once it may', async () => {
    await put('a.xml', cap())
    await chmod(join(folder, 'a.xml'), 0)
    const watched = await open()
    await twice(watched)
    expect(await faults()).toMatchObject([{ code: 'WATCH_STUCK' }])
    await chmod(join(folder, 'a.xml'), 0o600)
    await twice(watched)
    expect(await kept()).toHaveLength(1)
  })
})

describe('a feed', () => {
  let server: Server
  let base: string
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let asked: string[]
  const faults: unknown[] = []
  beforeEach(async () => {
    asked = []
    faults.length = 0
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))
  const watch = (path: string) => {
    const onFault = (error: unknown) => faults.push(error)
    const of = { ...feedShownBy(acting()), everyMs: NEVER_MS, clock: world.clock, take, onFault }
    return keep(watchFeed(base + path, of))
  }

  test('is fetched whole once, and then only when it has changed', async () => {
    let sent = 0
    answer = (request, response) => {
      if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end()
      sent++
      return response.writeHead(200, { etag: '"1"' }).end(cap())
    }
    const { look } = watch('/cap.xml')
    await look()
    await look()
    expect([sent, asked.length, await kept()]).toEqual([1, 2, [{ identifier: 'W-1', source: `${base}/cap.xml` }]])
  })

  test('of links is followed, each link once; one that fails is tried again and keeps no other back', async () => {
    let down = true
    answer = (request, response) => {
      const id = request.url?.slice(1) ?? ''
      if (id === 'feed')
        return response.end(
          `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="page.html"/><link type="application/cap+xml" href="/A?x=1&amp;y=2"/></entry>
           <entry><link href="B"/></entry><entry><link href="file:///etc/passwd"/></entry></feed>`,
        )
      if (id === 'B' && down) return response.writeHead(500).end()
      return response.end(cap({ identifier: id.slice(0, 1) }))
    }
    const { look } = watch('/feed')
    await look()
    expect((await kept()).map((k) => k.identifier)).toEqual(['A'])
    expect(faults).toMatchObject([{ code: 'FEED_FAILED' }])
    down = false
    await look()
    await look()
    expect((await kept()).map((k) => k.identifier)).toEqual(['A', 'B'])
    expect(asked).toEqual(['/feed', '/A?x=1&y=2', '/B', '/feed', '/B', '/feed'])
  })

  test('that is too large, or refuses, is told by name', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(5 * 1024 * 1024, ' '))
    const { look } = watch('/cap.xml')
    await expect(look()).rejects.toMatchObject({ code: 'FEED_FAILED' })
    answer = (_request, response) => response.end('<html/>')
    await look()
    expect(faults).toMatchObject([{ code: 'CAP_NOT_ALERT' }])
  })
})

test('what is refused of a watched address is seen with the faults', async () => {
  const watched = takeWatched(acting())
  for (const _ of [1, 2]) await watched(Buffer.from(cap({ msgType: 'Cancel' })), 'https://example.org/feed')
  const { items } = await world.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, null))
  expect(items).toMatchObject([
    { step: 'warn', code: 'CAP_MISSING', item: expect.stringContaining('https://example.org/feed'), tries: 2 },
  ])
  expect(items[0]?.reason).toContain('references')
})
