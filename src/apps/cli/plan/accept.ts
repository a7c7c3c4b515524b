import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { decidePart } from '../../../domain/gaps/plan-part.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { idOf, more } from '../ids.ts'
import { lookInto } from '../register.ts'
import { linesOfProposal, placeIn, proposalOf } from './find.ts'

interface Options {
  rule?: string[]
  place?: string[]
  line?: string[]
}

export function acceptCommand(cli: Cli): Command {
  const accept = new Command('accept')
    .description('give the duties of a proposal, or of a part of it; the other lines wait on')
    .argument('<proposal>', 'an open proposal, by its id')
    .option('--rule <id>', 'only lines of this rule; may be given several times', more)
    .option('--place <place>', 'only lines for this place, by its id or code; may be given several times', more)
    .option('--line <duty>', 'only this line; may be given several times', more)
  examples(accept, [
    ['muster plan accept ID', 'all of it'],
    ['muster plan accept ID --rule section-patrol', 'the patrols alone'],
  ])
  return answering(cli, accept, async (text: string, { rule, place, line }: Options): Promise<Answer> => {
    return lookInto(cli, async (db) => {
      const duties = line?.map((duty) => idOf(duty, '--line'))
      const { id, district, now, only } = await db.read(async (tx) => {
        const found = await proposalOf(tx, cli.clock.now(), text)
        if (!rule && !place && !duties) return { ...found, only: null }
        const places = place && (await Promise.all(place.map((key) => placeIn(tx, found.district, key))))
        const lines = await linesOfProposal(tx, found.district, found.id)
        const unknown = duties?.find((duty) => !lines.some((l) => l.duty === duty))
        if (unknown) throw new MusterError('LINE_UNKNOWN', { line: unknown, proposal: found.id })
        const wanted = lines.filter(
          (l) =>
            (!rule || rule.includes(l.rule)) &&
            (!places || places.includes(l.subject)) &&
            (!duties || duties.includes(l.duty)),
        )
        return { ...found, only: wanted.map((l) => l.duty) }
      })
      if (only?.length === 0) throw new MusterError('BAD_INPUT', { what: 'No line of the proposal is of that kind.' })
      const decision = { proposal: id, yes: true, which: only ? { lines: only } : {} }
      const done = await decidePart(db, now, CONSOLE, district, decision)
      const late = done.overtaken > 0 ? `, ${done.overtaken} not, since somebody was quicker` : ''
      return {
        data: { proposal: id, district, given: done.given, overtaken: done.overtaken },
        text: `${done.given} duties are given${late}. Their people are called by the engine, when it runs: muster start.`,
      }
    })
  })
}
