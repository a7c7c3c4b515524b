import { Command } from 'commander'
import { MusterError } from '../../../base/errors.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import type { Duty } from '../../../domain/duties/model.ts'
import { dutiesOf } from '../../../domain/duties/store.ts'
import type { Place } from '../../../domain/places/model.ts'
import { placeById } from '../../../domain/places/store.ts'
import { type Answer, answering, type Cli, examples } from '../answer.ts'
import { readMoment, showMoment } from '../moment.ts'
import { type Names, readNames } from '../names.ts'
import { lookInto } from '../register.ts'
import { oneLine, table } from '../table.ts'

interface Options {
  place: string
  asOf?: Date
}

export function dutyCommand(cli: Cli): Command {
  const duty = new Command('duty')
    .description('who answers for a place, in which role, since when')
    .requiredOption('--place <id>', 'a place, by its id, or its code where no other place has it')
    .option('--as-of <moment>', 'as it stood then, in ISO 8601 with an offset', readMoment)
  examples(duty, [
    ['muster duty --place XIN-DYKE/K12+500', 'who answers for that section now'],
    ['muster duty --place XIN-DYKE/K12+500 --as-of 2020-07-09T03:00:00+08:00', 'who did at that moment'],
  ])
  return answering(cli, duty, async (options: Options): Promise<Answer> => {
    const at = options.asOf ?? cli.clock.now()
    return lookInto(cli, (db) =>
      db.read(async (tx) => {
        const place = await placeById(tx, options.place)
        if (!place) throw new MusterError('PLACE_UNKNOWN', { place: options.place })
        const duties = await dutiesOf(tx, { ...place, lane: ACTUAL }, place.id, at)
        return { data: { place, at, duties }, text: describe(place, at, duties, await readNames(tx)) }
      }),
    )
  })
}

function describe(place: Place, at: Date, duties: (Duty & { name: string })[], names: Names): string {
  const title = `${oneLine(place.name)} (${names.slug(place.kind)} ${place.code}) at ${showMoment(at)}`
  if (duties.length === 0) return `${title}\n\nNobody answers for it.`
  const rows = duties.map((d) => [
    names.slug(d.role),
    d.name,
    showMoment(d.starts),
    showMoment(d.ends, 'until ended'),
    d.lane,
  ])
  return `${title}\n\n${table(['role', 'who', 'from', 'to', 'lane'], rows)}`
}
