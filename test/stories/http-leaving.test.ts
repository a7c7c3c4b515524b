import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { settle } from '../harness/county.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
let app: FastifyInstance
let base: string

beforeEach(async () => {
  await settle(world.db, world.now())
  app = await makeServer({ db: world.db, clock: world.clock })
  base = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => app.close())

/** Statements that wait for a lock. */
const waiting = () =>
  world.db.read(async (tx) => {
    const [row] = await tx<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    return row?.n ?? 0
  })

describe.skipIf(inject('template').engine !== 'server')(
  'a client that leaves (told only where the run is on a server, which can be looked into meanwhile)',
  () => {
    test('has the statement stopped that it waited for', async () => {
      let letGo = () => {}
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      let locked = () => {}
      const isLocked = new Promise<void>((resolve) => {
        locked = resolve
      })
      const holding = world.db.write(world.now(), async (tx) => {
        await tx`lock table person in access exclusive mode`
        locked()
        await held
      })
      await isLocked
      const leaving = new AbortController()
      const asked = fetch(`${base}/api/v1/lists/people?district=361128`, { signal: leaving.signal })
      while ((await waiting()) === 0) await sleep(10)
      leaving.abort()
      await expect(asked).rejects.toThrow()
      while ((await waiting()) > 0) await sleep(10)
      letGo()
      await holding
      expect((await fetch(`${base}/api/v1/lists/people?district=361128`)).status).toBe(200)
    })
  },
)
