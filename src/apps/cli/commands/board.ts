import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import type { Board, PlaceKindCounts } from '../../../domain/board/model.ts'
import { readBoard } from '../../../domain/board/read.ts'
import type { Counts } from '../../../domain/gaps/counts.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readMoment, showMoment } from '../moment.ts'
import { type Names, readNames } from '../names.ts'
import { wholeNumber } from '../numbers.ts'
import { lookInto } from '../register.ts'
import { oneLine, table } from '../table.ts'

interface Options {
  area?: string
  unit?: string
  asOf?: Date
  lane?: string
  gaps: number
}

export function boardCommand(cli: Cli): Command {
  const board = new Command('board')
    .description('what is required below an area or a unit, and what of it nobody answers for')
    .option('--area <code>', 'an area, by its official code')
    .option('--unit <id>', 'a unit, by its id or code')
    .option('--as-of <moment>', 'as it stood then, in ISO 8601 with an offset', readMoment)
    .option('--lane <lane>', 'an exercise or a replay instead of real life')
    .option('--gaps <n>', 'how many gaps to list', wholeNumber, 20)
  examples(board, [
    ['muster board --area 361128', 'a county as it stands'],
    ['muster board --area 361128 --as-of 2020-07-09T03:00:00+08:00', 'as it stood at that moment'],
    ['muster board --unit U361128 --lane exercise --json', "a unit's drill, as JSON"],
  ])
  return answering(cli, board, async (options: Options): Promise<Answer> => {
    const node = nodeOf(options)
    return lookInto(cli, (db) =>
      db.read(async (tx) => {
        const { asOf: at, lane, gaps } = options
        const found = await readBoard(tx, CONSOLE, cli.clock.now(), { ...node, at, lane, gaps })
        return { data: found, text: describe(found, await readNames(tx)) }
      }),
    )
  })
}

function nodeOf({ area, unit }: Options): { tree: 'area' | 'unit'; node: string } {
  if (area !== undefined && unit === undefined) return { tree: 'area', node: area }
  if (unit !== undefined && area === undefined) return { tree: 'unit', node: unit }
  throw new MusterError('BAD_INPUT', { what: 'Give either --area or --unit.' })
}

const COUNTS = [
  { header: 'required', right: true },
  { header: 'nobody on it', right: true },
  { header: 'too few', right: true },
  { header: 'said yes', right: true },
  { header: 'there', right: true },
  { header: 'late', right: true },
] as const

function describe(b: Board, names: Names): string {
  const lane = b.lane === 'actual' ? '' : ` in ${b.lane}`
  const parts = [
    `${oneLine(b.name)} (${b.node})${lane}, ${b.now ? 'now' : 'as it stood'} at ${showMoment(b.at)}`,
    campaignsOf(b, names),
    b.total.required === 0
      ? 'Nothing is required here.'
      : b.total.kinds.map((kind) => surenessOf(kind, names)).join('\n'),
    table(
      ['rule', ...COUNTS],
      b.rules.map((r) => [names.rule(r.playbook, r.rule), ...countsOf(r)]),
    ),
  ]
  if (b.below.length > 0) {
    parts.push(
      `Below:\n${table(
        ['code', 'name', ...COUNTS, { header: 'named, worst kind', right: true }],
        b.below.map((n) => [n.node, n.name, ...countsOf(n), percent(n.share)]),
      )}`,
    )
  }
  if (b.gaps.length > 0) {
    const rows = b.gaps.map((g) => [
      g.place,
      names.slug(g.role),
      g.kinds.map((kind) => (kind === 'late' ? 'evidence late' : g.held === 0 ? 'nobody on it' : 'too few')).join(', '),
      `${g.held} of ${g.needed} named`,
      showMoment(g.since),
    ])
    parts.push(`Gaps, the gravest first:\n${table(['place', 'role', 'what', 'held', 'since'], rows)}`)
  }
  const others = b.lanes.filter((l) => l !== b.lane)
  if (others.length > 0) parts.push(`Also to be seen here with --lane: ${others.join(', ')}.`)
  return parts.filter((part) => part !== '').join('\n\n')
}

function campaignsOf(b: Board, names: Names): string {
  if (b.campaigns.length === 0) return 'No campaign is in force.'
  return b.campaigns
    .map((c) => `${names.playbook(c.playbook)} at level ${c.level} since ${showMoment(c.starts)}`)
    .join('\n')
}

/** How sure it is that what is required of one kind of place is done, each step as so many of so many. */
function surenessOf(c: PlaceKindCounts, names: Names): string {
  const of = (n: number, m: number, what: string) => `${n} of ${m} ${what} (${percent(m === 0 ? null : n / m)})`
  const steps = [
    of(c.required - c.unheld, c.required, 'named'),
    of(c.agreed, c.required, 'said yes'),
    of(c.arrived, c.required, 'there'),
    ...(c.expected > 0 ? [of(c.heard, c.expected, 'heard in time')] : []),
  ]
  const wanting = `${c.nobody} with nobody, ${c.unheld - c.nobody} with too few, ${c.late} late`
  return `${names.slug(c.kind)}: ${steps.join(', ')}; ${wanting}.`
}

function countsOf(c: Counts): string[] {
  return [c.required, c.nobody, c.unheld - c.nobody, c.agreed, c.arrived, c.late].map(String)
}

/** Rounded down, so that nothing short of everything reads as 100 %. */
function percent(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 1000) / 10} %`
}
