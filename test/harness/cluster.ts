import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL of a story's own, which it stops and starts as it likes. */
export interface Cluster {
  readonly url: string
  start(): Promise<void>
  stop(mode: 'fast' | 'immediate'): Promise<void>
  remove(): void
}

/** The programs of the newest PostgreSQL from 15 on that has PostGIS beside it, as .ci/run finds them. */
function findServer(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).map(Number) : []
  const fit = versions.filter((v) => v >= 15 && existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`))
  if (fit.length === 0) throw new Error('PostgreSQL 15 or newer with PostGIS is needed')
  return `${root}/${Math.max(...fit)}/bin`
}

/** The server refuses to run as root. */
async function run(program: string, ...args: string[]): Promise<void> {
  const asRoot = process.getuid?.() === 0
  const [command, ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', program, ...args] : [program, ...args]
  const child = spawn(command as string, rest, { cwd: '/', stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
}

/** Makes and starts one that takes `connections` and is safe against a stop at any moment. */
export async function makeCluster(connections: number): Promise<Cluster> {
  const bin = findServer()
  const folder = mkdtempSync(join(tmpdir(), 'muster-cluster-'))
  chmodSync(folder, 0o700)
  if (process.getuid?.() === 0) await once(spawn('chown', ['postgres', folder]), 'exit')
  const data = join(folder, 'data')
  const port = await freePort()
  await run(
    `${bin}/initdb`,
    `--pgdata=${data}`,
    '--username=muster',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  )
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c max_connections=${connections}`
  const control = (...args: string[]) => run(`${bin}/pg_ctl`, `--pgdata=${data}`, '--wait', ...args)
  const cluster: Cluster = {
    url: `postgres://muster@127.0.0.1:${port}/postgres`,
    start: () => control(`--log=${join(folder, 'log')}`, `--options=${settings}`, 'start'),
    stop: (mode) => control(`--mode=${mode}`, 'stop'),
    remove: () => rmSync(folder, { recursive: true }),
  }
  await cluster.start()
  return cluster
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
