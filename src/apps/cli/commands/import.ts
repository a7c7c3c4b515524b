import { Command, Option } from 'commander'
import type { Db } from '../../../db/connect.ts'
import type { Actor } from '../../../domain/audit/model.ts'
import type { ImportJob, ImportReport, Ran } from '../../../domain/imports/actions.ts'
import { applyShown, showJob } from '../../../domain/imports/drafts/apply-shown.ts'
import { zoneOfFile } from '../../../domain/imports/file-zone.ts'
import { MEMBERSHIP_KINDS } from '../../../domain/imports/model.ts'
import type { Outcome } from '../../../domain/imports/saved.ts'
import { soleRoles } from '../../../domain/playbooks/sole.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { answerOption, commonOptions, type ImportOptions, list } from '../import/options.ts'
import { describeImport } from '../import/report.ts'
import { metres } from '../numbers.ts'
import { workOn } from '../register.ts'

const IMPORTER: Actor = { kind: 'import', id: 'console' }

export function importCommand(cli: Cli): Command {
  return new Command('import')
    .description('bring in areas, units, people, places, duties or absences; shows first what it would write')
    .addCommand(areasCommand(cli))
    .addCommand(unitsCommand(cli))
    .addCommand(peopleCommand(cli))
    .addCommand(placesCommand(cli))
    .addCommand(dutiesCommand(cli))
    .addCommand(absencesCommand(cli))
}

function areasCommand(cli: Cli): Command {
  const command = commonOptions(new Command('areas'))
    .description('the administrative tree: division codes, P-codes, polygons or Popolo')
    .argument('<files...>', 'CSV, XLSX, GeoJSON or Popolo JSON; division codes may be a file a level')
    .option('--district-kind <kind>', 'the kind of area at which emergencies are run', 'county')
    .option('--under <code>', 'the known area under which areas without a parent hang')
    .option('--levels <columns>', 'columns that name the area and those above it, highest first', list)
    .option('--kinds <kinds>', 'what each level is, highest first', list)
    .option('--codes <columns>', "columns of the levels' codes, highest first", list)
    .option('--root <code:name:kind>', 'an area above the highest level; its code begins the codes that are made')
    .option('--without <words>', 'words before names that do not tell areas apart', list)
  examples(command, [
    ['muster import areas cities.csv areas.csv streets.csv villages.csv', 'division codes, a file a level'],
    ['muster import areas rw.geojson --levels KEC,KEL,RW --root ID31:Jakarta:province --district-kind KEC', 'polygons'],
  ])
  return answering(cli, command, (files: string[], options: import('../import/jobs.ts').AreaOptions) =>
    bringIn(cli, options, (jobs) => jobs.areasJob(files, options)),
  )
}

function unitsCommand(cli: Cli): Command {
  const command = commonOptions(new Command('units'))
    .description('the organisation: committees, branches, groups, teams')
    .argument('<file>', 'CSV, XLSX or Popolo JSON')
    .option('--kind <kind>', 'what a unit is whose row does not say', 'branch')
    .option('--district <code>', 'the district of units that have neither an area nor a parent')
  examples(command, [
    ['muster import units units.xlsx --sheet 2020 --map parent=上级', 'a workbook, its parents named'],
  ])
  return answering(cli, command, (file: string, options: import('../import/jobs.ts').UnitOptions) =>
    bringIn(cli, options, (jobs) => jobs.unitsJob(file, options)),
  )
}

function peopleCommand(cli: Cli): Command {
  const command = commonOptions(new Command('people'))
    .description('people with their memberships, contacts and posts')
    .argument('<file>', 'CSV, XLSX or Popolo JSON')
    .addOption(
      new Option('--kind <kind>', 'what someone is whose row does not say').choices(MEMBERSHIP_KINDS).default('member'),
    )
    .option('--district <code>', 'the district of units whose code several districts use')
    .addOption(answerOption())
  examples(command, [['muster import people members.csv --map name=姓名 --map phone=手机 --yes', 'written at once']])
  return answering(cli, command, (file: string, options: import('../import/jobs.ts').PeopleOptions) =>
    bringIn(cli, options, async (jobs, db) => jobs.peopleJob(file, options, await db.read(soleRoles))),
  )
}

