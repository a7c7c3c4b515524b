import { Command, Option } from 'commander'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { LEVEL_UNITS, type LevelUnit } from '../../../domain/warnings/gauges.ts'
import { takeGaugeTable } from '../../../domain/warnings/take-table.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readInput } from '../input-file.ts'
import { lookInto } from '../register.ts'
import { oneLine } from '../table.ts'

export function gaugeCommand(cli: Cli): Command {
  const read = new Command('read')
    .description('take in levels from a CSV table with the columns station, time and level')
    .argument('<file>', 'the file, or - for standard input')
    .requiredOption('--area <code>', 'the district whose gauges these are')
    .addOption(
      new Option('--unit <unit>', 'of the levels, where the header does not say it').choices(Object.keys(LEVEL_UNITS)),
    )
    .option('--zone <offset>', 'of times that bear none, as +08:00; without it the zone of the district')
  examples(read, [['muster gauge read levels.csv --area 361128 --unit cm', 'what was believed, and what it crossed']])
  answering(cli, read, (file: string, options: { area: string; unit?: LevelUnit; zone?: string }) =>
    lookInto(cli, async (db): Promise<Answer> => {
      const csv = Buffer.from(readInput(file)).toString('utf8')
      await db.read((tx) => readDistrict(tx, CONSOLE, options.area))
      const taken = await takeGaugeTable(db, cli.clock.now(), CONSOLE, options.area, csv, options)
      const { read: count, believed, doubted, crossings, faults } = taken
      const crossed = crossings.map(
        (c) => `${c.station} is ${c.level === null ? 'below all levels' : `at level ${c.level}`}`,
      )
      const left = faults.map((f) => `${f.line > 0 ? `line ${f.line}` : 'not used'}: ${f.station ?? ''} ${f.reason}`)
      const text = [`${count} readings: ${believed} believed, ${doubted} doubted.`, ...crossed, ...left]
        .map(oneLine)
        .join('\n')
      return { data: taken, text }
    }),
  )
  return new Command('gauge').description('take in what gauges measured').addCommand(read)
}
