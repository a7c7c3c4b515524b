import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadPlaybooks } from '../../src/apps/open.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { splitUnit } from '../../src/domain/people/actions.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import type { Hit } from '../../src/domain/search/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { bringPeople, person, settleNamed } from '../harness/named-county.ts'
import { capTime } from '../harness/scene.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
let app: FastifyInstance

const run = () => runDue(world.db, ACTUAL, world.now(), { planner: nearestFirst, channels: new Map() })

beforeEach(async () => {
  await settleNamed(world.db, world.now())
  await run()
  app = await makeServer({ db: world.db, clock: world.clock })
  return () => app.close()
})

async function hits(q: string, more: Record<string, string> = {}): Promise<Hit[]> {
  const answer = await app.inject({ url: '/api/v1/search', query: { q, ...more } })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().items
}

/** The short of it: what was found, in its order, and by what. */
const found = async (q: string, more: Record<string, string> = {}) =>
  (await hits(q, more)).map((hit) => `${hit.kind} ${hit.name} ${hit.matched}`)

describe('Chinese names', () => {
  test('are found by any of their characters: from the beginning first, then from inside', async () => {
    expect(await found('张家')).toEqual(['unit 张家村支部 name', 'area 张家村村民委员会 name', 'place 张家闸 name'])
    expect(await found('建军')).toEqual(['person 张建军 name', 'person 张建军 name'])
    expect(await found('港镇')).toEqual(['unit 双港镇委员会 name', 'area 双港镇 name'])
    expect(await found('张 军', { kinds: 'person' })).toHaveLength(2)
  })

  test('and by pinyin, with or without spaces, by initials, and by some of each', async () => {
    const people = { kinds: 'person', district: '361128' }
    for (const q of ['zhangjianjun', 'zhang jian jun', 'ZhangJian', 'zhang j', 'jianjun'])
      expect(await found(q, people), q).toContain('person 张建军 pinyin')
    expect(await found('zjj', people)).toEqual(['person 张建军 initials'])
    expect(await found('zjc', { kinds: 'area' })).toEqual(['area 张家村村民委员会 initials'])
    for (const q of ['zhangjj', 'zjianj', '张jianjun', '张jj', 'zhang建军', 'z建军'])
      expect(await found(q, people), q).toEqual(['person 张建军 pinyin'])
    expect(await found('章jianjun', people)).toEqual([])
  })

  test('a family name is read as one, and a character with two readings by both', async () => {
    expect(await found('zengli')).toEqual(['person 曾丽 pinyin'])
    for (const q of ['lvbu', 'lübu', 'lyubu']) expect(await found(q), q).toEqual(['person 吕布 pinyin'])
    for (const q of ['weishangcun', 'xushangcun']) expect(await found(q, { kinds: 'area' }), q).toHaveLength(1)
  })
})

describe('names in words', () => {
  test('are found by how any word begins, in any order, with marks or without', async () => {
    for (const q of ['budi', 'SANTO', 'budi san', 'santoso budi'])
      expect(await found(q), q).toEqual(['person Budi Santoso name'])
    for (const q of ['ahmad hid', 'hidayat ahm', 'maul'])
      expect(await found(q), q).toEqual(['person Ahmad Maulana Hidayat name'])
    expect(await found('le thi hong')).toEqual(['person Lê Thị Hồng name'])
    expect(await found('poyang')).toContain('area 鄱阳县 name')
  })

  test('from four letters on with one slip, wherever it is', async () => {
    for (const q of ['buid', 'snatoso', 'santso', 'sanntoso', 'santosa', 'budi santoos', 'hdia'])
      expect(await found(q), q).toEqual([expect.stringMatching(/^person (Budi Santoso|Ahmad Maulana Hidayat) close$/)])
    expect(await found('bdi')).toEqual([])
    expect(await found('satnoos')).toEqual([])
  })
})

