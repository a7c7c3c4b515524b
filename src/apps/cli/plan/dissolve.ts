import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { unitAnywhere } from '../../../domain/people/store.ts'
import { dissolveTeam } from '../../../domain/teams/actions.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { lookInto } from '../register.ts'

export function dissolveCommand(cli: Cli): Command {
  const command = new Command('dissolve')
    .description('dissolve a stationed or emergency team: its people are their branches’ alone again')
    .argument('<unit>', 'the team, by its id or code')
    .requiredOption('--reason <text>', 'why; it stays in the register')
  examples(command, [['muster plan dissolve U1-T1 --reason "the water has fallen"', 'from now on']])
  return answering(cli, command, async (unit: string, { reason }: { reason: string }): Promise<Answer> => {
    return lookInto(cli, async (db) => {
      const now = cli.clock.now()
      const team = await db.read((tx) => unitAnywhere(tx, unit))
      if (!team) throw new MusterError('UNIT_UNKNOWN', { unit })
      const { district, name } = team
      const done = await dissolveTeam(db, now, CONSOLE, district, { unit: team.id, reason })
      const text = `${name} is dissolved: ${done.people} people were sent home, ${done.duties} duties ended.`
      return { data: { ...done, district, name }, text }
    })
  })
}
