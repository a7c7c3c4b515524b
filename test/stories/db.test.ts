import { existsSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { newId } from '../../src/base/ids.ts'
import { openDb, type Tx } from '../../src/db/connect.ts'
import { distribute } from '../../src/db/distribute.ts'
import { layoutsIn } from '../../src/db/layouts.ts'
import { migrationsIn } from '../../src/db/migrate.ts'
import { bundles } from '../../src/db/postgis.ts'
import { rows } from '../../src/db/rows.ts'
import { learnGrown } from '../../src/db/statistics.ts'
import { BEGINNING, FOREVER } from '../../src/db/values.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()

// On Citus the database is that of the other files too.
afterEach(() => world.db.write(world.now(), (tx) => tx`drop table if exists note, tally`))

test('the embedded engine starts with a bundle of PostGIS without what it never uses, once that has been made', () => {
  const { whole, light } = bundles()
  expect(existsSync(light)).toBe(true)
  expect(statSync(light).size).toBeLessThan(statSync(whole).size / 2)
})

describe('a transaction', () => {
  test('that reads can write nothing', async () => {
    const writing = world.db.read((tx) => tx`create table note (text text)`)
    await expect(writing).rejects.toMatchObject({ code: '25006' })
  })

  test('that fails leaves nothing behind', async () => {
    const { db } = world
    await db.write(world.now(), (tx) => tx`create table note (text text)`)
    const failing = db.write(world.now(), async (tx) => {
      await tx`insert into note values ('half')`
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await db.read((tx) => tx`select * from note`)).toHaveLength(0)
  })

  test('cannot be opened inside another, but can after it', async () => {
    const { db } = world
    const nested = db.write(world.now(), () => db.read((tx) => tx`select 1`))
    await expect(nested).rejects.toMatchObject({ code: 'DB_NESTED' })
    expect(await db.read((tx) => tx`select 1 as one`)).toEqual([{ one: 1 }])
  })

  test('tells the triggers what time it is', async () => {
    const [row] = await world.db.write(world.now(), (tx) => tx`select current_setting('muster.now')::timestamptz as at`)
    expect(row?.at).toEqual(world.now())
  })

  test('runs again when the database undid it for the sake of others', async () => {
    let attempts = 0
    const result = await world.db.write(world.now(), async (tx) => {
      attempts++
      if (attempts < 3) await tx.unsafe(`do $$ begin raise exception 'busy' using errcode = '40001'; end $$`)
      return 'done'
    })
    expect({ attempts, result }).toEqual({ attempts: 3, result: 'done' })
  })

  test('gets its own answers, also after a refused statement', async () => {
    // The embedded engine says once too often that it is ready after an error; unmended, every later answer is one off.
    for (let i = 0; i < 20; i++) {
      const broken = world.db.write(world.now(), (tx) => tx`select ${i}::int / 0`)
      await expect(broken).rejects.toMatchObject({ code: '22012' })
      const missing = world.db.read((tx) => tx`select * from nowhere where n = ${i}`)
      await expect(missing).rejects.toMatchObject({ code: '42P01' })
      expect(await world.db.read((tx) => tx`select ${i}::int as mine`)).toEqual([{ mine: i }])
    }
  })

  test('is one of a thousand at once, and none is lost', async () => {
    const { db } = world
    await db.write(world.now(), (tx) => tx`create table tally (id int primary key, n int not null)`)
    await db.write(world.now(), (tx) => tx`insert into tally select i, 0 from generate_series(0, 9) i`)
    const one = (i: number) =>
      db.write(world.now(), async (tx) => {
        const [row] = await tx<{ n: number }[]>`select n from tally where id = ${i % 10} for update`
        await tx`update tally set n = ${(row?.n ?? 0) + 1} where id = ${i % 10}`
      })
    await Promise.all(Array.from({ length: 1000 }, (_, i) => one(i)))
    const [total] = await db.read((tx) => tx`select sum(n) as all, min(n) as least, max(n) as most from tally`)
    expect(total).toEqual({ all: 1000, least: 100, most: 100 })
  })
})

describe('values', () => {
  test('come back as what they are', async () => {
    const [row] = await world.db.read((tx) => {
      return tx`
        select 'infinity'::timestamptz as forever, '-infinity'::timestamptz as beginning, date '2020-07-09' as day,
          timestamptz '2020-07-09 08:00+08' as at, 12.5::numeric as level, count(*) as none, '{"a":[1]}'::jsonb as body,
          array['a b', 'c'] as names from generate_series(1, 0)`
    })
    expect(row).toEqual({
      forever: FOREVER,
      beginning: BEGINNING,
      day: '2020-07-09',
      at: new Date('2020-07-09T00:00:00Z'),
      level: 12.5,
      none: 0,
      body: { a: [1] },
      names: ['a b', 'c'],
    })
    const [back] = await world.db.read((tx) => tx`select ${FOREVER}::timestamptz = 'infinity' as same`)
    expect(back?.same).toBe(true)
  })

  test('and so do lists, whatever is in them', async () => {
    const element = fc.option(
      fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0')),
      { freq: 5 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 6 }), async (texts) => {
        const [back] = await world.db.read((tx) => tx`select ${texts as string[]}::text[] as texts`)
        expect(back?.texts).toEqual(texts)
      }),
      { numRuns: 30 },
    )
    const at = new Date('2020-07-09T00:00:00Z')
    const id = newId(at)
    const lists = {
      moments: [at, FOREVER, null],
      ids: [id],
      numbers: [1, -2.5, null],
      whole: [2 ** 52, 0],
      yes: [true, false, null],
      things: [{ a: ['"', '\\'] }, [1], 'x'],
      days: ['2020-07-09'],
      none: [],
      grid: [
        ['a', 'b,c'],
        ['{d}', 'null'],
      ],
    }
    const [back] = await world.db.read(
      (tx) => tx`
        select array[${at}::timestamptz, 'infinity', null] as moments, ${lists.ids}::uuid[] as ids,
          ${lists.numbers as number[]}::float8[] as numbers, ${lists.whole}::int8[] as whole, array[true, false, null] as yes,
          ${lists.things as string[]}::jsonb[] as things, ${lists.days}::date[] as days, ${lists.none}::int[] as none,
          ${lists.grid as unknown as string[]}::text[] as grid`,
    )
    expect(back).toEqual(lists)
  })

  test('a number too large to be exact is an error, not a wrong number', async () => {
    await expect(world.db.read((tx) => tx`select 9007199254740993::int8 as n`)).rejects.toThrow(RangeError)
    expect(await world.db.read((tx) => tx`select 1 as n`)).toEqual([{ n: 1 }])
  })
})

