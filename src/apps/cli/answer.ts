import type { Command } from 'commander'
import type { Clock } from '../../base/clock.ts'

/** What a command came to: one object for programs and a text for people, who both are told the same. */
export interface Answer {
  data: object
  text: string
  /** The exit code where it is not 0 although the command did its work: a doctor that found something broken. */
  exit?: number
}

/** The process as a command sees it. Only `main.ts` knows the real one. */
export interface Cli {
  env: NodeJS.ProcessEnv
  clock: Clock
  /** Progress, questions and faults: standard error, so that nothing but the answer is on standard output. */
  tell(line: string): void
  /** Writes an answer to standard output: as JSON if it was asked for, else its text. */
  answer(answer: Answer, json: boolean): void
  /** Asks a question that is answered by y; null where nobody sits at a terminal to answer it. */
  confirm(question: string): Promise<boolean | null>
}

/** Gives a command its `--json`, and its action whose answer is written out. */
export function answering<A extends unknown[]>(
  cli: Cli,
  command: Command,
  act: (...args: A) => Promise<Answer>,
): Command {
  return command.option('--json', 'print one JSON object on standard output').action(async (...args: unknown[]) => {
    cli.answer(await act(...(args.slice(0, -1) as A)), command.opts<{ json?: true }>().json === true)
  })
}

/** The examples under a command's help, each with what it does. */
export function examples(command: Command, lines: readonly (readonly [example: string, does: string])[]): Command {
  const width = Math.max(...lines.map(([example]) => example.length))
  const text = lines.map(([example, does]) => `  ${example.padEnd(width)}  ${does}`).join('\n')
  return command.addHelpText('after', `\nExamples:\n${text}\n`)
}
