import { Command, Option } from 'commander'
import { FORMATS, type Format, type SolvedFile } from '../../../domain/planner/formats/solve-file.ts'
import { planInThread } from '../../planning/thread.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readInput } from '../input-file.ts'
import { factor } from '../numbers.ts'
import { stopAsked } from '../stop.ts'
import { pairs } from '../table.ts'

interface Options {
  format: Format
  seconds: number
}

export function solveCommand(cli: Cli): Command {
  const solve = new Command('solve')
    .description('solve a file of a public family of problems: the cost, and what every plan costs at least')
    .argument('<file>', 'the file, or - for standard input')
    .addOption(
      new Option('--format <format>', 'linear or generalised assignment, p-median (OR-Library), DIMACS min-cost flow')
        .choices(FORMATS)
        .makeOptionMandatory(),
    )
    .option('--seconds <s>', 'how long it may take; the best found by then is kept', factor, 10)
  examples(solve, [
    ['muster plan solve d05100 --format gap', 'generalised assignment, cost minimised'],
    ['muster plan solve assign100.txt --format lap --json', 'linear assignment, the answer as JSON'],
    ['muster plan solve pmedcap01.txt --format pmed --seconds 60', 'capacitated p-median'],
    ['muster plan solve net.min --format transport', 'a bipartite network in DIMACS min-cost-flow syntax'],
  ])
  return answering(cli, solve, (file: string, options: Options) => solveInThread(cli, file, options))
}

/** Solves in a thread, so that Ctrl-C is heard: then, as when the time is over, the best that was found is the answer. */
async function solveInThread(cli: Cli, file: string, { format, seconds }: Options): Promise<Answer> {
  const answer = await planInThread({ is: 'file', bytes: readInput(file), format, seconds }, stopAsked(cli), (told) => {
    if (told.is === 'bounded') cli.tell(`cost ${told.cost ?? '–'}, bound ${told.bound}`)
  })
  if (answer.is !== 'solved') throw new Error('The solver answered something else.')
  return answerOf(answer.solved, answer.seconds)
}

function answerOf(solved: SolvedFile, took: number): Answer {
  const { format, sizes, notes, cost, bound, gap, optimal } = solved
  const seconds = Math.round(took * 1000) / 1000
  const facts = pairs([
    ...Object.entries(sizes).map(([name, size]) => [name, String(size)] as const),
    ['cost', String(cost)],
    ['bound', String(bound)],
    ['gap', `${(gap * 100).toFixed(4)} %`],
    ['seconds', String(seconds)],
  ])
  const title = optimal ? 'No plan is cheaper: proved.' : 'A plan, and what every plan costs at least.'
  return {
    data: { format, sizes, cost, bound, gap, optimal, seconds, notes },
    text: [title, facts, ...notes].join('\n'),
  }
}
