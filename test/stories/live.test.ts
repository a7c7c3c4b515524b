import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openFeed } from '../../src/apps/server/live/feed.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { MINUTE } from '../../src/base/clock.ts'
import type { Db } from '../../src/db/connect.ts'
import { changesFrom, noteChange } from '../../src/domain/audit/changes.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { type Listener, listen } from '../harness/events.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance
let url = ''
let listeners: Listener[] = []
let reads = 0

beforeEach(async () => {
  const read: Db['read'] = (fn) => {
    reads++
    return scene.db.read(fn)
  }
  app = await makeServer({ db: { ...scene.db, read }, clock: scene.world.clock })
  url = await app.listen({ port: 0 })
  listeners = []
})

afterEach(async () => {
  for (const l of listeners) l.close()
  await app.close()
})

async function watch(query: string, lastId?: string): Promise<Listener> {
  const listener = await listen(`${url}/api/v1/live?${query}`, lastId)
  listeners.push(listener)
  return listener
}

type Board = { total: { required: number; unheld: number } }

describe('who watches a node', () => {
  test('is sent its picture at once, and again when it has changed', async () => {
    const live = await watch(`node=${COUNTY}`)
    expect((await live.next('board')).data).toMatchObject({ node: COUNTY, total: { required: 0 } })
    expect((await live.next('overview')).data).toMatchObject({ campaigns: [], callouts: [], exercise: null })
    await scene.warn([1])
    const now = (await (await fetch(`${url}/api/v1/board?node=${COUNTY}`)).json()) as Board
    expect(now.total.required).toBeGreaterThan(20)
    // Where the engine takes its time, what it has come to in between is sent too.
    const board = await live.next('board', (b: Board) => b.total.unheld === now.total.unheld && b.total.required > 20)
    expect((board.data as Board).total).toEqual(now.total)
    const overview = await live.next('overview', (o: { callouts: unknown[] }) => o.callouts.length > 0)
    expect(overview.data).toMatchObject({ campaigns: [{ district: COUNTY, level: 'II' }], warnings: [{}] })
    const topics = live.heard
      .filter((h) => h.event === 'change')
      .flatMap((h) => (h.data as { topics: string[] }).topics)
    expect(topics).toEqual(expect.arrayContaining(['warnings', 'gaps', 'duties', 'callouts']))
  })

  test('of another lane, or another district, is left alone', async () => {
    const drill = await watch(`node=${COUNTY}&lane=exercise`)
    const province = await watch('node=3611')
    await drill.next('board')
    await scene.warn([1])
    await province.next('change')
    expect(drill.heard.map((h) => h.event).filter((e) => e !== 'beat')).toEqual(['board', 'overview'])
  })

  test('many of one node cost one read', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => watch(`node=${COUNTY}`)))
    for (const one of all) await one.next('board')
    const began = reads
    await scene.warn([1])
    const last = await Promise.all(
      all.map((l) => l.next('overview', (o: { callouts: unknown[] }) => o.callouts.length > 0)),
    )
    expect(new Set(last.map((h) => JSON.stringify(h.data))).size).toBe(1)
    expect(reads - began).toBeLessThan(30)
  })

  test('where there is no such node is told so, as everywhere', async () => {
    const answer = await fetch(`${url}/api/v1/live?node=999`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'AREA_UNKNOWN'])
  })
})

describe('who lost the connection', () => {
  test('is told what changed meanwhile, and only that', async () => {
    const before = await watch(`node=${TOWNSHIP.A}`)
    const { id } = await before.next('board')
    before.close()
    await scene.give('S01', 'responsible', 'P1-4')
    const after = await watch(`node=${TOWNSHIP.A}`, id)
    const { data } = await after.next('change')
    expect(data).toMatchObject({ topics: ['duties'], districts: [COUNTY] })
    await after.next('board')
    expect(after.heard.some((h) => h.event === 'reset')).toBe(false)
    const later = await watch(`node=${TOWNSHIP.A}`, (data as { stamp: string }).stamp)
    await later.next('board')
    expect(later.heard.map((h) => h.event).filter((e) => e === 'reset')).toEqual([])
  })

  test('too long ago, or to another server, is told to read all anew', async () => {
    for (const id of ['no-such', '99999999999999']) {
      const live = await watch(`node=${COUNTY}`, id)
      await live.next('reset')
      await live.next('board')
    }
  })
})

describe('what is asked for again', () => {
  test('is read once while nothing changes, and anew after an act of this process', async () => {
    const ask = async (path: string) => (await app.inject({ url: `/api/v1${path}` })).body
    await scene.warn([1])
    const first = await ask(`/board?node=${COUNTY}`)
    const began = reads
    for (let n = 0; n < 20; n++) expect(await ask(`/board?node=${COUNTY}`)).toBe(first)
    // On a server another process may have written: it is asked for changes, but the board is not read.
    expect(reads - began).toBeLessThanOrEqual(scene.db.can.shared ? 3 : 0)
    const { unheld } = JSON.parse(first).total
    const [called] = await scene.rows<{ person: string }>('summons', 'cardinality(duties) > 0')
    await scene.answer(scene.county.code(called?.person ?? ''), 'declined')
    expect(JSON.parse(await ask(`/board?node=${COUNTY}`)).total.unheld).toBeGreaterThan(unheld)
  })

  test('of a moment past stays what it was', async () => {
    const before = scene.now().toISOString()
    scene.world.clock.forward(MINUTE)
    await scene.warn([1])
    scene.world.clock.forward(MINUTE)
    const body = (await app.inject({ url: `/api/v1/board?node=${COUNTY}&at=${before}` })).json()
    expect(body).toMatchObject({ at: before, now: false, total: { required: 0 } })
  })
})

describe('the changes of a transaction', () => {
  test('are seen once each, however late it commits', async () => {
    const { db } = scene
    const feed = openFeed(db, scene.world.clock, (error) => expect.fail(String(error)))
    const stamp = () => feed.stampOf({ lane: 'actual', districts: ['late'] })
    const first = await stamp()
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    const slow = db.write(scene.now(), async (tx) => {
      await noteChange(tx, 'actual', ['late'], 'gaps')
      if (db.can.parallel) await held
    })
    if (!db.can.parallel) await slow
    await db.write(scene.now(), (tx) => noteChange(tx, 'actual', ['other'], 'gaps'))
    const between = await stamp()
    if (db.can.parallel) expect(between).toBe(first)
    commit()
    await slow
    const after = await stamp()
    expect(after).not.toBe(first)
    expect(await stamp()).toBe(after)
    const { changes } = await db.read((tx) => changesFrom(tx, 0n))
    expect(changes.filter((c) => c.district === 'late')).toHaveLength(1)
    await feed.close()
  })
})
