import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { ACTUAL, CONSOLE } from '../../../domain/audit/model.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { laneOfAct } from '../../../domain/undo/find-act.ts'
import { readLately } from '../../../domain/undo/lately.ts'
import type { LatelyAct } from '../../../domain/undo/model.ts'
import { tryUndo, undoAct } from '../../../domain/undo/undo-act.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { idOf } from '../ids.ts'
import { showMoment } from '../moment.ts'
import { lookInto } from '../register.ts'
import { table } from '../table.ts'

interface Options {
  area?: string
  lane?: string
  try?: boolean
}

export function undoCommand(cli: Cli): Command {
  const undo = new Command('undo')
    .description('undo an act of the last ten minutes, whole; or list what was done lately')
    .argument('[act]', 'its id, as the list has it; left out: the list')
    .option('--area <code>', 'the district, by its official code')
    .option('--lane <lane>', 'an exercise or a replay instead of real life')
    .option('--try', 'only tell how much that would be')
  examples(undo, [
    ['muster undo --area 361128', 'what was done in the last hours, and what of it may be undone'],
    ['muster undo 0190a1b2-… --area 361128 --try', 'how much that would be'],
  ])
  return answering(cli, undo, async (act: string | undefined, options: Options): Promise<Answer> => {
    const { area } = options
    if (area === undefined) throw new MusterError('BAD_INPUT', { what: 'Give the district: --area CODE.' })
    return act === undefined ? list(cli, area, options.lane ?? ACTUAL) : undoOne(cli, area, act, options.try === true)
  })
}

function list(cli: Cli, area: string, lane: string): Promise<Answer> {
  return lookInto(cli, (db) =>
    db.read(async (tx) => {
      const { code: district } = await readDistrict(tx, CONSOLE, area)
      const now = await laneNow(tx, lane, cli.clock.now())
      const { items } = await readLately(tx, CONSOLE, now, { district, lane, limit: 100, at: null })
      return { data: { district, lane, items }, text: textOf(items) }
    }),
  )
}

function textOf(items: readonly LatelyAct[]): string {
  const rows = items.map((a) => [
    showMoment(a.at),
    a.act,
    a.name ?? '',
    a.count === null ? '' : String(a.count),
    a.reason ?? '',
    a.undoUntil ? `until ${showMoment(a.undoUntil)}` : a.undo ? (a.undo.done ? 'undone' : 'being undone') : '',
    a.id,
  ])
  return table(['when', 'what', 'about', { header: 'size', right: true }, 'why', 'undo', 'act'], rows, 'nothing')
}

async function undoOne(cli: Cli, district: string, text: string, only: boolean): Promise<Answer> {
  const act = idOf(text, 'The act')
  return lookInto(cli, async (db) => {
    const now = await db.read(async (tx) => laneNow(tx, await laneOfAct(tx, district, act), cli.clock.now()))
    const size = await (only ? tryUndo : undoAct)(db, now, CONSOLE, { district, act })
    const { duties, people, lost } = size
    const left = lost > 0 ? ` ${lost} cannot be as they were: others have them by now, or they are over.` : ''
    const what = `${duties} duties and ${people} people`
    const text = only
      ? `It would be undone for ${what}.${left}`
      : `It is undone for ${what} by the engine, when it runs: muster start.${left}`
    return { data: size, text }
  })
}