describe('many rows at once', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'))
  const row = fc.record({
    n: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    name: fc.option(text),
    at: fc.option(fc.constantFrom(FOREVER, BEGINNING, new Date('2020-07-09T00:00:00.123Z'))),
    tags: fc.option(fc.array(text, { maxLength: 3 })),
    props: fc.option(fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.integer()))),
  })

  const columns = { i: 'int', n: 'int', name: 'text', at: 'timestamptz', tags: 'text[]', props: 'jsonb' } as const

  test('are read back as they were given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (given) => {
        const list = given.map((r, i) => ({ i, ...r }))
        const back = await world.db.read((tx) => tx`select * from ${rows(tx, list, columns)} order by i`)
        expect([...back]).toEqual(list.map((r) => ({ ...r, props: r.props === null ? null : { ...r.props } })))
      }),
      { numRuns: 50 },
    )
  })

  test('carry geometries, in degrees', async () => {
    const list = [{ id: newId(world.now()), geom: { type: 'Point', coordinates: [116.7, 29] } }]
    const [back] = await world.db.read(
      (tx) => tx`select id, st_asgeojson(geom)::json as geom, st_srid(geom) as srid
        from ${rows(tx, list, { id: 'uuid', geom: 'geometry' })}`,
    )
    expect(back).toEqual({ ...list[0], srid: 4326 })
  })

  test('refuse what was left undefined', async () => {
    const careless = world.db.read((tx) => tx`select * from ${rows(tx, [{ name: undefined }], { name: 'text' })}`)
    await expect(careless).rejects.toThrow('name is undefined')
  })
})

