import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import type { MusterError } from '../../src/base/errors.ts'
import { type Db, openDb, type Tx } from '../../src/db/connect.ts'
import { limitsIn } from '../../src/db/limits.ts'
import { saidBy } from '../harness/child.ts'
import { type Cluster, makeCluster } from '../harness/cluster.ts'
import { START } from '../harness/world.ts'

/** What a server of a story's own does to those who work on it. */
const CONNECTIONS = 12
let cluster: Cluster
const opened: Db[] = []

async function open(pool: number, limits: Record<string, string> = {}): Promise<Db> {
  const db = await openDb({ url: cluster.url, pool, limits: limitsIn(limits) })
  opened.push(db)
  return db
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: MusterError) => error.code,
  )

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

/** Ends the backend of a transaction from outside. */
async function endBackend(tx: Tx): Promise<void> {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
  const admin = postgres(cluster.url, { max: 1 })
  await admin`select pg_terminate_backend(${row?.pid ?? 0})`
  await admin.end()
}

async function lost(db: Db, kept: readonly number[]): Promise<number[]> {
  const rows = await db.read((tx) => tx<{ n: number }[]>`select n from tally`)
  const there = new Set(rows.map((row) => row.n))
  return kept.filter((n) => !there.has(n))
}

const engine = inject('template').engine

