import type { ErrorEntry } from './entry.ts'

/** What acts say no to: playbooks, plans, teams, what people do by hand, the flow, imports. */
export const ACT_ERRORS = {
  // ── playbooks and the planner ──────────────────────────────────────────────────────────────────────────────
  PLAYBOOK_INVALID: {
    kind: 'input',
    says: 'The playbook {path} cannot be used ({count}):\n{faults}',
    do: 'Mend each line named; docs/playbooks.md tells the format.',
  },
  PLAYBOOK_UNKNOWN: { kind: 'missing', says: 'No playbook {playbook}.', do: 'Look at the list of playbooks.' },
  RULE_UNKNOWN: {
    kind: 'missing',
    says: 'No rule "{rule}" in the playbook of the campaign.',
    do: 'Use one of its rules: {known}.',
  },
  PLAYBOOK_LEVEL: {
    kind: 'input',
    says: 'The playbook {playbook} has no level "{level}".',
    do: 'Use one of its levels: {levels}.',
  },
  PLAN_INVALID: {
    kind: 'input',
    says: 'The plan cannot be made: {where} {what}.',
    do: 'Correct that entry and plan again; nothing was given to anyone.',
  },
  PLAN_IMPOSSIBLE: {
    kind: 'input',
    says: 'There is no plan: {where} {what}.',
    do: 'Add room or holders, ask for less, or give a price at which a place may be left to nobody.',
  },
  PLAN_FILE: {
    kind: 'input',
    says: 'The problem cannot be read: line {line}: {what}.',
    do: 'Correct the file, or name its format: docs/commands.md tells what each is.',
  },
  NETWORK_OTHER: {
    kind: 'input',
    says: 'The network is none of places and holders: {why}.',
    do: 'docs/commands.md tells which networks are solved; use a general solver for others.',
  },
  PLAN_LATE: {
    kind: 'busy',
    says: 'No plan that keeps all rooms was found in time; if there is one, it costs {bound} or more.',
    do: 'Give it more time with --seconds.',
  },
  // ── teams ──────────────────────────────────────────────────────────────────────────────────────────────────
  TEAM_FEW: {
    kind: 'conflict',
    says: '{needed} people are needed, and {found} within {km} km of {where} may come{home}.',
    do: 'Ask for fewer, look further, or let those come who answer for a place.',
  },
  TEAM_BRANCHES: {
    kind: 'conflict',
    says: '{needed} people are needed, and {found} may come if each branch of fewer than {smallBelow} members sends one at most.',
    do: 'Look further, ask for fewer, or let smaller branches send more.',
  },
  TEAM_LEADERLESS: {
    kind: 'conflict',
    says: 'Nobody within {km} km of {where} who may come can lead: has a post as secretary or deputy, or the skill "leader"{home}.',
    do: 'Look further, let those come who answer for a place, or enter the skill "leader" in the register.',
  },
  TEAM_SKILL: {
    kind: 'conflict',
    says: '{needed} with the skill "{skill}" are needed, and {found} within {km} km of {where} may come{home}.',
    do: 'Ask for fewer of them, look further, or let those come who answer for a place.',
  },
  TEAM_INSISTED: {
    kind: 'conflict',
    says: 'Two of those who are to come in any case are of {unit}, which has fewer than {smallBelow} members and sends one at most.',
    do: 'Leave one of them out, or let smaller branches send more.',
  },
  TEAM_TOGETHER: {
    kind: 'conflict',
    says: 'Each wish can be met within {km} km of {where}, and no team of that size meets all of them. At best is missing: {missing}.',
    do: 'Make the team larger, look further, or ask for less.',
  },
  TEAM_TAKEN: {
    kind: 'conflict',
    says: '{person} is in another team at that time: {team}.',
    do: 'Take somebody else, or dissolve that team first.',
  },
  PERSON_GONE: {
    kind: 'conflict',
    says: '{person} is in no unit of the district any more.',
    do: 'Plan the team again: somebody else is found.',
  },
  TEAM_SPAN: {
    kind: 'input',
    says: 'The team would be there from {from} until {until}.',
    do: 'Let it begin now or later, and end after that.',
  },
  TEAM_UNDER: {
    kind: 'conflict',
    says: 'No unit of the district answers for {area}, so that the team would stand under none.',
    do: 'Name the unit under which it is to stand.',
  },
  UNIT_NO_TEAM: {
    kind: 'refused',
    says: '{unit} is no stationed or emergency team.',
    do: 'Only teams are dissolved so; other units are merged.',
  },
  TEAM_OVER: { kind: 'conflict', says: '{unit} was dissolved at {at}.', do: 'Look at it for what it was.' },
  // ── acts by hand ───────────────────────────────────────────────────────────────────────────────────────────
  KEY_USED: {
    kind: 'conflict',
    says: 'The idempotency key "{key}" came before with another request.',
    do: 'Make a new key for each act.',
  },
  CAMPAIGN_OVER: {
    kind: 'conflict',
    says: 'The campaign {campaign} is over.',
    do: 'Look at the district for those in force.',
  },
  GAP_FILLED: {
    kind: 'conflict',
    says: 'Nobody is missing there any more: somebody was quicker, or it is no longer asked for.',
    do: 'Look at the list again.',
  },
  NOBODY_QUALIFIED: {
    kind: 'conflict',
    says: '{missing} still missing: nobody in the district is of the kind and skill that "{rule}" asks for.',
    do: 'Give it to somebody by name, or bring people in from elsewhere.',
  },
  NOBODY_WITHIN_REACH: {
    kind: 'conflict',
    says: '{missing} still missing: nobody who may do it lives within the distance that "{rule}" allows.',
    do: 'Give it to somebody by name, or bring people in from elsewhere.',
  },
  NO_CAPACITY_LEFT: {
    kind: 'conflict',
    says: '{missing} still missing: everybody near who may do it is away, or has as many duties as "{rule}" allows.',
    do: 'Give it to somebody by name, or end a duty that matters less.',
  },
  HOLDER_FULL: {
    kind: 'refused',
    says: 'This person carries {carries} already, of {may} at most under "{rule}".',
    do: 'Give it to somebody else, or say why they are to have more.',
  },
  GIVING_OVERTAKEN: {
    kind: 'conflict',
    says: 'Others gave and ended duties there while the nearest were looked for.',
    do: 'Look at the list again, and give what is still missing.',
  },
  UNDO_LATE: {
    kind: 'refused',
    says: 'The duty was given more than {minutes} minutes ago: it can be ended, but no longer undone.',
    do: 'End it, with a reason.',
  },
  ACT_UNKNOWN: {
    kind: 'missing',
    says: 'No act is kept under {act} in this district.',
    do: 'Look at what was done lately for its id.',
  },
  ACT_FINAL: {
    kind: 'refused',
    says: 'What was done ("{act}") cannot be undone as a whole.',
    do: 'Do the opposite by hand, with a reason.',
  },
  ACT_LONG_AGO: {
    kind: 'refused',
    says: 'It was done more than {minutes} minutes ago and can no longer be undone.',
    do: 'Do the opposite by hand, with a reason: people have acted on it since.',
  },
  ACT_UNDONE: {
    kind: 'conflict',
    says: 'It was undone before, or none of what it did is left.',
    do: 'Look at what was done lately for how far its undoing is.',
  },
  ACT_OVERTAKEN: {
    kind: 'conflict',
    says: 'It cannot be undone as a whole any more: {what}.',
    do: 'Look at the district as it stands now, and act on that.',
  },
  SUMMONS_ANSWERED: {
    kind: 'conflict',
    says: 'This person has answered already.',
    do: 'Look at the call-out for the answer.',
  },
  HOLDER_UNCALLED: {
    kind: 'conflict',
    says: 'This person has not been called for it: the duty has only just begun, or was taken over without a call.',
    do: 'Wait for the first call, telephone them yourself, or give the duty to somebody else.',
  },
  SUMMONS_OVER: { kind: 'conflict', says: 'This person was stood down.', do: 'Give a duty anew if one is needed.' },
  CALLOUT_OVER: {
    kind: 'conflict',
    says: 'Nobody is waited for in call-out {callout} any more: there is nothing to stop.',
    do: 'Look at the call-out for the answers.',
  },
  ANSWERED_SINCE: {
    kind: 'conflict',
    says: 'This person has said something else since: that holds.',
    do: 'Write down what they say now, if it is otherwise.',
  },
  WRITTEN_UNKNOWN: {
    kind: 'missing',
    says: 'No answers were written down under {act}.',
    do: 'Look at the call-out for what was said.',
  },
  WRITTEN_LONG_AGO: {
    kind: 'refused',
    says: 'It was written down more than {minutes} minutes ago and can no longer be taken back.',
    do: 'Write down what holds now: the last answer counts.',
  },
  LADDER_BROKEN: {
    kind: 'fault',
    says: 'The ladder of {callout} is missing or cannot be read, so that nobody is called by it.',
    do: 'Call these people yourself; then look at the ladder that the call-out froze, and have them tried again.',
  },
  NOBODY_ABOVE: {
    kind: 'conflict',
    says: 'There is nobody further to hand it on to: the register names no deputy or superior who was not asked yet.',
    do: 'Give the duty to somebody else.',
  },
  // ── the flow ───────────────────────────────────────────────────────────────────────────────────────────────
  CHANNEL_SILENT: {
    kind: 'fault',
    says: 'The channel {channel} has said nothing for {seconds} s.',
    do: 'Look at what it is connected to. Its messages are sent when it answers again.',
  },
  // ── imports ────────────────────────────────────────────────────────────────────────────────────────────────
  IMPORT_UNREADABLE: { kind: 'input', says: '{file} cannot be read: {reason}.', do: 'Open it and save it again.' },
  IMPORT_FORMAT: {
    kind: 'input',
    says: '{file} is {format}, which is not read here.',
    do: 'Open it in a spreadsheet program, without a password, and save it as .xlsx or as CSV in UTF-8.',
  },
  IMPORT_TOO_LARGE: {
    kind: 'input',
    says: '{file} has more than {limit} {what}{at}, which is the most that is read.',
    do: 'Delete the rows, columns and merged cells that hold nothing, or split it into several files.',
  },
  IMPORT_MEMORY: {
    kind: 'input',
    says: '{file} needs more than {limit} MiB of memory to be read.',
    do: 'Split it into several files.',
  },
  IMPORT_TIME: {
    kind: 'input',
    says: '{file} was not read after {limit} s.',
    do: 'Split it into several files, or save it as CSV in UTF-8.',
  },
  IMPORT_ENCODING_UNSURE: {
    kind: 'input',
    says: 'In which encoding {file} is written cannot be told from its bytes. It may be {samples}.',
    do: 'Say which of them reads right (option encoding), or save the file in UTF-8.',
  },
  IMPORT_ENCODING_UNKNOWN: {
    kind: 'input',
    says: '"{encoding}" is not the name of an encoding that is known here.',
    do: 'Use one of: {known}.',
  },
  IMPORT_EMPTY: { kind: 'input', says: '{file} holds no rows.', do: 'Check that it is the right file.' },
  IMPORT_SHEET_UNKNOWN: {
    kind: 'input',
    says: '{file} has no sheet "{sheet}".',
    do: 'Choose one of its sheets: {known}.',
  },
  IMPORT_NOT_WGS84: {
    kind: 'input',
    says: '{file} is drawn in {crs}, not in longitude and latitude on WGS 84 or what lies within two metres of it.',
    do: 'Save it again in WGS 84 (EPSG:4326), as GeoJSON requires.',
  },
  IMPORT_COLUMN_UNKNOWN: { kind: 'input', says: 'There is no column "{column}".', do: 'Choose one of: {known}.' },
  IMPORT_COLUMN_MISSING: {
    kind: 'input',
    says: 'No column was found for {field}.',
    do: 'Say which it is; the file has: {known}.',
  },
  IMPORT_UNKNOWN: { kind: 'missing', says: 'No import {import}.', do: 'Look at the list of imports.' },
  IMPORT_STATE: {
    kind: 'conflict',
    says: 'The import {import} is {state}, so that it cannot be {wish}.',
    do: 'Look at how it stands; send the file again if it was dropped.',
  },
  IMPORT_BUSY: {
    kind: 'busy',
    says: 'The import {import} is being worked on.',
    do: 'Wait until that is done: GET it to see how far it is.',
  },
  IMPORT_OPTION_MISSING: {
    kind: 'input',
    says: 'To read {kind} it has to be said what {option} is.',
    do: 'Say it among the options.',
  },
  IMPORT_OVERTAKEN: {
    kind: 'conflict',
    says: 'Since the file was read the register has changed, and accepting it would do something else now: {differs}.',
    do: 'Read the file again, look at what it would write, and accept that.',
  },
  ZONE_UNKNOWN: {
    kind: 'input',
    says: '"{zone}" is no time zone.',
    do: 'Write one of the IANA database, such as Asia/Shanghai, or an offset such as +08:00.',
  },
} as const satisfies Record<string, ErrorEntry>