describe('codes', () => {
  test('are found by how they begin, in capitals or not; the whole code comes first', async () => {
    expect((await hits('py-00000', { kinds: 'person' })).map((hit) => hit.code)).toHaveLength(7)
    expect(await found('361128100')).toEqual([
      'area 双港镇 code',
      'area 张家村村民委员会 code',
      'area 圩上村村民委员会 code',
    ])
    expect(await found('k12+500')).toEqual(['place 昌江左堤 K12+500 name'])
    expect(await found('zj-gate')).toEqual(['place 张家闸 code'])
  })

  test('a household only by its code, and only in a district that is named', async () => {
    expect(await found('h-0001')).toEqual([])
    expect(await found('h-0001', { district: '361128' })).toEqual(['place 张家村 1 号 code'])
    expect(await found('h-0001', { district: '361129' })).toEqual([])
    expect(await found('张家村1号', { district: '361128' })).toEqual([])
  })
})

describe('what is shown', () => {
  test('says where it is, so that two of one name are told apart', async () => {
    const [first, second] = await hits('张建军')
    expect(first).toMatchObject({
      kind: 'person',
      district: '361128',
      code: 'PY-000001',
      path: ['江西省', '上饶市', '鄱阳县', '双港镇', '张家村村民委员会'],
    })
    expect(second).toMatchObject({ district: '361129', path: ['江西省', '上饶市', '万年县'] })
    expect((await hits('张建军', { district: '361129' })).map((hit) => hit.code)).toEqual(['WN-000001'])
    expect((await hits('双港镇', { kinds: 'area' }))[0]).toMatchObject({
      id: '361128100',
      type: 'township',
      names: { en: 'Shuanggang Town' },
      path: ['江西省', '上饶市', '鄱阳县'],
    })
  })

  test('in one county, what is rare there and common elsewhere is found all the same', async () => {
    const crowd = Array.from({ length: 2_100 }, (_, i) => person(`M-${i}`, `孙${String(i).padStart(4, '0')}`, 'B-1'))
    await bringPeople(world.db, world.now(), [
      ...crowd,
      person('WN-2', '孙尚香', 'W-1'),
      person('WN-3', 'Sun Yat', 'W-1'),
    ])
    await run()
    for (const q of ['孙', 'sun', 's'])
      expect(
        (await hits(q, { district: '361129', kinds: 'person' })).map((hit) => hit.name),
        q,
      ).toContain('孙尚香')
    expect(await found('sun', { district: '361129' })).toEqual(['person Sun Yat name', 'person 孙尚香 pinyin'])
    expect(await hits('sun')).toHaveLength(12)
  })

  test('no more than is asked for, and no kind hides another that fits as well', async () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      person(`M-${i}`, `鄱阳${'一二三四五六七八九十'[i % 10]}${i}`, 'B-1'),
    )
    await bringPeople(world.db, world.now(), many)
    await run()
    const kinds = (await hits('鄱阳')).map((hit) => hit.kind)
    expect(kinds).toEqual([...Array(10).fill('person'), 'unit', 'area'])
    expect(await hits('鄱阳', { limit: '3' })).toHaveLength(3)
  })

  test('nothing typed finds nothing, and what is not understood says so', async () => {
    for (const q of ['', '  ', '·', '%', '_', '\\', "'"]) expect(await hits(q), q).toEqual([])
    expect((await app.inject('/api/v1/search?q=a&kinds=cat')).json()).toMatchObject({ code: 'BAD_INPUT' })
    expect((await app.inject('/api/v1/search?q=a&district=1')).json()).toMatchObject({ code: 'DISTRICT_UNKNOWN' })
  })
})