describe.skipIf(engine !== 'server')('a database server (told only where the run is on one)', () => {
  beforeAll(async () => {
    cluster = await makeCluster(CONNECTIONS)
    const db = await openDb({ url: cluster.url, pool: 1 })
    await db.write(START, (tx) => tx`create table tally (n int primary key)`)
    await db.close()
  })
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close()
  })
  afterAll(async () => {
    await cluster.stop('immediate')
    cluster.remove()
  })

  test.each(['fast', 'immediate'] as const)(
    'that is restarted under load (%s) refuses meanwhile and loses nothing it acknowledged',
    async (mode) => {
      const db = await open(6)
      const { kept, refused } = await underLoad(db, async () => {
        await cluster.stop(mode)
        await cluster.start()
      })
      expect(await lost(db, kept)).toEqual([])
      expect([...refused]).toEqual(['DB_UNREACHABLE'])
      expect(db.state().state).toBe('open')
      await db.write(START, (tx) => tx`truncate tally`)
    },
  )

  test('that is stopped for a while is told to be out of reach, and used again once it is there', async () => {
    const db = await open(6)
    const { kept, refused } = await underLoad(db, async () => {
      await cluster.stop('fast')
      await sleep(500)
      expect(await codeOf(db.read((tx) => tx`select 1`))).toBe('DB_UNREACHABLE')
      expect(db.state().state).toBe('unreachable')
      await cluster.start()
    })
    expect(await lost(db, kept)).toEqual([])
    expect([...refused]).toEqual(['DB_UNREACHABLE'])
    await db.write(START, (tx) => tx`truncate tally`)
  })

  test('that has no connection left is short of them, and serves on', async () => {
    const db = await open(3 * CONNECTIONS)
    const asked = Array.from({ length: 3 * CONNECTIONS }, () => codeOf(db.read((tx) => tx`select pg_sleep(0.3)`)))
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['done', 'DB_SHORT']))
    expect(await codeOf(db.read((tx) => tx`select 1`))).toBe('done')
  })

  test('that takes no writes for a while says so, is read meanwhile, and is written again on a new connection', async () => {
    const db = await open(2)
    const admin = postgres(cluster.url, { max: 1, connection: { default_transaction_read_only: false } })
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

  test('that was set to write values in other forms is understood all the same', async () => {
    const admin = postgres(cluster.url, { max: 1, onnotice: () => {} })
    const forms = {
      DateStyle: 'SQL, DMY',
      IntervalStyle: 'iso_8601',
      bytea_output: 'escape',
      extra_float_digits: '-15',
    }
    for (const [name, form] of Object.entries(forms)) {
      await admin.unsafe(`alter database postgres set ${name} = '${form}'`)
    }
    const db = await open(2)
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

  test('that ends one backend fails the transaction on it alone', async () => {
    const db = await open(2)
    const other = db.read((tx) => tx`select pg_sleep(1), 'there' as answer`)
    const ended = db.write(START, async (tx) => {
      await tx`insert into tally values (1)`
      await endBackend(tx)
      await tx.savepoint((inner) => inner`insert into tally values (2)`)
    })
    expect(await codeOf(ended)).toBe('DB_UNREACHABLE')
    expect(await other).toMatchObject([{ answer: 'there' }])
    expect(await db.read((tx) => tx`select n from tally`)).toEqual([])
  })

  test('whose backend ended gets nothing of the old transaction into the next one', async () => {
    const db = await open(1)
    let goOn = () => {}
    const nextIsThere = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let old: Promise<void> | undefined
    const ended = db.write(START, (tx) => {
      old = (async () => {
        const made = tx`insert into tally values (2)`
        await endBackend(tx)
        await nextIsThere
        // A statement that is made only now is refused. One that was made before goes nowhere, and does not end the process.
        expect(() => tx`insert into tally values (3)`).toThrow('has ended')
        made.execute()
      })()
      return new Promise(() => {})
    })
    expect(await codeOf(ended)).toBe('DB_UNREACHABLE')
    await db.write(START, async (tx) => {
      await tx`insert into tally values (4)`
      goOn()
      await old
      await sleep(50)
    })
    expect(await db.read((tx) => tx`select n from tally`)).toEqual([{ n: 4 }])
    await db.write(START, (tx) => tx`truncate tally`)
  })

  test('does not end the process by what the driver throws where nobody can catch it; another fault does', async () => {
    const lines = (then: string) => `
      const db = await openDb({ url: ${JSON.stringify(cluster.url)}, pool: 1 })
      const other = await openDb({ url: ${JSON.stringify(cluster.url)}, pool: 1 })
      const now = new Date()
      let end
      const ended = db.write(now, async (tx) => {
        const [{ pid }] = await tx\`select pg_backend_pid() as pid\`
        const made = tx\`select 1\`
        end(pid)
        await tx\`select pg_sleep(60)\`.catch(() => made)
      })
      new Promise((resolve) => { end = resolve }).then((pid) => other.read((tx) => tx\`select pg_terminate_backend(\${pid})\`))
      await ended.catch((error) => console.log(error.code))
      await new Promise((resolve) => setTimeout(resolve, 100))
      ${then}
      console.log(await db.read((tx) => tx\`select 'alive' as says\`))
      await db.close()
      await other.close()`
    const imports = { openDb: 'src/db/connect.ts' }
    const survived = await saidBy(imports, lines(''))
    expect(survived).toMatchObject({ code: 0, text: expect.stringMatching(/^DB_UNREACHABLE\n.*alive/s) })
    const other = await saidBy(
      imports,
      lines(`setImmediate(() => null.write()); await new Promise((r) => setTimeout(r, 100))`),
    )
    expect(other).toMatchObject({ code: 1, text: expect.not.stringContaining('alive') })
  })

  test('that breaks a connection while it is made is told, and the process lives', async () => {
    const said = await saidBy(
      { openDb: 'src/db/connect.ts' },
      `
      const { createServer } = await import('node:net')
      const message = (kind, body) => Buffer.concat([Buffer.from(kind), Buffer.from([0, 0, 0, 4 + body.length]), body])
      const letIn = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))])
      const server = createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => {
          socket.write(letIn)
          socket.on('data', () => socket.resetAndDestroy())
        })
      }).listen(0, '127.0.0.1', async () => {
        const url = 'postgres://x@127.0.0.1:' + server.address().port + '/x'
        await openDb({ url }).catch((error) => console.log(error.code))
        await new Promise((resolve) => setTimeout(resolve, 300))
        console.log('alive')
        server.close()
      })`,
    )
    expect(said).toEqual({ code: 0, text: 'DB_UNREACHABLE\nalive\n' })
  })

  test('stops what takes longer than it may: a statement, and the wait for a lock', async () => {
    const db = await open(3, { MUSTER_READ_SECONDS: '0.2', MUSTER_WRITE_SECONDS: '5', MUSTER_LOCK_SECONDS: '0.3' })
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
    const db = await open(2)
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
    const db = await openDb({ url: cluster.url, pool: 1, prepare: false })
    opened.push(db)
    const prepared = () => db.read((tx) => tx`select count(*) as n from pg_prepared_statements where ${1}::int = 1`)
    await prepared()
    expect(await prepared()).toEqual([{ n: 0 }])
  })
})
