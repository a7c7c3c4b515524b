import { Command, Option } from 'commander'
import { EVERYWHERE } from '../../../db/agenda.ts'
import { ACTUAL, CONSOLE } from '../../../domain/audit/model.ts'
import { tryAgain } from '../../../domain/faults/actions.ts'
import { type FlowFault, STEPS } from '../../../domain/faults/model.ts'
import { readFlowFaults } from '../../../domain/faults/read.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { showMoment } from '../moment.ts'
import { lookInto } from '../register.ts'
import { table } from '../table.ts'

interface Options {
  district?: string
  lane: string
  step?: FlowFault['step']
  item?: string
}

export function asideCommand(cli: Cli): Command {
  return new Command('aside')
    .description(
      'what the engine could not do and set aside, so that everything else goes on: list it, have it tried again',
    )
    .addCommand(listCommand(cli))
    .addCommand(againCommand(cli))
}

function listCommand(cli: Cli): Command {
  const list = where(
    new Command('list').description('what is set aside with the reason, and the steps that fail, the oldest first'),
  )
  examples(list, [
    ['muster aside list', 'in all districts'],
    ['muster aside list --district 361128 --json', 'in one, with what belongs to none; as JSON'],
  ])
  return answering(cli, list, async ({ lane, district }: Options): Promise<Answer> => {
    const found = await lookInto(cli, (db) => db.read((tx) => readFlowFaults(tx, CONSOLE, lane, district ?? null)))
    const columns = ['district', 'step', 'item', { header: 'tries', right: true } as const, 'since', 'why']
    const rows = found.items.map((f) => [
      f.district,
      f.step,
      said(f),
      String(f.tries),
      showMoment(f.since),
      `${f.code}: ${f.reason} ${f.do}`.trim(),
    ])
    const more = found.count > found.items.length ? `\n  … and ${found.count - found.items.length} more` : ''
    return { data: found, text: table(columns, rows, 'Nothing is set aside, and no step fails.') + more }
  })
}

function againCommand(cli: Cli): Command {
  const again = where(
    new Command('again').description(
      'have what was set aside tried again by the running engine, once its cause is mended',
    ),
  )
    .addOption(new Option('--step <step>', 'only of this step').choices(STEPS))
    .option('--item <item>', 'only this, as the list names it')
  examples(again, [
    ['muster aside again', 'all of it'],
    ['muster aside again --district 361128 --step send', 'the messages of one district'],
  ])
  return answering(cli, again, async ({ lane, district, step, item }: Options): Promise<Answer> => {
    const districts = district === undefined ? null : [district, EVERYWHERE]
    const only = { ...(step ? { step } : {}), ...(item ? { item } : {}) }
    const count = await lookInto(cli, (db) => tryAgain(db, cli.clock.now(), CONSOLE, { lane, districts, only }))
    return {
      data: { count },
      text:
        count === 0
          ? 'There is nothing to try again.'
          : `${count} to be tried again by the engine, when it runs: muster start.`,
    }
  })
}

const where = (command: Command) =>
  command
    .option('--district <code>', 'in this district, with what belongs to none; all when left out')
    .option('--lane <lane>', 'of this lane', ACTUAL)

/** The step itself is told by that; a person or a warning by name beside its id. */
const said = ({ item, name }: FlowFault) =>
  item === null ? '(the whole step)' : name === null ? item : `${item} (${name})`
