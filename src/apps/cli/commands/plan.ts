import { Command } from 'commander'
import type { Cli } from '../answer.ts'
import { acceptCommand } from '../plan/accept.ts'
import { gapsCommand } from '../plan/gaps.ts'
import { solveCommand } from '../plan/solve.ts'
import { whyCommand } from '../plan/why.ts'

export function planCommand(cli: Cli): Command {
  const plan = new Command('plan').description('work out who goes where')
  for (const command of [gapsCommand, whyCommand, acceptCommand, solveCommand]) plan.addCommand(command(cli))
  return plan
}
