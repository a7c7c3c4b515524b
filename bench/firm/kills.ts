import { setTimeout as sleep } from 'node:timers/promises'
import { seeded } from '../../src/base/random.ts'
import { startCluster } from '../harness/cluster.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import { type Kit, withDb } from '../harness/kit.ts'
import { missing, type Sent, type Spot, sendRecords, settleCounty } from './sending.ts'
import { serve } from './served.ts'

const KILLS = 15
const RESTARTS = 10
const SENDERS = 4
/** From the first record after a start to the kill, at most. */
const LIVES_MS = 2_000

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

async function killing(
  kit: Kit,
  env: Record<string, string>,
  spot: Spot,
  lost: (known: ReadonlySet<string>) => Promise<number>,
): Promise<Measured> {
  const random = seeded(7)
  const log: Sent = { sent: 0, acknowledged: new Set(), refused: new Map() }
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
      const log: Sent = { sent: 0, acknowledged: new Set(), refused: new Map() }
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
