import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MusterError } from '../../src/base/errors.ts'
import { type Db, type OpenOptions, openDb, type Tx } from '../../src/db/connect.ts'
import { lastFaultIn } from '../../src/db/folder.ts'
import { limitsIn } from '../../src/db/limits.ts'
import { START } from '../harness/world.ts'

/** An embedded engine that breaks down, on a folder of its own, whatever the engine of the run. */
const made = mkdtempSync(join(tmpdir(), 'muster-breaks-'))
let folder: string
let db: Db

const DEEP = `create function deep(n int) returns int language plpgsql as 'begin return deep(n + 1); end'`

/** Made once and copied for each test, which takes a fraction of the time. */
beforeAll(async () => {
  const first = await openDb({ folder: join(made, 'first') })
  await prepare(first)
  await first.close()
})
afterEach(() => db.abandon())
afterAll(() => rmSync(made, { recursive: true }))

async function prepare(at: Db): Promise<void> {
  await at.write(START, async (tx) => {
    await tx`create table note (text text)`
    await tx`insert into note values ('kept')`
    await tx.unsafe(DEEP)
  })
}

async function open(options: OpenOptions): Promise<void> {
  folder = mkdtempSync(join(made, 'copy-'))
  cpSync(join(made, 'first'), folder, { recursive: true })
  db = await openDb({ folder, ...options })
}

const limits = (seconds: number) => limitsIn({ MUSTER_ANSWER_SECONDS: String(seconds) })
const notes = async () => (await db.read((tx) => tx<{ text: string }[]>`select text from note`)).map((row) => row.text)
/** Runs until it is stopped, and there is no place in it where PostgreSQL could look whether it should. */
const FOR_EVER = 1e9

const endless = (fn: 'read' | 'write' = 'read') => {
  const query = async (tx: Tx) => {
    if (fn === 'write') await tx`insert into note values ('half')`
    return tx`select count(*) from generate_series(1, ${FOR_EVER}::int) a, generate_series(1, 1000) b`
  }
  return fn === 'read' ? db.read(query) : db.write(START, query)
}

async function openedAgain(): Promise<void> {
  while (db.state().state === 'reopening') await sleep(50)
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: MusterError) => error.code,
  )

describe('the embedded engine', () => {
  test('makes its plans for the values of each run, and refuses what is too deep for its stack', async () => {
    await open({})
    expect(await db.read((tx) => tx`show plan_cache_mode`)).toEqual([{ plan_cache_mode: 'force_custom_plan' }])
    const deep = db.write(START, (tx) => tx`select deep(${1}::int)`)
    await expect(deep).rejects.toMatchObject({ code: '54001' })
    expect(await notes()).toEqual(['kept'])
    expect(db.state().lastFault).toBeNull()
  })

  test('that gives no answer in time is ended and opened again; all who wait are refused, and what was kept is there', async () => {
    await open({ limits: limits(2) })
    const waiting = [endless('write'), notes(), db.write(START, (tx) => tx`insert into note values ('late')`)]
    expect(await Promise.all(waiting.map(codeOf))).toEqual(['DB_REOPENING', 'DB_REOPENING', 'DB_REOPENING'])
    expect(await codeOf(notes())).toBe('DB_REOPENING')
    await openedAgain()
    expect(await notes()).toEqual(['kept'])
    const fault = { kind: 'no-answer', statement: expect.stringContaining('generate_series(1, $1::int)') }
    expect(db.state()).toMatchObject({ state: 'open', running: null, lastFault: fault })
    expect(lastFaultIn(folder)).toMatchObject({ ...fault, reason: 'no answer within 2 s' })
    expect(JSON.stringify(lastFaultIn(folder))).not.toContain(String(FOR_EVER))
  })

  test('lets a transaction that says it is long take longer', async () => {
    await open({ limits: limits(0.5) })
    const long = db.read((tx) => tx`select count(*)::int as n from generate_series(1, 4000000)`, { long: true })
    expect(await long).toEqual([{ n: 4_000_000 }])
  })

  test('in which a statement dies without an answer commits nothing of its transaction', async () => {
    await open({ stackMb: 4 })
    const dying = db.write(START, async (tx) => {
      await tx`insert into note values ('half')`
      return tx`select deep(${1}::int)`
    })
    await expect(dying).rejects.toMatchObject({ code: 'DB_REOPENING' })
    await openedAgain()
    expect(await notes()).toEqual(['kept'])
    expect(db.state().lastFault).toMatchObject({ kind: 'died', statement: 'select deep($1::int)' })
  })

  test('that kept its data in memory is gone with them, and says so', async () => {
    await open({ memory: {}, limits: limits(2) })
    expect(await codeOf(endless())).toBe('DB_GONE')
    expect(await codeOf(notes())).toBe('DB_GONE')
    expect(db.state().state).toBe('ended')
  })

  test('says what it works on, is given up in the middle of it, and the folder is as it was before', async () => {
    await open({})
    const working = codeOf(endless('write'))
    while (!db.state().running?.statement.includes('generate_series')) await sleep(5)
    await db.abandon()
    expect(await working).toBe('DB_GONE')
    db = await openDb({ folder })
    expect(await notes()).toEqual(['kept'])
  })
})
