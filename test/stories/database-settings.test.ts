import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { describe, expect, inject, test } from 'vitest'
import type { Tx } from '../../src/db/connect.ts'
import { limitsIn } from '../../src/db/limits.ts'
import { codeOf, useOwnServer } from '../harness/own-server.ts'
import { START } from '../harness/world.ts'

const server = useOwnServer()

describe.skipIf(inject('template').engine !== 'server')('a database server (told only where the run is on one)', () => {
  test('that was set to write values in other forms is understood all the same', async () => {
    const admin = postgres(server.url, { max: 1, onnotice: () => {} })
    const forms = {
      DateStyle: 'SQL, DMY',
      IntervalStyle: 'iso_8601',
      bytea_output: 'escape',
      extra_float_digits: '-15',
    }
    for (const [name, form] of Object.entries(forms)) {
      await admin.unsafe(`alter database postgres set ${name} = '${form}'`)
    }
    const db = await server.open(2)
    const values = (tx: Tx) => tx`
      select ${START}::timestamptz as at, '2020-07-09'::date::text as day, '1 day 2 hours'::interval::text as span,
        '\\x00ff5c'::bytea as bytes, 0.1::float8 + 0.2::float8 as sum`
    const right = {
      at: START,
      day: '2020-07-09',
      span: '1 day 02:00:00',
      bytes: Buffer.from('00ff5c', 'hex'),
      sum: 0.1 + 0.2,
    }
    expect(await db.read(values)).toEqual([right])
    expect(await db.write(START, values)).toEqual([right])
    for (const name of Object.keys(forms)) await admin.unsafe(`alter database postgres reset ${name}`)
    await admin.end()
  })

  test('stops what takes longer than it may: a statement, and the wait for a lock', async () => {
    const db = await server.open(3, {
      limits: limitsIn({ MUSTER_READ_SECONDS: '0.2', MUSTER_WRITE_SECONDS: '5', MUSTER_LOCK_SECONDS: '0.3' }),
    })
    const asleep = (tx: Tx) => tx`select pg_sleep(1)`
    expect(await codeOf(db.read(asleep))).toBe('DB_SLOW')
    expect(await codeOf(db.read(asleep, { long: true }))).toBe('done')
    const holds = db.write(START, async (tx) => {
      await tx`lock table tally`
      await asleep(tx)
    })
    expect(await codeOf(db.write(START, (tx) => tx`insert into tally values (1)`))).toBe('DB_SLOW')
    await holds
    expect(await codeOf(db.write(START, (tx) => tx`truncate tally`))).toBe('done')
  })

  test('stops the statement of a client that has left, and no other', async () => {
    const db = await server.open(2)
    const leaving = new AbortController()
    const left = new Error('left')
    const asked = db.read((tx) => tx`select pg_sleep(60) as "the one that was left"`, { signal: leaving.signal })
    const active = () =>
      db.read(
        (tx) => tx<{ pid: number }[]>`
          select pid from pg_stat_activity where query like '%the one that was left%' and pid <> pg_backend_pid() and state = 'active'`,
      )
    while ((await active()).length === 0) await sleep(10)
    const others = Array.from({ length: 40 }, (_, i) => db.read((tx) => tx`select pg_sleep(0.01), ${i}::int as n`))
    leaving.abort(left)
    await expect(asked).rejects.toBe(left)
    expect(await active()).toEqual([])
    expect((await Promise.all(others)).map(([row]) => row?.n)).toEqual(Array.from({ length: 40 }, (_, i) => i))
    await expect(db.read((tx) => tx`select 1`, { signal: leaving.signal })).rejects.toBe(left)
  })

  test('can be used without prepared statements, as a pooler needs it', async () => {
    const db = await server.open(1, { prepare: false })
    const prepared = () => db.read((tx) => tx`select count(*) as n from pg_prepared_statements where ${1}::int = 1`)
    await prepared()
    expect(await prepared()).toEqual([{ n: 0 }])
  })
})
