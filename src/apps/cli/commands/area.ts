import { Command } from 'commander'
import { CONSOLE } from '../../../domain/audit/model.ts'
import { nameSuccessors, nameZone } from '../../../domain/places/actions.ts'
import { zoneOf } from '../../../domain/places/store.ts'
import { answering, type Cli, examples } from '../answer.ts'
import { lookInto } from '../register.ts'

export function areaCommand(cli: Cli): Command {
  const area = new Command('area').description('by which zone clocks are read in an area; which area took its place')
  return area.addCommand(zoneCommand(cli)).addCommand(successorCommand(cli))
}

function zoneCommand(cli: Cli): Command {
  const command = new Command('zone')
    .description('the zone in which times in files and shifts are read, there and in all below it')
    .argument('<code>', 'of the area')
    .argument('[zone]', 'of the IANA database, such as Asia/Shanghai; left out: shows which one holds')
    .option('--none', 'take back what was said of this area')
  examples(command, [['muster area zone 361128 Asia/Shanghai', 'for the county and all in it']])
  return answering(cli, command, (code: string, zone: string | undefined, options: { none?: true }) =>
    lookInto(cli, async (db) => {
      const asks = zone === undefined && !options.none
      const holds = asks
        ? await db.read((tx) => zoneOf(tx, code))
        : await nameZone(db, cli.clock.now(), CONSOLE, code, zone ?? null)
      const text =
        holds === null ? `No zone is set for ${code} or above it.` : `Clocks in ${code} are read in ${holds}.`
      return { data: { area: code, zone: holds }, text }
    }),
  )
}

function successorCommand(cli: Cli): Command {
  const command = new Command('successor')
    .description('which areas took the place of one that was recoded or divided: a warning for it is for them, too')
    .argument('<code>', 'of the area as it was')
    .argument('<successors...>', 'the codes of those that took its place')
  examples(command, [['muster area successor 361128 361129', 'a county that became a city']])
  return answering(cli, command, (code: string, named: string[]) =>
    lookInto(cli, async (db) => {
      const successors = await nameSuccessors(db, cli.clock.now(), CONSOLE, code, named)
      return { data: { area: code, successors }, text: `${code} was followed by ${successors.join(', ')}.` }
    }),
  )
}
