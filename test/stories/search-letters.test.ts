import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import { fold } from '../../src/domain/search/fold.ts'
import type { Hit } from '../../src/domain/search/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { bringPeople, person, settleNamed } from '../harness/named-county.ts'
import { useWorld } from '../harness/world.ts'

describe('letters that no key is there for', () => {
  test.each([
    ['Đỗ Văn Đức', 'do van duc'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Øyvind Åsen', 'oyvind asen'],
    ['Straße Groß STRASSE', 'strasse gross strasse'],
    ['Æsa Þór Œuvre', 'aesa thor oeuvre'],
    ['Guðrún', 'gudrun'],
    ['Işıl İpek', 'isil ipek'],
    ['Ħal Ŧ', 'hal t'],
    ['oʻgʻil o‘g‘il o’g’il', 'ogil ogil ogil'],
    ['Νίκος', 'νικοσ'],
    ['Қайрат Өтеу', 'каират отеу'],
    ['مُحَمَّد علي', 'محمد علي'],
    ['إبراهيم أحمد آل ٱلله', 'ابراهيم احمد ال الله'],
    ['محـــمد', 'محمد'],
    ['مصطفى فاطمة', 'مصطفي فاطمه'],
    ['علی‌رضا', 'عليرضا'],
    ['שָׁלוֹם', 'שלום'],
    ['हिन्दी', 'हिन्दी'],
    ['が ガ', 'が ガ'],
  ])('%s is compared as %s', (text, folded) => {
    expect(fold(text)).toBe(folded.normalize('NFC'))
    expect(fold(fold(text))).toBe(fold(text))
    expect(fold(text.normalize('NFD'))).toBe(fold(text))
  })

  test('of different names stay apart', () => {
    for (const [one, other] of [
      ['گل', 'کل'],
      ['कमल', 'कमली'],
      ['カキ', 'ガキ'],
    ] as const) {
      expect(fold(one)).not.toBe(fold(other))
    }
  })
})

describe('people are found', () => {
  const world = useWorld()
  let app: FastifyInstance
  const NAMES = ['Đỗ Văn Đức', 'Đinh Thị Đào', 'Straße Groß', 'Æsa Þór', 'مُحَمَّد علي', 'إبراهيم أحمد', 'Łukasz Żółć']
  const run = () => runDue(world.db, ACTUAL, world.now(), { planner: nearestFirst, channels: new Map() })

  beforeEach(async () => {
    await settleNamed(world.db, world.now())
    await bringPeople(
      world.db,
      world.now(),
      NAMES.map((name, i) => person(`S${i}`, name, 'B-1')),
    )
    await run()
    app = await makeServer({ db: world.db, clock: world.clock })
    return () => app.close()
  })

  async function found(q: string): Promise<string[]> {
    const answer = await app.inject({ url: '/api/v1/search', query: { q, kinds: 'person' } })
    return (answer.json().items as Hit[]).map((hit) => hit.name)
  }

  const TYPED: [string, string][] = [
    ['do', 'Đỗ Văn Đức'],
    ['duc', 'Đỗ Văn Đức'],
    ['Đức', 'Đỗ Văn Đức'],
    ['dao', 'Đinh Thị Đào'],
    ['gross', 'Straße Groß'],
    ['strasse', 'Straße Groß'],
    ['thor', 'Æsa Þór'],
    ['aesa', 'Æsa Þór'],
    ['محمد', 'مُحَمَّد علي'],
    ['مُحَمَّد', 'مُحَمَّد علي'],
    ['احمد', 'إبراهيم أحمد'],
    ['lukasz', 'Łukasz Żółć'],
  ]

  test('by the letters that a keyboard has, and by their own', async () => {
    for (const [typed, name] of TYPED) expect((await found(typed))[0], typed).toBe(name)
  })

  test('after names that were indexed by an older rule are indexed anew', async () => {
    await world.db.write(world.now(), async (tx) => {
      await tx`update search_name set keys = array['1đỗ văn đức'] where name = 'Đỗ Văn Đức'`
      await tx`delete from search_key where name = 'Đỗ Văn Đức'`
      await tx`insert into search_key (kind, key, name) values ('person', '1đỗ văn đức', 'Đỗ Văn Đức')`
      await tx`insert into search_slip (slip, word) values ('đức', 'đức')`
      await tx`update person set sort_key = 'đỗ' where name = 'Đỗ Văn Đức'`
      await tx`delete from migration where name like '0028%'`
    })
    expect(await found('duc')).toEqual([])
    await migrate(world.db, world.now())
    expect(await found('张建军')).not.toEqual([])
    await run()
    expect(await found('duc')).toEqual(['Đỗ Văn Đức'])
    const [left] = await world.db.read(
      (tx) => tx<{ keys: number; slips: number; sorted: string }[]>`
        select (select count(*)::int from search_key where key like '%đ%') as keys,
          (select count(*)::int from search_slip where word like '%đ%') as slips,
          (select sort_key from person where name = 'Đỗ Văn Đức') as sorted`,
    )
    expect(left).toMatchObject({ keys: 0, slips: 0 })
    expect(left?.sorted.startsWith('do van duc')).toBe(true)
  })
})
