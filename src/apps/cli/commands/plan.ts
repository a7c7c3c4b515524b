import { Command } from 'commander'
import type { Cli } from '../answer.ts'
import { acceptCommand } from '../plan/accept.ts'
import { dissolveCommand } from '../plan/dissolve.ts'
import { gapsCommand } from '../plan/gaps.ts'
import { solveCommand } from '../plan/solve.ts'
import { teamCommand } from '../plan/team.ts'
import { whyCommand } from '../plan/why.ts'

export function planCommand(cli: Cli): Command {
  const plan = new Command('plan').description('work out who goes where')
  const commands = [gapsCommand, whyCommand, acceptCommand, teamCommand, dissolveCommand, solveCommand]
  for (const command of commands) plan.addCommand(command(cli))
  return plan
}
