import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { wallClock } from '../../base/clock.ts'
import type { Answer, Cli } from './answer.ts'
import { areaCommand } from './commands/area.ts'
import { asideCommand } from './commands/aside.ts'
import { boardCommand } from './commands/board.ts'
import { dbCommand } from './commands/db.ts'
import { doctorCommand } from './commands/doctor.ts'
import { dutyCommand } from './commands/duty.ts'
import { exerciseCommand } from './commands/exercise.ts'
import { gaugeCommand } from './commands/gauge.ts'
import { importCommand } from './commands/import.ts'
import { personCommand } from './commands/person.ts'
import { planCommand } from './commands/plan.ts'
import { startCommand } from './commands/start.ts'
import { trialCommand } from './commands/trial.ts'
import { undoCommand } from './commands/undo.ts'
import { warningCommand } from './commands/warning.ts'
import { exitOf, failureLine, failureOf } from './failure.ts'

const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url))

/** The process's own streams, clock and environment. */
const cli: Cli = {
  env: process.env,
  clock: wallClock,
  tell: (line) => void process.stderr.write(`${line}\n`),
  answer(answer: Answer, json: boolean) {
    process.stdout.write(`${json ? JSON.stringify(answer.data) : answer.text}\n`)
    process.exitCode = answer.exit ?? 0
  },
  async confirm(question) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return null
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
    } finally {
      lines.close()
    }
  },
}

function program(): Command {
  const { version, description } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string; description: string }
  const muster = new Command('muster')
    .description(description)
    .version(version)
    .addHelpText(
      'after',
      `
The register is in the folder MUSTER_DATA (data/muster without it), or in the database of MUSTER_DATABASE_URL.
Exit code: 0 done, 2 the call or its input was wrong, 1 anything else.
`,
    )
  const commands = [
    startCommand,
    importCommand,
    areaCommand,
    warningCommand,
    gaugeCommand,
    boardCommand,
    dutyCommand,
    exerciseCommand,
    trialCommand,
    planCommand,
    personCommand,
    asideCommand,
    undoCommand,
    dbCommand,
    doctorCommand,
  ]
  for (const command of commands) muster.addCommand(command(cli))
  return quiet(muster)
}

/** Faults of the call are thrown like any other, and told where every fault is told. */
function quiet(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => {} })
  for (const below of command.commands) quiet(below)
  return command
}

/** A fault goes to standard error in words, and with --json to standard output as the one object there. */
function fail(error: unknown): void {
  const failure = failureOf(error)
  process.stderr.write(`${failureLine(failure)}\n`)
  if (process.env.MUSTER_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failure })}\n`)
  process.exitCode = exitOf(error)
}

// Whoever reads only the first lines (`muster board … | head`) closes the pipe: nothing is left to be said to them.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(process.exitCode ?? 0)
})

try {
  await program().parseAsync()
} catch (error) {
  // Help and version end as errors too, and were written already: when asked for, with 0; for want of a command, with 2.
  if (!(error instanceof CommanderError)) fail(error)
  else if (error.code === 'commander.help') process.exitCode = 2
  else if (error.exitCode !== 0) fail(error)
}