describe("the planner's statistics", () => {
  const known = (tx: Tx) =>
    tx<{ rows: number }[]>`select reltuples::int as rows from pg_class where oid = 'tally'::regclass`

  test.skipIf(process.env.MUSTER_TEST_CITUS_URL)(
    'are made of a table that was filled, however small, and again when it has grown',
    async () => {
      const add = (from: number, to: number) =>
        world.db.write(world.now(), async (tx) => {
          await tx`insert into tally select i, 0 from generate_series(${from}::int, ${to}::int) i`
          await learnGrown(tx)
          return (await known(tx))[0]?.rows
        })
      await world.db.write(world.now(), (tx) => tx`create table tally (id int primary key, n int not null)`)
      expect(await add(1, 5)).toBe(5)
      expect(await add(6, 8)).toBe(5)
      expect(await add(9, 20_000)).toBe(20_000)
    },
  )
})

describe('a distributed database', () => {
  const layouts = layoutsIn(migrationsIn())
  const spread = layouts.filter((l) => l.by !== null).map((l) => l.table)

  test('spreads every large table by district, but what is only on its way into a register, which has none yet', () => {
    const drafts = layouts.filter((l) => l.by === 'draft').map((l) => l.table)
    expect(new Set(drafts)).toEqual(new Set(['import_part', 'import_row']))
    expect(new Set(layouts.map((l) => l.by))).toEqual(new Set([null, 'district', 'draft']))
    expect(spread).toEqual(expect.arrayContaining(['duty', 'place', 'person', 'summons', 'record']))
  })

  test('is allowed by every key: each of a spread table holds what it is spread by, and its primary key begins with it', async () => {
    const keys = await world.db.read(
      (tx) => tx<{ table: string; first: string; columns: string[]; main: boolean }[]>`
        select c.relname as table, i.indisprimary as main, a.columns[1] as first, a.columns
        from pg_index i join pg_class c on c.oid = i.indrelid,
          lateral (select array_agg(pg_get_indexdef(i.indexrelid, k, true) order by k) as columns
            from generate_series(1, i.indnkeyatts) k) a
        where c.relname = any(${spread}) and (i.indisunique or i.indisexclusion)`,
    )
    // What is only added, and taken out when it is added up, is never asked for by a key.
    const keyless = ['coverage_delta', 'stamp_delta']
    expect(new Set(keys.filter((k) => k.main).map((k) => k.table))).toEqual(
      new Set(spread.filter((table) => !keyless.includes(table))),
    )
    const by = new Map(layouts.map((l) => [l.table, l.by ?? '']))
    expect(keys.filter((k) => k.main && k.first !== by.get(k.table))).toEqual([])
    expect(keys.filter((k) => !k.columns.includes(by.get(k.table) ?? ''))).toEqual([])
  })

  test.runIf(process.env.MUSTER_TEST_CITUS_URL)('is spread once, and a second time is nothing', async () => {
    expect(await distribute(world.db, world.now())).toEqual([])
  })

  test.skipIf(process.env.MUSTER_TEST_CITUS_URL)('is what only Citus can be', async () => {
    await expect(distribute(world.db, world.now())).rejects.toMatchObject({ code: 'DB_NOT_DISTRIBUTED' })
  })
})

describe('a server', () => {
  test('that is not there is named, without its password', async () => {
    const opening = openDb({ url: 'postgres://muster:secret@127.0.0.1:1/muster' })
    await expect(opening).rejects.toMatchObject({ code: 'DB_UNREACHABLE', details: { where: '127.0.0.1:1/muster' } })
    await expect(opening).rejects.not.toThrow(/secret/)
  })
})
