import { beforeEach, expect, test } from 'vitest'
import { MusterError } from '../../src/base/errors.ts'
import { ask } from '../../src/db/agenda.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { search } from '../../src/domain/search/read.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

/** The names of a county come into the index in pieces, so that others are answered in between. */

const scene = useScene()
const PEOPLE = 1_800

beforeEach(async () => {
  await scene.run()
  await scene.db.write(scene.now(), async (tx) => {
    await tx`
      insert into person (district, id, code, name)
      select ${COUNTY}, gen_random_uuid(), 'M' || n, 'Member ' || n from generate_series(1, ${PEOPLE}::int) n`
    await ask(tx, ACTUAL, COUNTY, 'index', scene.now())
  })
})

const named = async (like = 'Member %') => (await scene.rows('search_name', `name like '${like}'`)).length
const unsorted = async () => (await scene.rows('person', `sort_key is null`)).length
const found = async (q: string) => {
  const hits = await scene.db.read((tx) =>
    search(tx, CONSOLE, scene.now(), { q, lane: ACTUAL, limit: 5, spread: scene.db.can.distributed }),
  )
  return hits.map((hit) => hit.name)
}

/** The scene's database, where `each` happens after every write. */
const after = (each: () => Promise<void>): Db => ({
  ...scene.db,
  async write(now, fn, options) {
    const done = await scene.db.write(now, fn, options)
    await each()
    return done
  },
})

test('no transaction takes more than a piece of them, and all are found and sorted in the end', async () => {
  const steps: number[] = []
  const sorted: number[] = []
  let [names, left] = [0, await unsorted()]
  const db = after(async () => {
    const [now, rest] = [await named(), await unsorted()]
    steps.push(now - names)
    sorted.push(left - rest)
    names = now
    left = rest
  })
  await runDue(db, ACTUAL, scene.now(), scene.gear)
  expect(names).toBe(PEOPLE)
  expect(Math.max(...steps)).toBeLessThanOrEqual(500)
  expect(left).toBe(0)
  expect(Math.max(...sorted)).toBeLessThanOrEqual(1_000)
  expect(await found('Member 1799')).toEqual(['Member 1799'])
})

test('what an engine that is stopped in the middle has not come to is indexed by the next', async () => {
  const stopping = new AbortController()
  const db = after(async () => {
    if ((await named()) > 0) stopping.abort(new MusterError('STOPPING'))
  })
  await runDue(db, ACTUAL, scene.now(), { ...scene.gear, stopping: stopping.signal })
  const before = await named()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(PEOPLE)
  expect(await scene.rows('step_run', `step = 'index' and (fails > 0 or leased_until is not null)`)).toEqual([])
  await scene.run()
  expect(await named()).toBe(PEOPLE)
})
