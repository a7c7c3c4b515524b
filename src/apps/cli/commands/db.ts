import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { chosenBy, type Db } from '../../../db/connect.ts'
import { distribute } from '../../../db/distribute.ts'
import { migrationStatus } from '../../../db/migrate.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readDatabaseVersions } from '../doctor/store.ts'
import { showMoment } from '../moment.ts'
import { lookAtDatabase, whereOf, workOn } from '../register.ts'
import { pairs } from '../table.ts'

export function dbCommand(cli: Cli): Command {
  const migrate = new Command('migrate').description('bring the database up to date, made if need be')
  const status = new Command('status').description('which engine and version it is, and what is migrated')
  const spread = new Command('distribute').description(
    'spread the tables over the nodes of a Citus database, to which they have been added before',
  )
  examples(migrate, [
    ['muster db migrate', 'the embedded database in MUSTER_DATA, or data/muster'],
    ['MUSTER_DATABASE_URL=postgres://… muster db migrate', 'a server'],
  ])
  examples(status, [['muster db status --json', 'as JSON']])
  examples(spread, [['MUSTER_DATABASE_URL=postgres://… muster db distribute', 'what is spread already stays as it is']])
  answering(cli, migrate, () => migrateIt(cli))
  answering(cli, status, () => lookAtDatabase(cli, (db) => statusOf(cli, db)))
  answering(cli, spread, () => distributeIt(cli))
  const db = new Command('db').description('migrate, look at or distribute the database')
  return db.addCommand(migrate).addCommand(status).addCommand(spread)
}

async function migrateIt(cli: Cli): Promise<Answer> {
  return workOn(cli, async (db) => {
    const { applied } = await migrationStatus(db)
    const last = applied.at(-1)?.name ?? null
    return {
      data: { engine: db.engine, where: whereOf(cli.env), migrations: applied.length, last },
      text: `The ${db.engine} database in ${whereOf(cli.env)} is up to date: ${last} is the last of ${applied.length} migrations.`,
    }
  })
}

async function statusOf(cli: Cli, db: Db): Promise<Answer> {
  const { applied, pending } = await migrationStatus(db)
  const { version, extensions } = await db.read(readDatabaseVersions)
  const rows = [
    ...applied.map((m) => [m.name, showMoment(m.at)] as const),
    ...pending.map((name) => [name, 'not yet applied'] as const),
  ]
  return {
    data: { engine: db.engine, where: whereOf(cli.env), version, extensions, can: db.can, applied, pending },
    text: [
      pairs([
        ['engine', `${db.engine}, PostgreSQL ${version}`],
        ['where', whereOf(cli.env)],
        ['extensions', extensions.map((e) => `${e.name} ${e.version}`).join(', ')],
      ]),
      pairs(rows),
      pending.length === 0 ? 'Up to date.' : 'Run "muster db migrate".',
    ].join('\n\n'),
  }
}

async function distributeIt(cli: Cli): Promise<Answer> {
  // Said before it is opened: it would otherwise be made and migrated for nothing.
  if (chosenBy(cli.env).url === undefined) throw new MusterError('DB_NOT_DISTRIBUTED', { engine: 'embedded' })
  const spread = await workOn(cli, (db) => distribute(db, cli.clock.now()))
  return {
    data: { distributed: spread },
    text: spread.length === 0 ? 'All tables were spread already.' : `Spread: ${spread.join(', ')}.`,
  }
}
