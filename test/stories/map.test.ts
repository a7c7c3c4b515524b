import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import type { Position } from '../../src/base/geometry.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { STATES } from '../../src/domain/board/map/model.ts'
import { applyImport } from '../../src/domain/imports/actions.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { features } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'
import { lookAt, type Seen, tileAt } from '../harness/tile.ts'

const scene = useScene()
/** The middle of the county, and of its first village. */
const MIDDLE: Position = [116.63, 29.02]
const VILLAGE: Position = [116.61, 29.01]
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

const look = (z: number, at: Position, query = '', headers = {}) => lookAt(app, tileAt(z, at), query, headers)
const places = async (z = 11, at = MIDDLE, query = '') => (await look(z, at, query)).layers.places ?? []
const sections = async (z = 11, at = MIDDLE, query = '') => (await look(z, at, query)).layers.sections ?? []
/** How many there are in each state, places by themselves and clusters together. */
function tally(seen: readonly Seen[]): Record<string, number> {
  const all: Record<string, number> = {}
  const add = (state: string, n: number) => {
    if (n > 0) all[state] = (all[state] ?? 0) + n
  }
  for (const s of seen) {
    if (typeof s.state === 'string') add(s.state, 1)
    else for (const state of STATES) add(state, Number(s[state]))
  }
  return all
}
const stateOf = async (code: string, query = '') =>
  [...(await places(11, MIDDLE, query)), ...(await sections(11, MIDDLE, query))].find((s) => s.id === scene.id(code))
    ?.state

describe('a tile', () => {
  test('has every place where it is, with its name and kind', async () => {
    const seen = await places()
    expect(seen).toHaveLength(120)
    const home = seen.find((s) => s.id === scene.id('H1-01'))
    expect(home).toMatchObject({ kind: 'household', name: 'H1-01', state: 'free' })
    expect(home?.where[0]).toBeCloseTo(116.602, 4)
    expect(home?.where[1]).toBeCloseTo(29.004, 4)
  })

  test('has the areas that have room in it, and their names once', async () => {
    const codes = (seen: Seen[] | undefined) => (seen ?? []).map((s) => s.code).sort()
    const far = (await look(10, MIDDLE)).layers
    expect(codes(far.areas)).toEqual([COUNTY, TOWNSHIP.A, TOWNSHIP.B])
    const near = (await look(13, VILLAGE)).layers
    expect(codes(near.areas)).toContain(villageCode(1))
    expect(near.areas?.find((a) => a.code === villageCode(1))).toMatchObject({ depth: 0, level: 4, required: 0 })
    expect(near.areas?.find((a) => a.code === TOWNSHIP.A)).toMatchObject({ depth: 1 })
    const tiles = await Promise.all(
      [0, 1].flatMap((dx) =>
        [0, 1].map((dy) => {
          const { z, x, y } = tileAt(12, VILLAGE)
          return lookAt(app, { z, x: x + dx, y: y - dy })
        }),
      ),
    )
    const labels = tiles.flatMap((t) => codes(t.layers['area-labels'])).filter((c) => c === villageCode(1))
    expect(labels).toHaveLength(1)
  })

  test('is empty where there is nothing, and no tile at all beyond the world', async () => {
    expect((await look(11, [10, 50])).status).toBe(204)
    expect((await app.inject('/api/v1/tiles/3/8/0')).json()).toMatchObject({ code: 'TILE_UNKNOWN' })
    expect((await app.inject('/api/v1/tiles/23/0/0')).json()).toMatchObject({ code: 'BAD_INPUT' })
  })

  test('is not sent again while nothing has changed, and is when it has', async () => {
    const { etag = '' } = await look(11, MIDDLE)
    const again = { 'if-none-match': etag }
    expect((await look(11, MIDDLE, '', again)).status).toBe(304)
    await scene.warn([1])
    expect((await look(11, MIDDLE, '', again)).status).toBe(200)
  })

  test('is compressed for whoever takes it so', async () => {
    const url = `/api/v1/tiles/${Object.values(tileAt(11, MIDDLE)).join('/')}`
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
    const plain = await app.inject({ url })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'private, no-cache' })
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length)
  })
})

