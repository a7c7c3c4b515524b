import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Db, openDb, type Tx } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { cap } from '../harness/cap-message.ts'
import { floodText, polygonOf, settle } from '../harness/county.ts'
import { addHouseholds } from '../harness/many-households.ts'
import { capTime } from '../harness/scene.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'

/** More than the five seconds that are promised, since this machine may be busy; what is stopped would take far longer. */
const SOON_MS = 20_000
/** Takes half a minute and more to plan: places of unequal weight, far more than there are people for. */
const HOUSEHOLDS = 6_000

let home = ''
let server: ServerProcess | undefined
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'muster-stop-'))
})
afterEach(async () => {
  await server?.kill()
  server = undefined
  rmSync(home, { recursive: true, force: true })
})

async function withRegister<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDb({ folder: home })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
const read = <T extends object>(query: (tx: Tx) => Promise<readonly T[]>) =>
  withRegister((db) => db.read(async (tx) => [...(await query(tx))]))

/** The little county with so many households more, each counting by its people. */
const settled = () =>
  withRegister(async (db) => {
    const now = new Date()
    await migrate(db, now)
    await settle(db, now)
    await addHouseholds(db, now, HOUSEHOLDS)
    const text = floodText()
      .replace('playbook: flood', 'playbook: typhoon')
      .replace(/^events: .*$/m, 'events: [typhoon]')
      .replace('each: household\n', 'each: household\n    weight: { people: 1 }\n')
      .replace('      uneven: 100 m\n', '')
    await db.write(now, (tx) => savePlaybook(tx, now, loadPlaybook(text, 'typhoon.yaml'), text))
  })

async function start(...args: string[]): Promise<void> {
  server = await startServer(args, { MUSTER_DATA: home })
}

async function api<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await (await fetch(`${server?.said.url}/api/v1${path}`, init)).json()) as T
}
const post = <T>(path: string, body: string | object, type = 'application/json') => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return api<T>(path, { method: 'POST', headers: { 'content-type': type }, body: text })
}

interface Health {
  steps: { step: string; leasedSince: string | null }[] | null
}
const planning = async () =>
  (await api<Health>('/health')).steps?.some((s) => s.step === 'plan' && s.leasedSince !== null)

/** Asks the process to end and expects it to, at once and well. */
async function stopped(): Promise<void> {
  const began = performance.now()
  const end = await server?.stop()
  expect(end?.code).toBe(0)
  // Pino's level of an error: that whoever asked for it stopped something is none.
  expect(end?.stderr).not.toContain('"level":50')
  const ms = performance.now() - began
  expect(ms).toBeLessThan(SOON_MS)
}

describe('a process that is asked to end', { timeout: 300_000 }, () => {
  test('in the middle of a plan ends; the plan is no fault, and is made after the next start', async () => {
    await settled()
    await start('--no-demo')
    const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
    const warning = { sent: capTime(new Date()), event: 'Typhoon', severity: 'Minor', area }
    await post('/warnings', cap(warning), 'application/xml')
    while (!(await planning())) await sleep(100)
    await sleep(1_000)
    expect(await planning()).toBe(true)
    await stopped()
    const left = await read(
      (tx) => tx<{ what: string }[]>`
        select 'set aside ' || item as what from set_aside union all
        select 'failed ' || step from step_run where fails > 0 union all
        select 'due ' || step from agenda where step = 'plan' and at <= now()`,
    )
    expect(left).toEqual([{ what: 'due plan' }])
  })

  test('in the middle of an import ends; nothing of the file is written, and it can be accepted again', async () => {
    await settled()
    await start('--no-demo')
    const rows = Array.from({ length: 20_000 }, (_, n) => `M${n},Member ${n},U1`)
    const name = encodeURIComponent('members.csv')
    const { id } = await post<{ id: string }>(
      `/imports?name=${name}`,
      ['code,name,unit', ...rows].join('\n'),
      'text/csv',
    )
    const at = () => api<{ work: { doing: string; done: number } | null; state: string }>(`/imports/${id}`)
    await post(`/imports/${id}/read`, {})
    while ((await at()).work !== null) await sleep(100)
    await post(`/imports/${id}/accept`, {})
    for (let now = await at(); (now.work?.done ?? 0) === 0; now = await at()) {
      expect(now.work).not.toBeNull()
      await sleep(20)
    }
    await stopped()
    const left = await read(
      (tx) => tx<{ state: string; people: number }[]>`
        select state, (select count(*)::int from person where code like 'M%') as people from import_draft`,
    )
    expect(left).toEqual([{ state: 'read', people: 0 }])
  })

  test('in its first filling, while an exercise is played, ends; the next start goes on from there', async () => {
    await start()
    const filled = async () => (await api<{ households: number }>('/demo')).households
    while ((await filled()) === 0) await sleep(200)
    await post('/exercises', { speed: 600 })
    await sleep(2_000)
    await stopped()
    const [before] = await read(
      (tx) => tx<{ n: number }[]>`select count(*)::int as n from place where kind = 'household'`,
    )
    expect(before?.n).toBeGreaterThan(0)
    await start()
    // Where the database was given up before it could be written, the next start says so of it.
    const last = await api<{ state: string; fault: { code: string } }>('/exercises/last')
    expect(last).toMatchObject({ state: 'failed', fault: { code: 'EXERCISE_LOST' } })
    while ((await filled()) <= (before?.n ?? 0)) await sleep(200)
    await stopped()
  })
})
