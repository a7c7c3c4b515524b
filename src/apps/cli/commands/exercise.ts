import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import type { Db } from '../../../db/connect.ts'
import { areasBelow } from '../../../domain/places/store.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readMoment, showMoment } from '../moment.ts'
import { factor, wholeNumber } from '../numbers.ts'
import { workOn } from '../register.ts'
import { reportAnswer } from '../replay-answer.ts'

interface Options {
  seed: number
  from?: Date
  to?: Date
  speed?: number
  loadOnly?: true
}

export function exerciseCommand(cli: Cli): Command {
  const exercise = new Command('exercise')
    .description('replay a flood in the demo county: warned, called, answered, reported; prints the report')
    .option('--seed <n>', 'another number plays the phones and the field another way', wholeNumber, 1)
    .option('--from <moment>', "where in the flood's own time it begins", readMoment)
    .option('--to <moment>', 'where it ends', readMoment)
    .option(
      '--speed <factor>',
      'so many times as fast as the clock on the wall, to be watched; else as fast as it goes',
      factor,
    )
    .option('--load-only', 'load the demo county and play nothing')
  examples(exercise, [
    ['muster exercise', 'the report as a table'],
    ['muster exercise --seed 7 --json', 'other phones answer; the report as JSON'],
    ['muster exercise --speed 60', 'an hour of the flood a minute'],
  ])
  return answering(cli, exercise, (options: Options) => workOn(cli, (db) => play(cli, db, options)))
}

async function play(cli: Cli, db: Db, options: Options): Promise<Answer> {
  const { isDemo, loadDemo } = await import('../../demo/load.ts')
  const { demo, roots } = await db.read(async (tx) => ({ demo: await isDemo(tx), roots: await areasBelow(tx, null) }))
  // Made-up people among real ones could be called for real one day.
  if (!demo && roots.length > 0) throw new MusterError('DEMO_MISSING')
  const loaded = await loadDemo(db, cli.clock, cli.tell)
  if (options.loadOnly) {
    const { households, members } = loaded
    return { data: loaded, text: `The demo county has ${members} members and ${households} households.` }
  }
  const { runExercise } = await import('../../exercise/run.ts')
  const onMoment = (now: Date, what: string | null) => {
    if (what !== null && what !== 'gauges') cli.tell(`${showMoment(now)}  ${what}`)
  }
  const { lane, from, to, report } = await runExercise(db, { ...options, onMoment })
  const title = `The flood was played from ${showMoment(from)} to ${showMoment(to)} in the lane ${lane}.`
  return reportAnswer(title, report, { lane, from, to })
}
