import { Command, Option } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import type { Db } from '../../../db/connect.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { TEAM_KINDS, type TeamKind } from '../../../domain/people/model.ts'
import { formTeam } from '../../../domain/teams/actions.ts'
import type { SiteKey, TeamRequest } from '../../../domain/teams/model.ts'
import { readTeam } from '../../../domain/teams/read.ts'
import { readSite } from '../../../domain/teams/site.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { more } from '../ids.ts'
import { readMoment } from '../moment.ts'
import { readNames } from '../names.ts'
import { factor, wholeNumber } from '../numbers.ts'
import { lookInto } from '../register.ts'
import { personIn } from './find.ts'
import { sayTeam } from './say-team.ts'

interface Options {
  for?: string
  area?: string
  size: number
  skill?: TeamRequest['skills'][number][]
  kind: TeamKind
  among?: string[]
  within: number
  smallBelow: number
  from?: Date
  until?: Date
  busy?: true
  with?: string[]
  without?: string[]
  under?: string
  name?: string
  form?: true
}

export function teamCommand(cli: Cli): Command {
  const team = new Command('team')
    .description('pick a stationed or emergency team; it is only shown, or formed with --form')
    .option('--for <place>', 'the place that it is for, by its id or code')
    .option('--area <code>', 'the area that it is for, where no place is named')
    .requiredOption('--size <n>', 'people in it, the leader among them', wholeNumber)
    .option('--skill <skill:n>', 'so many with a skill, one without a number; may be given several times', skills)
    .addOption(new Option('--kind <kind>', 'what kind of team it is').choices(TEAM_KINDS).default('emergency-team'))
    .option('--among <kind>', 'only those of this membership, such as official; may be given several times', more)
    .option('--within <km>', 'how far off a home may be', factor, 20)
    .option('--small-below <n>', 'a branch with fewer members sends one at most', wholeNumber, 5)
    .option('--from <moment>', 'from when it is to be there; without it, from now', readMoment)
    .option('--until <moment>', 'until when; without it, until it is dissolved', readMoment)
    .option('--busy', 'also those who answer for a place at that time')
    .option('--with <person>', 'who is to be in it in any case, by id or code; may be given several times', more)
    .option('--without <person>', 'who is not to be in it; may be given several times', more)
    .option('--under <unit>', 'the unit under which it stands; without it, the one that answers for the area')
    .option('--name <name>', 'what it is called')
    .option('--form', 'form it: its people are sent to it, and its leader answers for it')
  examples(team, [
    ['muster plan team --for S01 --size 8 --skill boat:2 --skill medical', 'who could be at one place soonest'],
    ['muster plan team --area 361128100 --size 5 --kind stationed-team --among official', 'officials for a township'],
    ['muster plan team --for S01 --size 8 --without P1-4 --with P2-3', 'again, without one and with another'],
    ['muster plan team --for S01 --size 8 --name "Boats, south dam" --form --json', 'formed, the answer as JSON'],
  ])
  return answering(cli, team, (options: Options) => lookInto(cli, (db) => planTeam(cli, db, options)))
}

async function planTeam(cli: Cli, db: Db, options: Options): Promise<Answer> {
  const now = cli.clock.now()
  const { kind, under } = options
  const found = await db.read(async (tx) => {
    const site = siteOf(options)
    const { district } = await readSite(tx, CONSOLE, site)
    const ids = (keys: string[] = []) => Promise.all(keys.map((key) => personIn(tx, district, key)))
    const request: TeamRequest = {
      site,
      size: options.size,
      skills: options.skill ?? [],
      kinds: options.among ?? [],
      withinM: options.within * 1000,
      smallBelow: options.smallBelow,
      from: options.from,
      until: options.until,
      busy: options.busy ?? false,
      insist: await ids(options.with),
      without: await ids(options.without),
    }
    const team = await readTeam(tx, CONSOLE, now, request)
    return { site, team, names: await readNames(tx) }
  })
  const { team, names } = found
  const name = options.name ?? `${names.slug(kind).replaceAll('-', ' ')}, ${team.site.name}`
  const [leader, ...others] = team.members.map(({ person }) => person)
  if (!options.form || leader === undefined) {
    return { data: { ...team, kind, formed: null }, text: sayTeam(team, names, null) }
  }
  const { from, until } = options
  const input = { site: found.site, kind, name, under, from, until, leader, members: others }
  const formed = await formTeam(db, now, CONSOLE, team.district, input)
  return { data: { ...team, kind, formed }, text: sayTeam(team, names, formed) }
}

function siteOf({ for: place, area }: Options): SiteKey {
  if (place !== undefined && area === undefined) return { place }
  if (area !== undefined && place === undefined) return { area }
  throw new MusterError('BAD_INPUT', { what: 'Give --for PLACE or --area CODE.' })
}

/** `boat:2`, or `boat` for one. */
function skills(text: string, before: TeamRequest['skills'][number][] = []): TeamRequest['skills'][number][] {
  const [, skill = '', count = '1'] = /^(.+?)(?::(\d{1,3}))?$/.exec(text) ?? []
  if (skill === '') throw new MusterError('BAD_INPUT', { what: `--skill: "${text}" is not SKILL or SKILL:NUMBER.` })
  return [...before, { skill, count: Number(count) }]
}
