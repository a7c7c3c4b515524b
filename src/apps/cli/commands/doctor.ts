import { styleText } from 'node:util'
import { Command } from 'commander'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import type { Check } from '../doctor/check.ts'
import { lookAtMachine } from '../doctor/machine.ts'
import { lookAtRegister } from '../doctor/register.ts'
import { oneLine, widthOf } from '../table.ts'

export function doctorCommand(cli: Cli): Command {
  const doctor = new Command('doctor').description(
    'look at the machine, the database and the register, and say what to do; exits with 1 if anything fails',
  )
  examples(doctor, [
    ['muster doctor', 'a line for each thing looked at'],
    ['muster doctor --json', 'the same as JSON'],
  ])
  return answering(cli, doctor, async (): Promise<Answer> => {
    const checks = [...lookAtMachine(cli.env), ...(await lookAtRegister(cli))]
    const well = checks.every((check) => check.status !== 'fail')
    return { data: { ok: well, checks }, text: describe(checks), exit: well ? 0 : 1 }
  })
}

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const

function describe(checks: readonly Check[]): string {
  const width = Math.max(...checks.map((check) => widthOf(check.name)))
  return checks
    .map(({ name, status, says, do: advice }) => {
      // styleText leaves the colour out where standard output is no terminal, or NO_COLOR asks for none.
      const mark = styleText(COLOURS[status], status.padEnd(4), { stream: process.stdout })
      const line = `${mark}  ${name.padEnd(width)}  ${oneLine(says)}`
      return advice === '' ? line : `${line}\n${' '.repeat(width + 8)}${oneLine(advice)}`
    })
    .join('\n')
}
