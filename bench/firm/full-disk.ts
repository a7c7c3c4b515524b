import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCluster } from '../harness/cluster.ts'
import { type Figure, type Measured, Unmeasurable } from '../harness/figure.ts'
import { type Kit, withDb } from '../harness/kit.ts'
import { type Db, missing, type Sent, type Spot, sendRecords, settleCounty } from './sending.ts'
import { type Served, serve } from './served.ts'

const DISK_MIB = { embedded: 700, server: 900 }
const SENDERS = 4
/** How long the disk stays full, and within what it has to be used again once there is room. */
const FULL_MS = 20_000
const PATIENCE_MS = 60_000
const BALLAST = 'ballast-'

/** A disk of its own, in memory, fills up under load and is given room again. */
export const fullDisk: Figure[] = [
  {
    figure: 'a disk that is full for 20 s under load, embedded: records acknowledged and lost',
    unit: 'of them',
    aim: 0,
    measure: (kit) =>
      onDisk(kit, DISK_MIB.embedded, async (disk) => {
        const folder = join(disk, 'muster')
        const spot = await withDb({ folder }, settleCounty)
        const served = await serve({ MUSTER_DATA: folder })
        const done = await fillUp(kit, disk, served, spot)
        return told(done, await withDb({ folder }, (db) => missing(db, done.log.acknowledged)))
      }),
  },
  {
    figure: 'a disk that is full for 20 s under load, PostgreSQL: records acknowledged and lost',
    unit: 'of them',
    aim: 0,
    measure: (kit) =>
      onDisk(kit, DISK_MIB.server, async (disk) => {
        const cluster = await startCluster(kit.tell, disk)
        try {
          return await withDb({ url: cluster.url }, async (db: Db) => {
            const spot = await settleCounty(db)
            const done = await fillUp(kit, disk, await serve({ MUSTER_DATABASE_URL: cluster.url }), spot)
            return told(done, await missing(db, done.log.acknowledged))
          })
        } finally {
          await cluster.stop()
        }
      }),
  },
]

/** Mounts a disk of so many MiB; only root may. */
function onDisk<T>(kit: Kit, mib: number, fn: (disk: string) => Promise<T>): Promise<T> {
  return kit.folder(async (folder) => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    // A server that may not run as root has to get there.
    chmodSync(folder, 0o711)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'tmpfs', disk])
    if (mounted.status !== 0) throw new Unmeasurable('a disk of its own cannot be mounted here')
    try {
      return await fn(disk)
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })
}

interface Done {
  log: Sent
  /** What /health said while it was full. */
  state: string
  /** From room to the first record that was taken. */
  backS: number
}

async function fillUp(kit: Kit, disk: string, served: Served, spot: Spot): Promise<Done> {
  const log: Sent = { sent: 0, acknowledged: new Set(), refused: new Map() }
  const over = new AbortController()
  const senders = Array.from({ length: SENDERS }, () => sendRecords(served.base, spot, log, over.signal))
  try {
    await sleep(2_000)
    kit.tell('the disk is full')
    const end = performance.now() + FULL_MS
    for (let n = 0; performance.now() < end; n++) {
      fillRest(disk, join(disk, `${BALLAST}${n}`))
      await sleep(500)
    }
    const health = (await (await fetch(`${served.base}/api/v1/health`)).json()) as { database: { state: string } }
    const before = log.acknowledged.size
    for (const name of readdirSync(disk)) if (name.startsWith(BALLAST)) rmSync(join(disk, name))
    const began = performance.now()
    while (log.acknowledged.size === before) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('nothing is taken any more once there is room')
      if (served.child.exitCode !== null) throw new Error('the process died of a full disk')
      await sleep(20)
    }
    return { log, state: health.database.state, backS: (performance.now() - began) / 1000 }
  } finally {
    over.abort()
    await Promise.all(senders)
    await served.end('SIGTERM')
  }
}

/** Takes all the room there is. */
function fillRest(disk: string, file: string): void {
  const { bavail, bsize } = statfsSync(disk)
  if (bavail * bsize === 0) return
  try {
    writeFileSync(file, Buffer.alloc(bavail * bsize))
  } catch {
    // Others took some of it meanwhile.
  }
}

function told({ log, state, backS }: Done, lost: number): Measured {
  const acknowledged = log.acknowledged.size
  return {
    value: lost,
    against: { what: 'records acknowledged', value: acknowledged, unit: 'of them', ratio: lost / acknowledged },
    sizes: { sent: log.sent, acknowledged, refused: Object.fromEntries(log.refused), state, backS },
  }
}
