import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { describe, expect, inject, test } from 'vitest'
import type { Db, Tx } from '../../src/db/connect.ts'
import { CONNECTIONS, codeOf, useOwnServer } from '../harness/own-server.ts'
import { START } from '../harness/world.ts'

const server = useOwnServer()

/** Writes numbers one after another until it is stopped; tells which were acknowledged and what refused the others. */
function writer(db: Db, first: number) {
  const kept: number[] = []
  const refused = new Set<string>()
  let stopped = false
  const work = async () => {
    for (let n = first; !stopped; n++) {
      const code = await codeOf(
        db.write(START, async (tx) => {
          await tx.savepoint((inner) => inner`insert into tally values (${n})`)
          await tx`select pg_sleep(0.002)`
        }),
      )
      if (code === 'done') kept.push(n)
      else {
        refused.add(code)
        await sleep(20)
      }
    }
  }
  const working = work()
  return {
    kept,
    refused,
    stop() {
      stopped = true
      return working
    },
  }
}

/** Those who write while `happens`, and until each has written again after it. */
async function underLoad(db: Db, happens: () => Promise<void>): Promise<{ kept: number[]; refused: Set<string> }> {
  const writers = Array.from({ length: 6 }, (_, i) => writer(db, (i + 1) * 1_000_000))
  while (writers.some((w) => w.kept.length < 5)) await sleep(10)
  await happens()
  const before = writers.map((w) => w.kept.length)
  while (writers.some((w, i) => w.kept.length < (before[i] ?? 0) + 5)) await sleep(10)
  await Promise.all(writers.map((w) => w.stop()))
  return { kept: writers.flatMap((w) => w.kept), refused: new Set(writers.flatMap((w) => [...w.refused])) }
}

async function lost(db: Db, kept: readonly number[]): Promise<number[]> {
  const rows = await db.read((tx) => tx<{ n: number }[]>`select n from tally`)
  const there = new Set(rows.map((row) => row.n))
  return kept.filter((n) => !there.has(n))
}

describe.skipIf(inject('template').engine !== 'server')('a database server (told only where the run is on one)', () => {
  test.each(['fast', 'immediate'] as const)(
    'that is restarted under load (%s) refuses meanwhile and loses nothing it acknowledged',
    async (mode) => {
      const db = await server.open(6)
      const { kept, refused } = await underLoad(db, async () => {
        await server.stop(mode)
        await server.start()
      })
      expect(await lost(db, kept)).toEqual([])
      expect([...refused]).toEqual(['DB_UNREACHABLE'])
      expect(db.state().state).toBe('open')
      await db.write(START, (tx) => tx`truncate tally`)
    },
  )

  test('that is stopped for a while is told to be out of reach, and used again once it is there', async () => {
    const db = await server.open(6)
    const { kept, refused } = await underLoad(db, async () => {
      await server.stop('fast')
      await sleep(500)
      expect(await codeOf(db.read((tx) => tx`select 1`))).toBe('DB_UNREACHABLE')
      expect(db.state().state).toBe('unreachable')
      await server.start()
    })
    expect(await lost(db, kept)).toEqual([])
    expect([...refused]).toEqual(['DB_UNREACHABLE'])
    await db.write(START, (tx) => tx`truncate tally`)
  })

  test('that has no connection left is short of them, and serves on', async () => {
    const db = await server.open(3 * CONNECTIONS)
    const asked = Array.from({ length: 3 * CONNECTIONS }, () => codeOf(db.read((tx) => tx`select pg_sleep(0.3)`)))
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['done', 'DB_SHORT']))
    expect(await codeOf(db.read((tx) => tx`select 1`))).toBe('done')
  })

  test('that takes no writes for a while says so, is read meanwhile, and is written again on a new connection', async () => {
    const db = await server.open(2)
    const admin = postgres(server.url, { max: 1, connection: { default_transaction_read_only: false } })
    const takesWrites = async (takes: boolean) => {
      await admin.unsafe(`alter system set default_transaction_read_only = ${takes ? 'off' : 'on'}`)
      await admin`select pg_reload_conf()`
      await sleep(100)
    }
    const backend = async (tx: Tx) => (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid
    const write = () => db.write(START, (tx) => tx`insert into tally values (1) on conflict do nothing`)
    const before = await db.read(backend)
    await takesWrites(false)
    expect(await codeOf(write())).toBe('DB_READ_ONLY')
    expect(await db.read(backend)).not.toBe(before)
    expect(db.state().state).toBe('read-only')
    await takesWrites(true)
    expect(await codeOf(write())).toBe('done')
    expect(db.state().state).toBe('open')
    // A read of ours that writes is a fault of ours, and tells nothing of the server.
    expect(await codeOf(db.read((tx) => tx`truncate tally`))).toBe('25006')
    expect(db.state().state).toBe('open')
    await db.write(START, (tx) => tx`truncate tally`)
    await admin.end()
  })
})