function placesCommand(cli: Cli): Command {
  const command = commonOptions(new Command('places'))
    .description('what is answered for: households, shelters, gates; lines cut into sections with chainage')
    .argument('<file>', 'GeoJSON, or CSV or XLSX with longitude and latitude')
    .requiredOption('--kind <kind>', 'what the places are where no column says: household, shelter, dam-section, …')
    .option('--section <metres>', 'cut lines into sections of this length', metres)
    .option(
      '--area-path <columns>',
      "columns that name a place's areas, highest first, where it has no area code",
      list,
    )
    .option('--without <words>', 'words before names that do not tell areas apart', list)
  examples(command, [
    ['muster import places dykes.geojson --kind dam-section --section 500', 'K0+000 to K0+500, and so on'],
    ['muster import places houses.geojson --kind household --map people=persons', 'footprints or points'],
  ])
  return answering(cli, command, (file: string, options: import('../import/jobs.ts').PlaceOptions) =>
    bringIn(cli, options, (jobs) => jobs.placesJob(file, options)),
  )
}

function dutiesCommand(cli: Cli): Command {
  const command = timedOptions(new Command('duties')).description(
    'who answers for what: place or unit, role, holder, from, to',
  )
  examples(command, [['muster import duties patrols.csv --district 361128', 'codes of one district']])
  return answering(cli, command, (file: string, options: import('../import/jobs.ts').TimedOptions) =>
    bringIn(cli, options, async (jobs, db) => {
      const known = await db.read(async (tx) => ({
        zone: await zoneOfFile(tx, options),
        soleRoles: await soleRoles(tx),
      }))
      return jobs.dutiesJob(file, options, known)
    }),
  )
}

function absencesCommand(cli: Cli): Command {
  const command = timedOptions(new Command('absences')).description(
    'who is away, or would rather not be called on: person, from, to; nobody gives up what they hold by it',
  )
  examples(command, [
    ['muster import absences leave.csv --map person=工号 --map from=离岗 --map to=返岗', 'a list of leave'],
  ])
  return answering(cli, command, (file: string, options: import('../import/jobs.ts').TimedOptions) =>
    bringIn(cli, options, async (jobs, db) =>
      jobs.absencesJob(file, options, await db.read((tx) => zoneOfFile(tx, options))),
    ),
  )
}

/** What imports of codes and times take. */
function timedOptions(command: Command): Command {
  return commonOptions(command)
    .argument('<file>', 'CSV or XLSX')
    .option(
      '--zone <zone>',
      'the zone of days and times written without one; that of the district (muster area zone) without it',
    )
    .option('--district <code>', 'the district whose codes the file uses')
    .addOption(answerOption())
}

type Read = (jobs: typeof import('../import/jobs.ts'), db: Db) => Promise<ImportJob>

/** Shows, asks where somebody can answer, and writes: all of it or none. `--yes` writes at once. */
async function bringIn(cli: Cli, options: ImportOptions, read: Read): Promise<Answer> {
  // Loading the reader of workbooks takes half a second, which no other command is to wait for.
  const jobs = await import('../import/jobs.ts')
  return workOn(cli, async (db) => {
    const job = await read(jobs, db)
    const from = jobs.sourceOfReading(job, options)
    const answerOf = (report: ImportReport, written: boolean, outcomes: readonly Outcome[] = []): Answer => {
      const changes = outcomes.flatMap(({ line, name, code, changes }) =>
        changes.length > 0 ? [{ line, name, code, changes }] : [],
      )
      const text = describeImport(report, { written, all: options.all === true, from, changes })
      return { data: { written, ...report, ...(written ? {} : { changes }), ...(from ? { from } : {}) }, text }
    }
    const write = async (shown: Ran | null) =>
      answerOf(await applyShown(db, cli.clock.now(), IMPORTER, { job, shown }, cli.tell), true)
    if (options.yes) return write(null)
    const shown = await showJob(db, cli.clock.now(), IMPORTER, job, cli.tell)
    const preview = answerOf(shown.report, false, shown.outcomes)
    if (options.json) return preview
    const agreed = await cli.confirm(`${preview.text}\n\nWrite this?`)
    if (agreed) return write(shown)
    if (agreed === false) return { ...preview, text: 'Nothing was written.' }
    return { ...preview, text: `${preview.text}\n\nNothing was written; --yes writes it.` }
  })
}
