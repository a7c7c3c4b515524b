import { Command } from 'commander'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { type NotedAbsence, noteAbsence } from '../../../domain/gaps/by-hand/absence.ts'
import { readArea } from '../../../domain/places/read.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readMoment, showMoment } from '../moment.ts'
import { lookInto } from '../register.ts'

interface Options {
  area: string
  from?: Date
  until?: Date
  ratherNot?: true
  release?: true
}

export function awayCommand(cli: Cli): Command {
  const command = new Command('away')
    .description('note when somebody is away, or would rather not be called on')
    .argument('<person>', 'by id or code')
    .requiredOption('--area <code>', 'an area of the district that the person is in')
    .option('--from <moment>', 'in ISO 8601 with an offset; left out: from now', readMoment)
    .option('--until <moment>', 'left out: until further notice', readMoment)
    .option('--rather-not', 'not away, but called on only where others come from much farther')
    .option('--release', 'give up for good what they answer for at places from then on: others are found for it')
  examples(command, [
    ['muster person away M00042 --area 361128 --release', 'somebody fell ill: what they had is open for others'],
    [
      'muster person away M00042 --area 361128 --from 2026-07-01T00:00:00+08:00 --until 2026-07-08T00:00:00+08:00',
      'a week',
    ],
  ])
  return answering(cli, command, async (person: string, options: Options): Promise<Answer> => {
    const { area, from: starts, until: ends, ratherNot, release } = options
    return lookInto(cli, async (db) => {
      const { district } = await db.read((tx) => readArea(tx, CONSOLE, area))
      const input = { person, kind: ratherNot ? 'rather-not' : 'away', starts, ends, release } as const
      const noted = await noteAbsence(db, cli.clock.now(), CONSOLE, district, input)
      return { data: noted, text: describe(noted) }
    })
  })
}

function describe({ absence: { id, name, kind, starts, ends }, released }: NotedAbsence): string {
  const says = kind === 'away' ? 'is away' : 'would rather not be called on'
  const open = released.length > 0 ? `\n${released.length} duties end then and are open for others.` : ''
  return `${name} ${says} from ${showMoment(starts)} until ${showMoment(ends, 'further notice')}.${open}\n${id}`
}