describe('states', () => {
  test('a warning leaves what it does not touch alone, and shows at once what nobody holds', async () => {
    expect(tally(await places())).toEqual({ free: 120 })
    await scene.warn([1])
    const { campaigns } = await scene.board()
    expect(campaigns).toHaveLength(1)
    expect(tally((await places()).filter((p) => String(p.name).startsWith('H2')))).toEqual({ free: 20 })
    const warned = tally((await places()).filter((p) => String(p.name).startsWith('H1')))
    expect(Object.values(warned).reduce((a, b) => a + b, 0)).toBe(20)
    expect(warned.free).toBeUndefined()
  })

  test('follow each act: what is given is held, what is ended is held by nobody', async () => {
    await scene.warn([1])
    const before = await stateOf('S01')
    expect(before).toBe('unheld')
    for (const [role, holder] of [
      ['responsible', 'P1-1'],
      ['technical', 'P1-3'],
    ] as const)
      await scene.give('S01', role, holder)
    const missing = await scene.board(villageCode(1))
    for (const gap of missing.gaps.filter(
      (g) => g.subject === scene.id('S01') && g.held < g.needed && g.starts <= scene.now(),
    )) {
      const free = ['P2-3', 'P2-4', 'P2-5', 'P2-6', 'P2-7', 'P2-8', 'P2-9', 'P3-4', 'P3-5', 'P3-6', 'P3-7', 'P3-8']
      for (const holder of free.slice(0, gap.needed)) await scene.give('S01', gap.role, holder)
    }
    expect(await stateOf('S01')).toBe('held')
    await scene.pass(HOUR)
    expect(await stateOf('S01')).toBe('late')
    const [duty] = await scene.rows<{ id: string }>(
      'duty',
      `subject = '${scene.id('S01')}' and role = 'responsible' and ends = 'infinity'`,
    )
    await app.inject({ method: 'POST', url: `/api/v1/duties/${COUNTY}/${duty?.id}/end`, payload: { reason: 'ill' } })
    expect(await stateOf('S01')).toBe('unheld')
  })

  test('tell who is only named from who has said yes and who is there, now and of then', async () => {
    await scene.warn([1])
    const asked = await scene.rows<{ person: string; duties: string[] }>('summons', `asked_as = 'holder'`)
    const duties = await scene.rows<{ id: string; subject: string; role: string }>('duty', `role = 'helper'`)
    const { person, duties: theirs = [] } = asked.find((s) => duties.some((d) => s.duties.includes(d.id))) ?? {}
    const subject = duties.find((d) => theirs.includes(d.id))?.subject
    if (!person || !subject) throw new Error('no helper was called')
    const place = scene.county.code(subject)
    const seen: [Date, unknown][] = []
    const answers = [null, 'accepted', 'arrived', 'declined'] as const
    for (const [i, state] of (['held', 'agreed', 'there', 'unheld'] as const).entries()) {
      const kind = answers[i]
      if (kind) await scene.answer(scene.county.code(person), kind)
      expect(await stateOf(place), state).toBe(state)
      seen.push([scene.now(), state])
      scene.world.clock.forward(MINUTE)
    }
    for (const [at, state] of seen) expect(await stateOf(place, `?at=${at.toISOString()}`), String(state)).toBe(state)
  })

  test('agree with the board, place by place', async () => {
    await scene.warn([1, 2, 4])
    await scene.pass(2 * HOUR)
    const { gaps, total } = await scene.board()
    const now = scene.now()
    const open = gaps.filter((g) => g.since <= now && g.starts <= now)
    const nobody = new Set(open.filter((g) => g.held === 0).map((g) => g.subject))
    const few = new Set(open.filter((g) => g.held < g.needed && !nobody.has(g.subject)).map((g) => g.subject))
    const late = new Set(open.map((g) => g.subject).filter((s) => !nobody.has(s) && !few.has(s)))
    const drawn = [...(await places()), ...(await sections())]
    const of = (state: string) =>
      drawn
        .filter((d) => d.state === state)
        .map((d) => d.id)
        .sort()
    expect(total.required).toBeGreaterThan(0)
    expect(of('unheld')).toEqual([...nobody].sort())
    expect(of('few')).toEqual([...few].sort())
    expect(of('late')).toEqual([...late].sort())
  })

  test('of any moment past are those of then, as was known then', async () => {
    const quiet = scene.now()
    scene.world.clock.forward(MINUTE)
    await scene.warn([1])
    const warned = scene.now()
    const [then, sectionsThen] = [tally(await places()), tally(await sections())]
    await scene.pass(3 * HOUR)
    await scene.pass(10 * MINUTE)
    const at = (moment: Date) => `?at=${encodeURIComponent(moment.toISOString())}`
    expect(tally(await places(11, MIDDLE, at(quiet)))).toEqual({ free: 120 })
    expect(tally(await places(11, MIDDLE, at(new Date(warned.getTime() + 1))))).toEqual(then)
    expect(tally(await sections(11, MIDDLE, at(new Date(warned.getTime() + 1))))).toEqual(sectionsThen)
    expect(tally(await places())).not.toEqual(then)
  })

  test('of an exercise are its own', async () => {
    await scene.warn([1], { status: 'Exercise' })
    await scene.run('exercise')
    expect(tally(await places())).toEqual({ free: 120 })
    const drill = tally(await places(11, MIDDLE, '?lane=exercise'))
    expect(drill.free).toBe(100)
  })
})

