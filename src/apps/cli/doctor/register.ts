import { MusterError } from '../../../base/errors.ts'
import { chosenBy, type Db, openDb } from '../../../db/connect.ts'
import { notSpread } from '../../../db/distribute.ts'
import { EXTENSIONS } from '../../../db/engines.ts'
import { servingIn } from '../../../db/folder.ts'
import { migrationStatus } from '../../../db/migrate.ts'
import type { Cli } from '../answer.ts'
import { isMade, whereOf } from '../register.ts'
import { type Check, fail, ok, warn } from './check.ts'
import { flowChecks, servingChecks } from './flow.ts'
import { readDatabaseVersions, readShortfalls, type Shortfalls, tryRoom } from './store.ts'

/** What only the database can tell. What can't be looked at because of an earlier fault is left out. */
export async function lookAtRegister(cli: Cli): Promise<Check[]> {
  if (!isMade(cli.env)) {
    return [warn('database', `There is none in ${whereOf(cli.env)} yet.`, 'Run "muster start": it makes one.')]
  }
  let db: Db
  try {
    db = await openDb({ ...chosenBy(cli.env), onProgress: cli.tell })
  } catch (error) {
    const busy = error instanceof MusterError && error.code === 'DB_FOLDER_BUSY'
    const serving = busy ? servingIn(chosenBy(cli.env).folder) : null
    return [unopened(error), ...(serving ? await servingChecks(serving) : [])]
  }
  try {
    const checks = [...(await databaseChecks(db)), await migrationCheck(db)]
    if (db.can.shared) checks.push(await roomCheck(db, cli.clock.now()))
    if (checks.some((check) => check.status === 'fail')) return checks
    if (db.can.distributed) checks.push(spreadCheck(await db.read((tx) => notSpread(tx))))
    checks.push(...(await db.read(flowChecks)))
    return [...checks, ...shortfallChecks(await db.read((tx) => readShortfalls(tx, cli.clock.now()), { long: true }))]
  } finally {
    await db.close()
  }
}

/** A folder in use is no fault: it is what a running Muster looks like from outside. */
function unopened(error: unknown): Check {
  if (!(error instanceof MusterError)) throw error
  const check = error.code === 'DB_FOLDER_BUSY' ? warn : fail
  return check('database', error.message, error.advice)
}

async function databaseChecks(db: Db): Promise<Check[]> {
  const { version, extensions } = await db.read(readDatabaseVersions)
  const missing = EXTENSIONS.filter((name) => !extensions.some((extension) => extension.name === name))
  const has = extensions.map((extension) => `${extension.name} ${extension.version}`).join(', ')
  return [
    ok('database', `${db.engine}, PostgreSQL ${version}.`),
    missing.length === 0
      ? ok('extensions', `${has}.`)
      : fail('extensions', `Missing: ${missing.join(', ')}.`, 'Run "muster db migrate" as a user who may create them.'),
  ]
}

async function migrationCheck(db: Db): Promise<Check> {
  try {
    const { applied, pending } = await migrationStatus(db)
    if (pending.length === 0) return ok('migrations', `All ${applied.length} are applied.`)
    return fail('migrations', `Not applied yet: ${pending.join(', ')}.`, 'Run "muster db migrate" or "muster start".')
  } catch (error) {
    if (error instanceof MusterError) return fail('migrations', error.message, error.advice)
    throw error
  }
}

/** A server's disk can only be asked by writing to it. */
async function roomCheck(db: Db, now: Date): Promise<Check> {
  try {
    await db.write(now, tryRoom)
    return ok('room', 'The server takes writes.')
  } catch (error) {
    if (error instanceof MusterError) return fail('room', error.message, error.advice)
    throw error
  }
}

/** Until then the coordinator does all the work, which is no fault but not what the nodes are there for. */
function spreadCheck(left: string[]): Check {
  if (left.length === 0) return ok('nodes', 'All tables are spread over them.')
  return warn('nodes', `Not spread over them yet: ${left.join(', ')}.`, 'Run "muster db distribute".')
}

/** Each is found out too late otherwise: nobody to call, nobody to turn to, nobody to send. */
function shortfallChecks(s: Shortfalls): Check[] {
  return [
    short(
      'contacts',
      s.withoutContact,
      s.people,
      'people',
      'nobody can be called',
      'Import their phones with "muster import people".',
    ),
    short(
      'secretaries',
      s.withoutSecretary,
      s.units,
      'units',
      'their ladders end early',
      'Give each a secretary with "muster import duties".',
    ),
    short(
      'places',
      s.inNobodysCare,
      s.places,
      'places',
      'they lie in areas for which no unit answers',
      'Give a unit their area with "muster import units".',
    ),
  ]
}

const WITHOUT: Readonly<Record<string, string>> = {
  contacts: 'without a contact',
  secretaries: 'without a secretary',
  places: 'in no unit’s care',
}

function short(name: string, n: number, of: number, what: string, so: string, advice: string): Check {
  if (of === 0)
    return warn(name, `There are no ${what} yet.`, 'Import some, or let "muster start" load the demo county.')
  if (n === 0) return ok(name, `None of ${of} ${what} is ${WITHOUT[name]}.`)
  return warn(name, `${n} of ${of} ${what} ${n === 1 ? 'is' : 'are'} ${WITHOUT[name]}: ${so}.`, advice)
}