describe('warnings and campaigns', () => {
  test('are found by their words, in the lane that is asked for, the newest first', async () => {
    await loadPlaybooks(world.db, world.now())
    for (const identifier of ['W-1', 'W-2']) {
      world.clock.forward(MINUTE)
      const geocode = '<geocode><valueName>GB2260</valueName><value>361128</value></geocode>'
      const payload = cap({ identifier, sent: capTime(world.now()), area: `<areaDesc>Poyang</areaDesc>${geocode}` })
      await app.inject({
        method: 'POST',
        url: '/api/v1/warnings',
        payload,
        headers: { 'content-type': 'application/xml' },
      })
    }
    await run()
    const warnings = await hits('flood', { kinds: 'warning' })
    expect(warnings.map((hit) => hit.code)).toEqual(['W-2', 'W-1'])
    expect(warnings[0]).toMatchObject({ district: null, path: ['江西省', '上饶市', '鄱阳县'] })
    expect((await hits('w-2')).map((hit) => hit.kind)).toEqual(['warning'])
    expect(await hits('flood', { lane: 'drill' })).toEqual([])
    for (const q of ['flood', '防汛', 'fangxun', '鄱阳县'])
      expect(await hits(q, { kinds: 'campaign,area' }), q).toContainEqual(
        expect.objectContaining({ kind: 'campaign', district: '361128', path: ['江西省', '上饶市', '鄱阳县'] }),
      )
  })
})

describe('the index follows the register', () => {
  test('a new name is found and an old one is not, and nothing of it is kept once nobody bears it', async () => {
    await bringPeople(world.db, world.now(), [person('PY-000005', 'Joko Widarto', 'B-1')])
    await run()
    expect(await found('santoso')).toEqual([])
    expect(await found('widratos')).toEqual([])
    expect(await found('widrato')).toEqual(['person Joko Widarto close'])
    world.clock.forward(11 * MINUTE)
    await run()
    const left = await world.db.read(
      (tx) => tx`
        select name from search_name where name like '%Santoso%' union all
        select name from search_key where name like '%Santoso%' union all
        select word from search_slip where word = 'santoso'`,
    )
    expect([...left]).toEqual([])
    expect(await found('widrato')).toEqual(['person Joko Widarto close'])
    expect(await found('张建军', { kinds: 'person' })).toHaveLength(2)
  })

  test('of two areas of one name that differ in another language, one may change', async () => {
    const rename = (en: string) =>
      world.db.write(world.now(), (tx) => tx`update area set names = ${tx.json({ en })} where code = '361129100'`)
    await world.db.write(
      world.now(),
      (tx) => tx`update area set name = '双港镇', names = '{"en": "Doublegate"}' where code = '361129100'`,
    )
    const reindex = async () => {
      await world.db.write(
        world.now(),
        (tx) => tx`insert into agenda (lane, district, step, at)
          values (${ACTUAL}, '361129', 'index', ${world.now()}), (${ACTUAL}, '*', 'forget', ${world.now()})`,
      )
      await run()
    }
    await reindex()
    expect(await found('doublegate')).not.toEqual([])
    await rename('Twinport')
    await reindex()
    expect(await found('doublegate')).toEqual([])
    expect(await found('twinport')).not.toEqual([])
    expect(await found('shuanggang')).toContain('area 双港镇 name')
  })

  test('a unit that is split off is found, one that is dissolved is not, and both were as they were', async () => {
    const before = world.now().toISOString()
    world.clock.forward(MINUTE)
    const offshoot = { code: 'B-2', name: '新塘支部', area: null, people: [], units: [] }
    await splitUnit(world.db, world.now(), CONSOLE, 'B-1', [offshoot], { move: async () => {}, leave: afterLeaving })
    await run()
    expect(await found('xintang')).toEqual(['unit 新塘支部 pinyin'])
    expect(await found('xintang', { at: before })).toEqual([])
  })

  test('who works in another district too is found at home, and there when it is asked for', async () => {
    await world.db.write(
      world.now(),
      (tx) => tx`
        insert into person (district, id, code, name, home_district)
        select '361129', id, district || ':' || code, name, district from person where code = 'PY-000003'`,
    )
    expect((await hits('曾丽')).map((hit) => hit.district)).toEqual(['361128'])
    expect((await hits('曾丽', { district: '361129' })).map((hit) => hit.district)).toEqual(['361129'])
  })
})
