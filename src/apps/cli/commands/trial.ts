import { Command } from 'commander'
import { answering, type Cli, examples } from '../answer.ts'
import { wholeNumber } from '../numbers.ts'
import { reportAnswer } from '../replay-answer.ts'

interface Options {
  seed: number
  keep?: string | true
}

export function trialCommand(cli: Cli): Command {
  const trial = new Command('trial')
    .description('run the whole job on a folder of real files, in a register of its own; prints the report')
    .argument('<folder>', 'areas, buildings, waterways, gauges and warnings')
    .option('--keep [folder]', 'leave the register loaded, to be looked at with MUSTER_DATA=<folder> muster start')
    .option('--seed <n>', 'the seed that members and answers are made from', wholeNumber, 1)
  examples(trial, [['muster trial path/to/jakarta --json', 'Jakarta, from its files to the report as JSON']])
  return answering(cli, trial, async (folder: string, options: Options) => {
    const { runTrial } = await import('../../trial/run.ts')
    const { report, ...more } = await runTrial(folder, { ...options, onProgress: cli.tell })
    const said = [
      ...more.notes,
      ...Object.entries(more.unplacedBy).map(([why, n]) => `not placed, ${why}: ${n}`),
      ...(more.kept === null ? [] : [`Left loaded: MUSTER_DATA=${more.kept} npm start`]),
    ]
    return reportAnswer(['The trial was played to its end.', ...said].join('\n'), report, more)
  })
}
