import { Command, Option } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { positionsOf } from '../../../base/geometry.ts'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { sizeOfEnding } from '../../../domain/undo/size-of-ending.ts'
import { decideWarning, endWarning } from '../../../domain/warnings/actions.ts'
import { isOver, type Warning, type WarningInfo } from '../../../domain/warnings/model.ts'
import { readCap } from '../../../domain/warnings/read-cap.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { exitOf, failureLine, failureOf } from '../failure.ts'
import { readInput } from '../input-file.ts'
import { showMoment } from '../moment.ts'
import { lookInto } from '../register.ts'
import { oneLine, pairs } from '../table.ts'

export function warningCommand(cli: Cli): Command {
  const read = new Command('read')
    .description('read a CAP 1.0, 1.1 or 1.2 message, or a feed of several: what it is, or the named reason why not')
    .argument('<file>', 'the file, or - for standard input')
  examples(read, [
    ['muster warning read flood.cap', 'what it says, for where and until when'],
    ['muster warning read flood.cap --json', 'the same as JSON, shapes as GeoJSON'],
    ['curl -s https://example.org/cap.xml | muster warning read -', 'from standard input'],
  ])
  answering(cli, read, async (file: string) => readFile(cli, file))
  return new Command('warning')
    .description('read a warning, end one, or answer what one asks')
    .addCommand(read)
    .addCommand(endCommand(cli))
    .addCommand(decideCommand(cli))
}

function endCommand(cli: Cli): Command {
  const end = new Command('end')
    .description('end a warning that stands, as a Cancel from its sender would: its people are stood down')
    .argument('<id>', 'its id, or its identifier where no other that stands has it')
    .requiredOption('--reason <text>', 'why, for the record')
  examples(end, [
    ['muster warning end 2.49.0.1.156.0.2020 --reason "the water has fallen"', 'a warning that names no end'],
  ])
  return answering(cli, end, async (id: string, { reason }: { reason: string }): Promise<Answer> => {
    const why = reason.trim()
    if (why === '') throw new MusterError('BAD_INPUT', { what: 'Give a --reason.' })
    const { warning, ...kept } = await lookInto(cli, (db) =>
      endWarning(db, cli.clock.now(), CONSOLE, id, why, sizeOfEnding),
    )
    return {
      data: { ...warning, ...kept },
      text: `The warning ${oneLine(warning.identifier)} is over. Its people are stood down by the engine, when it runs: muster start.`,
    }
  })
}

function decideCommand(cli: Cli): Command {
  const decide = new Command('decide')
    .description(
      'answer what a warning asks: whether it is ours, whether what it refers to is over; or that it has been seen',
    )
    .argument('<id>', 'its id, or its identifier where no other that stands has it')
    .addOption(
      new Option('--answer <answer>', 'ours puts it in force; over ends what it refers to; not-ours leaves that')
        .choices(['ours', 'not-ours', 'over'])
        .makeOptionMandatory(),
    )
  examples(decide, [['muster warning decide 2.49.0.1.156.0.2020 --answer ours', 'it is put in force']])
  return answering(cli, decide, async (id: string, { answer }: { answer: string }): Promise<Answer> => {
    const [ours, ends] = [answer === 'ours', answer === 'over']
    const { warning, ...kept } = await lookInto(cli, (db) => {
      return decideWarning(db, cli.clock.now(), CONSOLE, { key: id, ours, ends })
    })
    const then = ours
      ? 'The engine puts it in force, when it runs: muster start.'
      : ends
        ? 'The engine ends what it refers to, when it runs: muster start.'
        : 'It stays in the list of warnings.'
    return { data: { ...warning, ...kept }, text: `The warning ${oneLine(warning.identifier)} is answered. ${then}` }
  })
}

/**
 * Reads a file of warnings; nothing is kept and no database is needed. `error` is there, and the exit code 2, only if not
 * one message could be read: a bad message of a feed does not take the others with it.
 */
function readFile(cli: Cli, file: string): Answer {
  const { warnings, refused } = readCap(readInput(file))
  const failures = refused.map(failureOf)
  const [first] = failures
  for (const failure of failures) cli.tell(failureLine(failure))
  return {
    data: { file, warnings, refused: failures, ...(warnings.length === 0 && first ? { error: first } : {}) },
    text: warnings.map(describe).join('\n\n') || 'It is no warning that can be read.',
    exit: warnings.length === 0 ? exitOf(refused[0]) : 0,
  }
}

function describe(w: Warning): string {
  const headlines = Object.entries(w.headlines).map(([language, text]) => [`headline (${language})`, text] as const)
  const facts = pairs([
    ['identifier', w.identifier],
    ['sender', w.sender],
    ['sent', showMoment(w.sent)],
    [
      'references',
      w.references.map((r) => (r.sent ? `${r.identifier} of ${showMoment(r.sent)}` : r.identifier)).join('; ') ||
        'none',
    ],
    ...headlines,
    ['events', w.events.join('; ') || 'none'],
    ['urgency', w.urgency ?? '–'],
    ['severity', w.severity ?? '–'],
    ['certainty', w.certainty ?? '–'],
    ['effective', showMoment(w.effective, 'when sent')],
    ['onset', showMoment(w.onset)],
    ['expires', showMoment(w.expires, 'it stands until cancelled')],
    ['areas', w.areaDescs.join('; ') || 'none'],
    ['shapes', shapesOf(w)],
    ['geocodes', w.geocodes.map((code) => `${code.valueName} ${code.value}`).join('; ') || 'none'],
  ])
  const infos = w.infos.length > 1 ? w.infos.map((info, n) => `  info ${n + 1}: ${said(info)}`) : []
  const notes = w.notes.map((note) => `  note: ${oneLine(note)}`)
  return [`CAP ${w.version} ${w.msgType}, ${w.status}, ${w.scope}: ${calls(w)}.`, facts, ...infos, ...notes].join('\n')
}

/** What an info says by itself: nothing of the whole decides whom it calls. */
function said(info: WarningInfo): string {
  const end = info.expires ? `until ${showMoment(info.expires)}` : 'until cancelled'
  const over = isOver(info) ? 'it is over' : `${info.severity}, ${end}`
  return oneLine(`${info.event} (${info.language}), ${over}, area ${info.areas.map((n) => n + 1).join(', ') || 'none'}`)
}

function calls(w: Warning): string {
  if (w.status === 'Actual') return w.msgType === 'Ack' || w.msgType === 'Error' ? 'calls nobody' : 'is acted on'
  return w.status === 'Exercise' ? 'runs a drill and never calls anybody for real' : 'calls nobody'
}

function shapesOf({ area }: Warning): string {
  if (!area) return 'none'
  const corners = [...positionsOf(area)]
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
  const side = (values: number[], pick: (a: number, b: number) => number) =>
    values.reduce((a, b) => pick(a, b)).toFixed(4)
  const box = `${side(lons, Math.min)},${side(lats, Math.min)} to ${side(lons, Math.max)},${side(lats, Math.max)}`
  return `${area.coordinates.length}, within ${box} (longitude,latitude)`
}
