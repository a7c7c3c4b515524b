import { Command } from 'commander'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { endAbsenceNow } from '../../../domain/gaps/by-hand/absence.ts'
import { readArea } from '../../../domain/places/read.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { idOf } from '../ids.ts'
import { showMoment } from '../moment.ts'
import { lookInto } from '../register.ts'

export function backCommand(cli: Cli): Command {
  const command = new Command('back')
    .description('end an absence now: plans count on the person again')
    .argument('<absence>', 'its id, as it was told when it was noted')
    .requiredOption('--area <code>', 'an area of the district that the person is in')
  examples(command, [['muster person back 0198f0c2-5a00-7000-8000-000000000001 --area 361128', 'from now on']])
  return answering(cli, command, async (absence: string, { area }: { area: string }): Promise<Answer> => {
    const id = idOf(absence, 'The absence')
    return lookInto(cli, async (db) => {
      const { district } = await db.read((tx) => readArea(tx, CONSOLE, area))
      const ended = await endAbsenceNow(db, cli.clock.now(), CONSOLE, district, id)
      return { data: ended, text: `It ended at ${showMoment(ended.ends)}.` }
    })
  })
}
