import { Command, Option } from 'commander'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { MusterError } from '../../../base/errors.ts'
import { chosenBy } from '../../../db/connect.ts'
import { noteServing } from '../../../db/folder.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { areasBelow } from '../../../domain/places/store.ts'
import { EXERCISE } from '../../../domain/warnings/actions.ts'
import { startEngine } from '../../../engine/run.ts'
import { realGear } from '../../gear.ts'
import { openMuster } from '../../open.ts'
import { readHosts } from '../../server/hosts.ts'
import { type Cli, examples } from '../answer.ts'
import { port } from '../numbers.ts'
import { whereOf } from '../register.ts'
import { askedToStop, endSoon } from '../stop.ts'

const LANES = [ACTUAL, EXERCISE]

interface Options {
  port: number
  host: string
  demo: boolean
  watch: string[]
  watchFeed: string[]
  json?: true
}

export function startCommand(cli: Cli): Command {
  const start = new Command('start')
    .description('open the register, run the engine and serve the pages and the API until asked to stop')
    .addOption(new Option('--port <port>', 'where to listen').env('MUSTER_PORT').argParser(port).default(7070))
    .option('--host <host>', 'on which address; 0.0.0.0 for all', '127.0.0.1')
    .option('--no-demo', 'do not load the demo county into an empty register')
    .option('--watch <folder>', 'take CAP files that are put into this folder; may be repeated', oneMore, [])
    .option('--watch-feed <url>', 'read warnings from this address every minute; may be repeated', readUrl, [])
    .option('--json', 'print one JSON object on standard output once it serves')
  examples(start, [
    ['muster start', 'the register in data/muster, at http://127.0.0.1:7070'],
    ['muster start --no-demo --watch /var/spool/cap', 'empty at first; warnings come in as files'],
    ['MUSTER_DATABASE_URL=postgres://… muster start --host 0.0.0.0', 'on a server, for the whole office'],
  ])
  return start.action((options: Options) => serve(cli, options))
}

/** Everything that was opened is closed in the opposite order, whatever ends it: a signal or a fault on the way up. */
async function serve(cli: Cli, options: Options): Promise<void> {
  const { clock, env } = cli
  const log = logTo(env)
  const hosts = readHosts(env.MUSTER_HOSTS)
  await using closing = new AsyncDisposableStack()
  const db = await openMuster(env, clock.now(), cli.tell)
  closing.defer(() => db.close())

  if (options.demo && (await db.read((tx) => areasBelow(tx, null))).length === 0) {
    const { demoCounty, loadCounty } = await import('../../demo/load.ts')
    await loadCounty(db, clock, demoCounty(), cli.tell)
  }

  const gear = realGear(cli.tell, (step, district, ms) => log.debug({ step, district, ms }, 'step'))
  const engine = startEngine(db, LANES, clock, gear, (error) => log.error(error, 'a step failed; it is tried again'))
  closing.defer(() => engine.stop())

  // The county's 300,000 households come in behind a server that serves already.
  const { fillDemo } = await import('../../demo/fill.ts')
  const onLoadFault = (error: unknown) => log.error(error, 'households of the demo were not loaded; it is tried again')
  const filling = options.demo ? fillDemo(db, clock, { onProgress: cli.tell, onFault: onLoadFault }) : undefined
  closing.defer(() => filling?.stop())

  // Loaded only here, and late: no other command has to wait for a web server to be read.
  const { makeServer } = await import('../../server/server.ts')
  const basemap = env.MUSTER_BASEMAP || undefined
  const parts = { db, clock, log, onWork: engine.wake, basemap, filling: filling?.progress }
  const server = await makeServer({ ...parts, host: options.host, hosts })
  closing.defer(() => server.close())
  const url = await listen(server, options)

  const { startWatches } = await import('../watches.ts')
  const onFault = (error: unknown) => log.error(error, 'a watched folder or feed failed; it is tried again')
  const context = { db, clock, onWork: engine.wake }
  await startWatches(context, { folders: options.watch, feeds: options.watchFeed }, closing, onFault)
  if (db.engine === 'embedded') noteServing(chosenBy(env).folder, url)

  const stop = askedToStop()
  cli.answer(
    {
      data: {
        url,
        engine: db.engine,
        where: whereOf(env),
        lanes: LANES,
        watching: [...options.watch, ...options.watchFeed],
      },
      text: `Muster serves at ${url} (${db.engine}, ${whereOf(env)}). Ctrl-C stops it.`,
    },
    options.json === true,
  )
  cli.tell(`stopping after ${await stop}`)
  endSoon(db, cli.tell, () => server.server.closeAllConnections())
  // Asked at once, and awaited in their order as all is closed: a slow reader of the server's delays neither.
  void engine.stop()
  void filling?.stop()
}

async function listen(server: FastifyInstance, { host, port }: Options): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = REASONS[code ?? ''] ?? message
    throw new MusterError('PORT_TAKEN', { host, port, reason }, { cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something listens there already',
  EACCES: 'there is no right to listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
}

function oneMore(text: string, before: readonly string[]): string[] {
  return [...before, text]
}

function readUrl(text: string, before: readonly string[]): string[] {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return [...before, url.href]
  throw new MusterError('BAD_INPUT', { what: `"${text}" is not an address that begins with http:// or https://.` })
}

const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']

/** Written at once, so that the last line before a crash is there to be read. */
function logTo(env: NodeJS.ProcessEnv) {
  const level = env.MUSTER_LOG || 'warn'
  if (!LEVELS.includes(level)) {
    throw new MusterError('BAD_INPUT', { what: `MUSTER_LOG is "${level}" and should be one of ${LEVELS.join(', ')}.` })
  }
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
}
