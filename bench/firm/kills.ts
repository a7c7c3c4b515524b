import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO_DISTRICT, demoCounty, loadCounty } from '../../src/apps/demo/load.ts'
import { movableClock } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { seeded } from '../../src/base/random.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { startCluster } from '../harness/cluster.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import { type Kit, withDb } from '../harness/kit.ts'
import { LONG_AGO } from '../main/county.ts'
import { serve } from './served.ts'

const KILLS = 15
const RESTARTS = 10
const SENDERS = 4
/** From the first record after a start to the kill, at most. */
const LIVES_MS = 2_000

/** What was sent, and what of it was acknowledged. */
interface Sent {
  sent: number
  acknowledged: Set<string>
}

/** Records are sent without a pause while the process is killed, or its database restarted; what had a receipt must be there. */
export const kills: Figure[] = [
  {
    figure: '15 kills of the process under load, embedded: records acknowledged and lost',
    unit: 'of them',
    aim: 0,
    measure: (kit) =>
      kit.folder(async (folder) => {
        const spot = await withDb({ folder }, settleCounty)
        return killing(kit, { MUSTER_DATA: folder }, spot, (known) => withDb({ folder }, (db) => missing(db, known)))
      }),
  },
  {
    figure: '15 kills of the process under load, PostgreSQL: records acknowledged and lost',
    unit: 'of them',
    aim: 0,
    measure: (kit) =>
      kit.server(async (db, url) => {
        const spot = await settleCounty(db)
        return killing(kit, { MUSTER_DATABASE_URL: url }, spot, (known) => missing(db, known))
      }),
  },
  {
    figure: '10 restarts of PostgreSQL under load: records acknowledged and lost',
    unit: 'of them',
    aim: 0,
    measure: restarting,
  },
]

type Spot = { subject: string; teller: string }
type Db = Parameters<Parameters<typeof withDb>[1]>[0]

async function settleCounty(db: Db): Promise<Spot> {
  await loadCounty(db, movableClock(LONG_AGO), demoCounty(), () => {})
  const [spot] = await db.read(
    (tx) => tx<Spot[]>`
      select p.id as subject, (select id from person where district = ${DEMO_DISTRICT} order by id limit 1) as teller
      from place p where district = ${DEMO_DISTRICT} and kind = 'dam-section' order by id limit 1`,
  )
  return spot as Spot
}

/** Those of these records that the register does not have. */
async function missing(db: Db, known: ReadonlySet<string>): Promise<number> {
  const [row] = await db.read(
    (tx) => tx<{ n: number }[]>`
      select count(*)::int as n from record where district = ${DEMO_DISTRICT} and id = any(${[...known]}::uuid[])`,
  )
  return known.size - (row?.n ?? 0)
}

/** Sends records one after another until `over`; what is acknowledged is remembered. */
async function sendRecords(base: string, spot: Spot, log: Sent, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const id = newId(new Date())
    log.sent++
    try {
      const response = await fetch(`${base}/api/v1/districts/${DEMO_DISTRICT}/records?lane=${ACTUAL}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id,
          kind: 'patrol',
          subject: spot.subject,
          toldBy: spot.teller,
          occurredAt: new Date(),
          body: {},
        }),
        signal: AbortSignal.timeout(20_000),
      })
      if (response.ok) {
        await response.json()
        log.acknowledged.add(id)
      } else await sleep(50)
    } catch {
      // The process is gone, or its answer: nothing was acknowledged.
      await sleep(20)
    }
  }
}

async function killing(
  kit: Kit,
  env: Record<string, string>,
  spot: Spot,
  lost: (known: ReadonlySet<string>) => Promise<number>,
): Promise<Measured> {
  const random = seeded(7)
  const log: Sent = { sent: 0, acknowledged: new Set() }
  const times = kit.sized(KILLS)
  for (let n = 0; n < times; n++) {
    kit.tell(`kill ${n + 1} of ${times}`)
    const served = await serve(env)
    const over = new AbortController()
    const senders = Array.from({ length: SENDERS }, () => sendRecords(served.base, spot, log, over.signal))
    await sleep(200 + random() * LIVES_MS)
    await served.end('SIGKILL')
    over.abort()
    await Promise.all(senders)
  }
  return counted(await lost(log.acknowledged), log, { kills: times })
}

async function restarting(kit: Kit): Promise<Measured> {
  const cluster = await startCluster(kit.tell)
  try {
    return await withDb({ url: cluster.url }, async (db) => {
      const spot = await settleCounty(db)
      const served = await serve({ MUSTER_DATABASE_URL: cluster.url })
      const log: Sent = { sent: 0, acknowledged: new Set() }
      const over = new AbortController()
      const senders = Array.from({ length: SENDERS }, () => sendRecords(served.base, spot, log, over.signal))
      const times = kit.sized(RESTARTS)
      for (let n = 0; n < times; n++) {
        await sleep(LIVES_MS)
        kit.tell(`restart ${n + 1} of ${times}`)
        cluster.restart()
      }
      await sleep(LIVES_MS)
      const before = log.acknowledged.size
      await sleep(LIVES_MS)
      over.abort()
      await Promise.all(senders)
      if (served.child.exitCode !== null) throw new Error('the process died of a restart')
      if (log.acknowledged.size === before) throw new Error('nothing is taken in any more after the restarts')
      await served.end('SIGTERM')
      return counted(await missing(db, log.acknowledged), log, { restarts: times })
    })
  } finally {
    await cluster.stop()
  }
}

function counted(lost: number, log: Sent, sizes: Record<string, unknown>): Measured {
  const acknowledged = log.acknowledged.size
  return {
    value: lost,
    against: { what: 'records acknowledged', value: acknowledged, unit: 'of them', ratio: lost / acknowledged },
    sizes: { ...sizes, sent: log.sent, acknowledged },
  }
}
