import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { ACTUAL, CONSOLE } from '../../../domain/audit/model.ts'
import { decideProposal } from '../../../domain/gaps/accept.ts'
import { type PlanInput, planByHand, planUnseen, type Solve } from '../../../domain/gaps/by-hand/plan.ts'
import { openIn } from '../../../domain/gaps/fill.ts'
import { nameLines } from '../../../domain/gaps/read-proposals.ts'
import { fillGaps } from '../../planning/thread.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { idOf, more } from '../ids.ts'
import { readNames } from '../names.ts'
import { wholeNumber } from '../numbers.ts'
import { lookInto } from '../register.ts'
import { stopAsked } from '../stop.ts'
import { barredOf, linesOfProposal, placeIn, type Where, whereOf } from './find.ts'
import { sayPlan, type ToldPlan } from './say.ts'

interface Options {
  area: string
  lane: string
  campaign?: string
  rule?: string[]
  place?: string[]
  instead?: string
  keep?: string[]
  not?: string[]
  propose?: true
  accept?: true
  lines: number
}

export function gapsCommand(cli: Cli): Command {
  const gaps = new Command('gaps')
    .description('plan who is given what is open; it is only shown, offered with --propose, or given with --accept')
    .requiredOption('--area <code>', 'a district, or an area in one: what lies below it')
    .option('--lane <lane>', 'an exercise instead of real life', ACTUAL)
    .option('--campaign <campaign>', 'by its id or its playbook, where several are in force')
    .option('--rule <id>', 'only this rule; may be given several times', more)
    .option('--place <place>', 'only this place, by its id or code; may be given several times', more)
    .option('--instead <proposal>', 'plan again what an open proposal is for, and take its place')
    .option('--keep <duty>', 'with --instead: a line of it that stays; may be given several times', more)
    .option('--not <who>', 'who is not to have which place: PLACE,RULE,PERSON, or a line of --instead', more)
    .option('--propose', 'offer the plan')
    .option('--accept', 'give its duties at once')
    .option('--lines <n>', 'how many lines to list', wholeNumber, 20)
  examples(gaps, [
    ['muster plan gaps --area 361128', 'what a plan would give, and leave open'],
    ['muster plan gaps --area 361128100 --rule section-patrol --propose', 'the patrols of one township, on offer'],
    ['muster plan gaps --area 361128 --instead ID --not H1,household-helper,P1-4 --propose', 'again, without one pair'],
    ['muster plan gaps --area 361128 --accept --json', 'given at once, as JSON'],
  ])
  return answering(cli, gaps, (options: Options) => lookInto(cli, (db) => planGaps(cli, db, options)))
}

async function planGaps(cli: Cli, db: Db, options: Options): Promise<Answer> {
  if (options.propose && options.accept) throw new MusterError('BAD_INPUT', { what: 'Give --propose or --accept.' })
  const [wall, { lane }] = [cli.clock.now(), options]
  const asked = await db.read(async (tx) => {
    const where = await whereOf(tx, wall, options)
    return { where, now: await laneNow(tx, lane, wall), input: await inputOf(tx, where, options) }
  })
  const { where, now, input } = asked
  const { district, campaign } = where
  const solve: Solve = (filling) => {
    cli.tell(`Planning ${openIn(filling)} gaps with ${filling.people.length} people who may be asked.`)
    return fillGaps(filling, stopAsked(cli), (done, of) => cli.tell(`${done} of ${of}`))
  }
  const told = { ...where, lane, limit: options.lines }
  if (!options.propose && !options.accept) {
    const made = await planUnseen(db, now, CONSOLE, district, campaign, input, solve)
    const lines = await db.read((tx) => nameLines(tx, district, made.lines))
    return answerOf(db, { ...told, proposal: null, state: 'unseen', lines, left: made.left, proofs: made.proofs })
  }
  const { proposal, left, proofs } = await planByHand(db, now, CONSOLE, district, campaign, input, solve)
  if (proposal === null) return answerOf(db, { ...told, proposal, state: 'unseen', lines: [], left, proofs })
  const lines = await db.read((tx) => linesOfProposal(tx, district, proposal))
  if (!options.accept) return answerOf(db, { ...told, proposal, state: 'open', lines, left, proofs })
  const done = await decideProposal(db, now, CONSOLE, district, proposal, true)
  return answerOf(db, { ...told, proposal, state: 'accepted', lines, left, proofs, ...done })
}

async function inputOf(tx: Tx, { district, area }: Where, options: Options): Promise<PlanInput> {
  const { rule, place, instead, keep, not } = options
  const subjects = place && (await Promise.all(place.map((key) => placeIn(tx, district, key))))
  const proposal = instead === undefined ? undefined : idOf(instead, '--instead')
  return {
    rules: rule,
    subjects,
    // A place that is named lies wherever it lies.
    areas: area === district || subjects ? undefined : [area],
    instead: proposal,
    keep: keep?.map((duty) => idOf(duty, '--keep')),
    not: not && (await barredOf(tx, district, not, proposal)),
  }
}

async function answerOf(db: Db, told: ToldPlan & { limit: number }): Promise<Answer> {
  const { limit, ...data } = told
  return { data, text: await db.read(async (tx) => sayPlan(data, await readNames(tx), limit)) }
}
