import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Unmeasurable } from './figure.ts'

/** A PostgreSQL of our own for one run. */
export interface Cluster {
  url: string
  /** Stops it as a crash would, and starts it again on the same port. */
  restart(): void
  stop(): Promise<void>
}

const VERSIONS = '/usr/lib/postgresql'
const OLDEST = 15

/**
 * Like a server that is used for this and little else. It does not wait for the disk, and neither does the bare statement
 * that a figure is held against: what is compared is work, not a disk.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '1GB',
  work_mem: '64MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '8GB',
}

/** Starts a cluster in a folder of its own, under the one named, on a free port. Throws `Unmeasurable` where PostgreSQL or PostGIS is missing. */
export async function startCluster(tell: (text: string) => void, under: string = tmpdir()): Promise<Cluster> {
  const bin = findServer()
  if (bin === null) {
    throw new Unmeasurable(
      `there is no PostgreSQL ${OLDEST} or newer with PostGIS under ${VERSIONS}: install one, or name one in MUSTER_BENCH_URL`,
    )
  }
  tell('starting a PostgreSQL server')
  const work = mkdtempSync(join(under, 'muster-bench-pg-'))
  const data = join(work, 'data')
  chmodSync(work, 0o700)
  const user = userFor(work)
  const port = await freePort()
  const settings = Object.entries({ ...SETTINGS, port }).map(([name, value]) => `-c ${name}='${value}'`)
  const start = () =>
    run(user, join(bin, 'pg_ctl'), [
      '--pgdata',
      data,
      '--log',
      join(work, 'log'),
      '--wait',
      '--options',
      settings.join(' '),
      'start',
    ])
  const crash = () => run(user, join(bin, 'pg_ctl'), ['--pgdata', data, '--mode=immediate', 'stop'])
  try {
    run(user, join(bin, 'initdb'), [
      '--pgdata',
      data,
      '--username',
      'muster',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ])
    start()
  } catch (error) {
    rmSync(work, { recursive: true, force: true })
    throw error
  }
  return {
    url: `postgres://muster@127.0.0.1:${port}/postgres`,
    restart() {
      crash()
      start()
    },
    async stop() {
      crash()
      rmSync(work, { recursive: true, force: true })
    },
  }
}

/** The programs of the newest PostgreSQL that has PostGIS beside it, where Debian puts them. */
function findServer(): string | null {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number) : []
  const fit = versions.filter((v) => v >= OLDEST && existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`))
  return fit.length > 0 ? join(VERSIONS, String(Math.max(...fit)), 'bin') : null
}

type User = { uid: number; gid: number } | null

/** The server refuses to run as root: it then runs as `postgres`, who is given the folder. */
function userFor(folder: string): User {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout),
  )
  if (!uid || !gid) throw new Unmeasurable('PostgreSQL does not run as root, and there is no user postgres')
  chownSync(folder, uid, gid)
  return { uid, gid }
}

/** The log is the server's own, or pg_ctl would never be seen to end. */
function run(user: User, program: string, args: string[]): void {
  const done = spawnSync(program, args, {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(user ?? {}),
    env: { PATH: process.env.PATH, ...(user ? { USER: 'postgres', HOME: '/' } : { HOME: process.env.HOME }) },
  })
  if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr?.trim() || done.error?.message}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
