import { Command } from 'commander'
import { answering, type Cli, examples } from '../answer.ts'
import { wholeNumber } from '../numbers.ts'
import { reportAnswer } from '../replay-answer.ts'

interface Options {
  seed: number
}

export function trialCommand(cli: Cli): Command {
  const trial = new Command('trial')
    .description('run the whole job on a folder of real files, in a register of its own; prints the report')
    .argument('<folder>', 'areas, buildings, waterways, gauges and warnings')
    .option('--seed <n>', 'the seed that members and answers are made from', wholeNumber, 1)
  examples(trial, [['muster trial ../shared/data/jakarta --json', 'Jakarta, from its files to the report as JSON']])
  return answering(cli, trial, async (folder: string, options: Options) => {
    const { runTrial } = await import('../../trial/run.ts')
    return reportAnswer('The trial was played to its end.', await runTrial(folder, { ...options, onProgress: cli.tell }))
  })
}