describe('what the ground is', () => {
  test('places that an import brings are on the next tile, in another server too', async () => {
    const other = await serve({ db: scene.db, clock: scene.world.clock })
    expect((await lookAt(other, tileAt(11, MIDDLE))).layers.places).toHaveLength(120)
    const table = await features([
      { code: 'G1', name: 'East gate' },
      { type: 'Point', coordinates: [116.605, 29.011] },
    ])
    const reading = readPlaces(table, { kind: 'gate' })
    await applyImport(scene.db, scene.now(), CONSOLE, [{ what: 'places', reading, source: 'gates' }])
    for (const server of [app, other]) {
      const seen = (await lookAt(server, tileAt(11, MIDDLE))).layers.places ?? []
      expect(seen.filter((s) => s.kind === 'gate')).toMatchObject([{ name: 'East gate', state: 'free' }])
    }
  })

  test('a place is not there before it was opened, nor once it is closed', async () => {
    const at = scene.now()
    await scene.db.write(at, async (tx) => {
      await tx`update place set closed = ${at} where code = 'H1-01'`
      await tx`update ground set places_stamp = places_stamp + 1`
    })
    const fresh = await serve({ db: scene.db, clock: scene.world.clock })
    const names = async (query: string) =>
      ((await lookAt(fresh, tileAt(11, MIDDLE), query)).layers.places ?? []).map((s) => s.name)
    expect(await names('')).not.toContain('H1-01')
    expect(await names(`?at=${new Date(at.getTime() - HOUR).toISOString()}`)).toContain('H1-01')
  })

  test('dams are lines: section by section when near, by their state when far, with marks of the chainage', async () => {
    const near = (await look(13, VILLAGE)).layers
    expect(near.sections?.find((s) => s.name === 'S01')).toMatchObject({
      line: 'south dam',
      from_m: 0,
      to_m: 500,
      state: 'free',
    })
    expect(near.marks?.map((m) => m.name)).toContain('K1+000')
    await scene.warn([1])
    const far = (await look(9, MIDDLE)).layers
    // Its five kilometres are too short for a second mark from so far.
    expect(far.marks).toBeUndefined()
    const south = far.sections?.filter((s) => s.line === 'south dam') ?? []
    expect(south.map((s) => [s.from_m, s.to_m, s.state, s.n])).toEqual([
      [0, 2000, 'unheld', 4],
      [2000, 5000, 'free', 6],
    ])
    expect(far.lines?.find((l) => l.line === 'south dam')).toMatchObject({
      from_m: 0,
      to_m: 5000,
      unheld: 4,
      free: 6,
      state: 'unheld',
    })
  })

  test('what is warned is drawn, and no longer once it is over', async () => {
    await scene.warn([1, 2])
    expect((await look(11, MIDDLE)).layers.zones).toMatchObject([{ playbook: 'flood', level: 'II' }])
    await scene.warn([], {
      identifier: 'W-2',
      msgType: 'Cancel',
      references: 'office@example.org,W-1,2020-07-09T00:00:00-00:00',
      info: null,
    })
    expect((await look(11, MIDDLE)).layers.zones).toBeUndefined()
  })

  test('whoever is on duty is where they were last heard of, for who asks, and nowhere once off duty', async () => {
    const people = async () => (await look(11, MIDDLE, '?people=true')).layers.people ?? []
    const tell = (person: string, at: Position) => {
      const record = {
        id: newId(scene.now()),
        kind: 'patrol',
        subject: scene.id('S01'),
        toldBy: scene.id(person),
        occurredAt: scene.now(),
        at,
      }
      return app.inject({ method: 'POST', url: `/api/v1/districts/${COUNTY}/records`, payload: [record] })
    }
    const ends = new Date(scene.now().getTime() + 6 * HOUR)
    const duty = await scene.give('S01', 'patrol', 'P1-4', { ends })
    scene.world.clock.forward(MINUTE)
    expect((await tell('P1-4', [116.604, 29.002])).statusCode).toBeLessThan(300)
    await tell('P1-5', [116.605, 29.002])
    scene.world.clock.forward(MINUTE)
    expect(await people()).toMatchObject([{ id: scene.id('P1-4'), name: 'P1-4' }])
    expect((await look(11, MIDDLE)).layers.people).toBeUndefined()
    await app.inject({ method: 'POST', url: `/api/v1/duties/${COUNTY}/${duty.id}/end`, payload: { reason: 'done' } })
    expect(await people()).toEqual([])
  })
})
