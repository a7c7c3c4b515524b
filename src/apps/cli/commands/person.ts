import { Command } from 'commander'
import type { Cli } from '../answer.ts'
import { awayCommand } from '../person/away.ts'
import { backCommand } from '../person/back.ts'

export function personCommand(cli: Cli): Command {
  const person = new Command('person').description('when somebody is not to be counted on')
  for (const command of [awayCommand, backCommand]) person.addCommand(command(cli))
  return person
}
