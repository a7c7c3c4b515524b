import { Command } from 'commander'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { readWhy, type WhyLine } from '../../../domain/gaps/by-hand/why.ts'
import { leastCost } from '../../../domain/planner/least-cost.ts'
import type { Difference } from '../../../domain/planner/why.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { idOf } from '../ids.ts'
import { lookInto } from '../register.ts'
import { pairs } from '../table.ts'
import { personIn, proposalOf } from './find.ts'

export function whyCommand(cli: Cli): Command {
  const why = new Command('why')
    .description('why a line of an open proposal: who else could have it, and what all would lose')
    .argument('<proposal>', 'an open proposal, by its id')
    .requiredOption('--line <duty>', 'the line, by the id of its duty')
    .option('--insist <person>', 'what it would cost to give it to somebody else, by id or code')
  examples(why, [
    ['muster plan why ID --line DUTY', 'who would have it otherwise'],
    ['muster plan why ID --line DUTY --insist P1-4', 'what it would cost to insist on somebody'],
  ])
  return answering(cli, why, async (text: string, { line, insist }: { line: string; insist?: string }) =>
    lookInto(cli, (db) =>
      db.read(async (tx): Promise<Answer> => {
        const duty = idOf(line, '--line')
        const { id, district, now } = await proposalOf(tx, cli.clock.now(), text)
        const holder = insist === undefined ? undefined : await personIn(tx, district, insist)
        const found = await readWhy(tx, CONSOLE, now, { district, proposal: id, line: duty, holder }, leastCost)
        return { data: { proposal: id, line: duty, ...found }, text: say(found) }
      }),
    ),
  )
}

function say({ name, distanceM, pays, carries, may, next, without, insist }: WhyLine): string {
  const otherwise = next ? `${next.name}, ${next.distanceM} m off` : 'nobody'
  const rows: [string, string][] = [
    ['who', `${name}, ${distanceM} m off`],
    ['carries', `${carries} of ${may} that one may`],
    ['pays besides', paysOf(pays)],
    ['otherwise', otherwise],
    ['without this pair', differenceOf(without)],
  ]
  if (insist) {
    const { fits } = insist
    const not = [
      fits.qualified ? '' : 'not of the kind or skill',
      fits.within ? '' : 'lives too far off',
      fits.room ? '' : 'carries as many as one may',
      fits.willing ? '' : 'has declined',
      fits.there ? '' : 'is away then',
    ].filter((each) => each !== '')
    rows.push(['insisting on', `${insist.name}, ${insist.distanceM} m off: ${differenceOf(insist)}`])
    rows.push(['under the rule', not.length === 0 ? 'may have it' : not.join('; ')])
  }
  return pairs(rows)
}

function paysOf({ crossing, branch, far, river, wish, uneven, leaving }: WhyLine['pays']): string {
  const parts = [
    [crossing, 'another unit answers for it'],
    [branch, "far from one's branch"],
    [far, "far from one's home"],
    [river, 'a river between'],
    [wish, 'against a wish'],
    [uneven, 'an uneven load'],
    [leaving, 'somebody else had it before'],
  ] as const
  const told = parts.filter(([metres]) => metres > 0).map(([metres, why]) => `${metres} m (${why})`)
  return told.join(', ') || 'nothing'
}

function differenceOf({ metres, missing }: Difference): string {
  const ways = `all ways together ${Math.abs(metres)} m ${metres < 0 ? 'less' : 'more'}`
  return missing === 0 ? ways : `${ways}, ${Math.abs(missing)} ${missing > 0 ? 'more missing' : 'fewer missing'}`
}
