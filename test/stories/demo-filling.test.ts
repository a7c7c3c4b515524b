import { expect, test } from 'vitest'
import { type DemoFilling, fillDemo } from '../../src/apps/demo/fill.ts'
import { demoCounty, householdsThere, loadCounty } from '../../src/apps/demo/load.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import type { Db } from '../../src/db/connect.ts'
import { useWorld } from '../harness/world.ts'

const WANTED = 12_000

const world = useWorld()

const county = () => loadCounty(world.db, world.clock, demoCounty(), () => {})

/** Resolves once the filling has loaded something, and returns how much. */
async function someLoaded(filling: DemoFilling): Promise<number> {
  for (;;) {
    const { households } = filling.progress()
    if (households > 0) return households
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test("the demo's households come in behind a server that serves: it says how many are there, until all are", async () => {
  await county()
  const filling = fillDemo(world.db, world.clock, { wanted: WANTED })
  const app = await makeServer({ db: world.db, clock: world.clock, filling: filling.progress })
  const told = async () => (await app.inject('/api/v1/demo')).json()
  await someLoaded(filling)
  expect(await told()).toMatchObject({ of: WANTED })
  expect((await app.inject('/api/v1/lists/places?district=361128&limit=5')).json().items).toHaveLength(5)
  await filling.ended
  expect(await told()).toEqual({ state: 'whole', households: WANTED, of: WANTED })
  expect(await householdsThere(world.db)).toBe(WANTED)
  await app.close()
})

test('a filling that is stopped ends after its part, and the next start goes on from there', async () => {
  await county()
  const first = fillDemo(world.db, world.clock, { wanted: WANTED })
  await someLoaded(first)
  await first.stop()
  const before = await householdsThere(world.db)
  expect(first.progress()).toEqual({ state: 'filling', households: before, of: WANTED })
  expect(before).toBeLessThan(WANTED)
  const second = fillDemo(world.db, world.clock, { wanted: WANTED })
  await second.ended
  expect(second.progress()).toEqual({ state: 'whole', households: WANTED, of: WANTED })
  expect(await householdsThere(world.db)).toBe(WANTED)
})

test('a part that fails is tried again, and nothing of it is missing or there twice', async () => {
  await county()
  let failing = 2
  const faults: unknown[] = []
  const broken: Db = {
    ...world.db,
    write: (now, fn) => (failing-- > 0 ? Promise.reject(new Error('the disk is full')) : world.db.write(now, fn)),
  }
  const filling = fillDemo(broken, world.clock, { wanted: WANTED, onFault: (e) => faults.push(e), againMs: 1 })
  await filling.ended
  expect(faults).toHaveLength(2)
  expect(await householdsThere(world.db)).toBe(WANTED)
})

test('a register that is not the demo is left alone', async () => {
  const filling = fillDemo(world.db, world.clock)
  await filling.ended
  expect(filling.progress().state).toBe('none')
})
