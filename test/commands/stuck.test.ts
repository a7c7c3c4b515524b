import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { cap } from '../harness/cap-message.ts'
import { muster, objectIn } from '../harness/muster-process.ts'
import { capTime } from '../harness/scene.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'

/** A register in which a warning is never done being written: as with any statement that the engine does not get through. */
const STUCK = `
  create function stuck() returns trigger language plpgsql as $$
  begin
    perform count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000) b;
    return new;
  end $$;
  create trigger stuck before insert on warning for each row execute function stuck()`

interface Health {
  database: {
    state: string
    running: { statement: string } | null
    lastFault: { kind: string; statement: string } | null
  }
}

describe('a process whose database is stuck in a statement', () => {
  let home = ''
  let server: ServerProcess

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-stuck-'))
    const db = await openDb({ folder: home })
    await migrate(db, new Date())
    await db.write(new Date(), (tx) => tx.unsafe(STUCK))
    await db.close()
  })
  afterEach(() => server?.kill())
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** A server whose database has to answer within so many seconds; 0 is without end. */
  const start = async (answerSeconds: number) => {
    const env = { MUSTER_DATA: home, MUSTER_ANSWER_SECONDS: String(answerSeconds) }
    server = await startServer(['--no-demo'], env)
  }
  const warn = () =>
    fetch(`${server.said.url}/api/v1/warnings`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: cap({ sent: capTime(new Date()) }),
    })
  const health = async () => (await (await fetch(`${server.said.url}/api/v1/health`)).json()) as Health

  test('says at once what it is at, refuses those who wait and opens it again; doctor names the statement', async () => {
    await start(3)
    const warned = warn()
    while (!(await health()).database.running?.statement.includes('insert into warning')) await sleep(20)
    const refused = await warned
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await refused.json()).toMatchObject({ code: 'DB_REOPENING' })
    while ((await health()).database.state !== 'open') await sleep(50)
    expect((await health()).database.lastFault).toMatchObject({
      kind: 'no-answer',
      statement: expect.stringContaining('insert into warning'),
    })
    expect((await fetch(`${server.said.url}/api/v1/warnings`)).status).toBe(200)

    const doctor = await muster(['doctor', '--json'], { MUSTER_DATA: home })
    const { checks } = objectIn(doctor) as { checks: { name: string; status: string; says: string }[] }
    const said = (name: string) => checks.find((check) => check.name === name)
    expect(said('breakdown')).toMatchObject({ status: 'warn', says: expect.stringContaining('insert into warning') })
    expect(said('server')).toMatchObject({ status: 'ok', says: expect.stringContaining('the database is open') })
    expect(said('set aside')).toMatchObject({ status: 'ok' })
    expect((await server.stop()).code).toBe(0)
  })

  test('ends when it is asked to, and the folder is as it was before', async () => {
    await start(0)
    const warned = warn().catch(() => null)
    while (!(await health()).database.running?.statement.includes('insert into warning')) await sleep(20)
    const began = performance.now()
    const { code, stderr } = await server.stop()
    // Five seconds are promised. This machine may be busy, but without an end of its own it would take hours.
    expect(performance.now() - began).toBeLessThan(60_000)
    expect(code).toBe(0)
    expect(stderr).toContain('breaking off what still runs, of which nothing is kept')
    await warned
    const db = await openDb({ folder: home })
    expect(await db.read((tx) => tx`select from warning`)).toHaveLength(0)
    await db.close()
  })
})
