/**
 * Every way in which Muster says no, in one table. A code is for programs, `says` for people, `do` for what helps.
 * `{name}` in a text is filled from the error's details. Only apps turn a kind into a status or an exit code.
 */
export type ErrorKind = 'input' | 'missing' | 'conflict' | 'refused' | 'busy' | 'fault'

type Entry = { kind: ErrorKind; says: string; do: string }

export const ERRORS = {
  // ── base and db ────────────────────────────────────────────────────────────────────────────────────────────
  BAD_INPUT: { kind: 'input', says: '{what}', do: 'Correct it and try again.' },
  BAD_CURSOR: {
    kind: 'input',
    says: 'The page mark "{cursor}" is not one of ours.',
    do: 'Ask for the first page again.',
  },
  BAD_INSTANT: {
    kind: 'input',
    says: '"{text}" is not a moment in time.',
    do: 'Write it as 2020-07-09T14:05:00+08:00.',
  },
  FILE_MISSING: { kind: 'input', says: 'There is no file {path}.', do: 'Check the path.' },
  DB_FOLDER_BUSY: {
    kind: 'busy',
    says: 'The data folder {folder} is in use by {who}{serving}.',
    do: 'Stop that process, or choose another folder with MUSTER_DATA.{sure}',
  },
  DB_UNREACHABLE: {
    kind: 'fault',
    says: 'The database {where} does not answer: {reason}.',
    do: 'Check MUSTER_DATABASE_URL, and that the server is running.',
  },
  DB_SHORT: {
    kind: 'busy',
    says: 'The database {where} is short of {what}: {reason}.',
    do: 'Send it again in a moment. If it goes on, give the server more: max_connections, room on its disk or memory.',
  },
  DB_READ_ONLY: {
    kind: 'busy',
    says: 'The database {where} takes no writes: {reason}.',
    do: 'Send it again in a moment: a standby may be taking over. If it goes on, check that MUSTER_DATABASE_URL leads to the primary.',
  },
  DB_SLOW: {
    kind: 'busy',
    says: 'The database {where} took longer than it may: {reason}.',
    do: 'Send it again in a moment, or narrow what is asked. MUSTER_READ_SECONDS, MUSTER_WRITE_SECONDS and MUSTER_LOCK_SECONDS set how long it may take.',
  },
  DB_REOPENING: {
    kind: 'busy',
    says: 'The embedded database broke down and is being opened again: {reason}.',
    do: 'Send it again in some seconds. GET /api/v1/health and "muster doctor" name the statement.',
  },
  DB_GONE: {
    kind: 'fault',
    says: 'The embedded database has ended: {reason}.',
    do: 'Start Muster again.',
  },
  STOPPING: {
    kind: 'busy',
    says: 'This process is being stopped: what was asked is not done.',
    do: 'Send it again in some seconds.',
  },
  CLIENT_LEFT: {
    kind: 'input',
    says: 'The connection was closed before the answer was there.',
    do: 'Ask again, and wait for the answer.',
  },
  DB_TOO_OLD: {
    kind: 'fault',
    says: 'The database is {found}; {needed} is needed.',
    do: 'Upgrade it, or leave MUSTER_DATABASE_URL unset to use the embedded engine.',
  },
  DB_NEWER: {
    kind: 'fault',
    says: 'The database was migrated to {found}, and this Muster knows only {known}.',
    do: 'Run the newer Muster: migrations only go forward.',
  },
  DB_MIGRATION_CHANGED: {
    kind: 'fault',
    says: 'Migration {name} was applied with other text than it has now.',
    do: 'Restore the file: what was applied is never edited, a new migration follows it.',
  },
  DB_NOT_DISTRIBUTED: {
    kind: 'input',
    says: 'Only the distributed engine can be distributed; this one is {engine}.',
    do: 'Point MUSTER_DATABASE_URL at a Citus coordinator.',
  },
  // ── grids ──────────────────────────────────────────────────────────────────────────────────────────────────
  GRID_INVALID: {
    kind: 'input',
    says: 'It is not an ESRI ASCII grid: {what}.',
    do: 'Export it again as .asc: a header from ncols to NODATA_value, then the rows from north to south.',
  },
  DB_NESTED: {
    kind: 'fault',
    says: 'A transaction was opened inside another.',
    do: 'Use the transaction that is running: whoever was given it hands it on.',
  },
  DB_BROKEN: {
    kind: 'fault',
    says: 'The embedded database {where} can not be opened: {reason}.',
    do: 'Keep a copy of the folder, then put a saved one in its place or choose another with MUSTER_DATA.',
  },
  DB_EXTENSION_MISSING: {
    kind: 'fault',
    says: 'The database lacks the extension {extension}: {reason}.',
    do: 'Install it on the server (Debian: postgresql-15-postgis-3), and let a superuser run: create extension {extension}.',
  },
  // ── areas, units, people, places ───────────────────────────────────────────────────────────────────────────
  AREA_UNKNOWN: { kind: 'missing', says: 'No area has the code {code}.', do: 'Search for it by name.' },
  UNIT_UNKNOWN: { kind: 'missing', says: 'No unit {unit}.', do: 'Search for it by name.' },
  PERSON_UNKNOWN: { kind: 'missing', says: 'No person {person}.', do: 'Search by name.' },
  UNIT_TAKEN: { kind: 'conflict', says: 'There is a unit {code} already.', do: 'Give the new one a code of its own.' },
  UNIT_LOOP: {
    kind: 'input',
    says: 'The unit {unit} cannot stand under {parent}, which is itself or below it.',
    do: 'Choose a unit above it or beside it.',
  },
  UNIT_ELSEWHERE: {
    kind: 'input',
    says: 'The unit {unit} is not in the district {district}.',
    do: 'Choose one there; a person is sent to another district by secondment.',
  },
  MEMBER_UNKNOWN: {
    kind: 'missing',
    says: 'The person {person} is no member of {unit}.',
    do: 'Look at the unit for its members.',
  },
  PLACE_UNKNOWN: { kind: 'missing', says: 'No place {place}.', do: 'Give its id or its code.' },
  // ── duties ─────────────────────────────────────────────────────────────────────────────────────────────────
  DUTY_UNKNOWN: { kind: 'missing', says: 'No duty {duty}.', do: 'Look at the place for the duties it has.' },
  DUTY_TAKEN: {
    kind: 'conflict',
    says: 'Somebody already holds the role {role} there at that time.',
    do: 'End that duty first, or replace its holder.',
  },
  DUTY_SPAN: {
    kind: 'input',
    says: 'The duty would begin at {starts} and end at {ends}.',
    do: 'Let it end after it begins, or leave its end out.',
  },
  DUTY_PAST: {
    kind: 'refused',
    says: 'The past is not rewritten: {what}.',
    do: 'End the duty from now on, and give a new one.',
  },
  ABSENCE_UNKNOWN: { kind: 'missing', says: 'No absence {absence}.', do: 'Look at the person for those noted.' },
  ABSENCE_OVER: {
    kind: 'conflict',
    says: 'That absence is over already.',
    do: 'Look at the person for those to come.',
  },
  ABSENCE_SPAN: {
    kind: 'input',
    says: 'An absence cannot be noted so: {what}.',
    do: 'Let it end after it begins and after now, or leave its end out.',
  },
  TRIAL_FOLDER_USED: {
    kind: 'conflict',
    says: 'The folder {folder} holds a register already.',
    do: 'A trial begins with an empty one: name another folder with --keep, or remove this one.',
  },
  EXERCISE_RUNNING: {
    kind: 'conflict',
    says: 'An exercise is running already.',
    do: 'Wait until it is done, or stop it: GET /api/v1/exercises/last tells how far it is.',
  },
  EXERCISE_SPAN: {
    kind: 'input',
    says: 'The exercise would begin at {from} and end at {to}.',
    do: 'Choose an end that is later than the beginning, by {days} days at most.',
  },
  LANE_UNKNOWN: {
    kind: 'missing',
    says: 'Nothing ever happened in a lane {lane}.',
    do: 'Look at the list of exercises.',
  },
  EXERCISE_UNKNOWN: { kind: 'missing', says: 'No exercise {lane}.', do: 'Look at the list of exercises.' },
  EXERCISE_OVER: {
    kind: 'conflict',
    says: 'The exercise {lane} is over: {state}.',
    do: 'What it did can still be read in its lane; start another.',
  },
  EXERCISE_STOPPED: {
    kind: 'conflict',
    says: 'The exercise {lane} was stopped.',
    do: 'What it did until then can be read in its lane.',
  },
  EXERCISE_LOST: {
    kind: 'fault',
    says: 'The process that ran the exercise ended in the middle of it.',
    do: 'What it did until then can be read in its lane; start another.',
  },
  SUMMONS_UNKNOWN: {
    kind: 'missing',
    says: 'Nobody {person} was called in call-out {callout}.',
    do: 'Look at the call-out for those who were.',
  },
  CALLOUT_UNKNOWN: { kind: 'missing', says: 'No call-out {callout}.', do: 'Look at the campaign for its call-outs.' },
  PROPOSAL_UNKNOWN: { kind: 'missing', says: 'No proposal {proposal}.', do: 'Look at the campaign for its proposals.' },
  PROPOSAL_DECIDED: {
    kind: 'conflict',
    says: 'The proposal {proposal} was decided already.',
    do: 'Look at what it changed, or at the newer one that took its place.',
  },
  PLANNING_UNKNOWN: {
    kind: 'missing',
    says: 'No plan is being made under the key "{key}".',
    do: 'It may be done: look at the campaign for its proposals.',
  },
  LINE_UNKNOWN: {
    kind: 'missing',
    says: 'No line {line} in the proposal {proposal}.',
    do: 'Read the lines of the proposal again.',
  },
  LINE_GONE: {
    kind: 'conflict',
    says: 'A line that was to stay cannot: {why}.',
    do: 'Plan again without keeping it.',
  },
  HOME_UNKNOWN: {
    kind: 'conflict',
    says: 'It is not known where {person} lives, so that no way can be reckoned.',
    do: 'Enter the home in the register, or name somebody else.',
  },
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
  // ── the server ─────────────────────────────────────────────────────────────────────────────────────────────
  CAMPAIGN_UNKNOWN: { kind: 'missing', says: 'No campaign {campaign}.', do: 'Look at the district for its campaigns.' },
  DISTRICT_UNKNOWN: {
    kind: 'missing',
    says: 'No district has the code {district}.',
    do: 'Give the code of a county: the level at which emergencies are run.',
  },
  WARNING_UNKNOWN: { kind: 'missing', says: 'No warning {warning}.', do: 'Look at the list of warnings.' },
  WARNING_OVER: {
    kind: 'conflict',
    says: 'The warning {warning} does not stand: there is nothing to end.',
    do: 'Look at what became of it.',
  },
  WARNING_CHAIN_LONG: {
    kind: 'input',
    says: 'The warning {warning} is tied by references to more than {most} others, and was not weighed.',
    do: 'Look at what its sender does. What it should end is ended by hand: "muster warning end", or its page on the board.',
  },
  WARNING_DECIDED: {
    kind: 'conflict',
    says: 'Nothing is asked of the warning {warning}: it was decided on, or is over.',
    do: 'Look at what became of it.',
  },
  ROUTE_UNKNOWN: {
    kind: 'missing',
    says: 'There is nothing at {method} {path}.',
    do: 'See /api/openapi.json for what there is.',
  },
  BODY_TOO_LARGE: { kind: 'input', says: 'The body is larger than {limit} bytes.', do: 'Send it in parts.' },
  BODY_TYPE: { kind: 'input', says: 'A body of type "{type}" is not read here.', do: 'Send application/json.' },
  BODY_ENCODING: {
    kind: 'input',
    says: 'A body that is compressed ("{encoding}") is not read here.',
    do: 'Send it as it is, without Content-Encoding.',
  },
  URL_INVALID: {
    kind: 'input',
    says: 'The address of the request cannot be read.',
    do: 'Check its %-signs and its length.',
  },
  REQUEST_INVALID: {
    kind: 'input',
    says: 'It is no request of HTTP that can be read: {reason}.',
    do: 'Check what stands between you and Muster; headers of more than {limit} KiB are not read.',
  },
  REQUEST_SLOW: {
    kind: 'input',
    says: 'The request was not sent whole in time.',
    do: 'Send it again; a slow line is waited for {seconds} seconds.',
  },
  VALUE_UNFIT: {
    kind: 'input',
    says: 'The request holds a value that the register cannot hold or read.',
    do: 'Look at its texts, numbers and moments; the log tells more under request {request}.',
  },
  HOST_UNKNOWN: {
    kind: 'refused',
    says: 'Muster is not served under the name {host}.',
    do: 'Open it as {known}, or start it with that name in MUSTER_HOSTS.',
  },
  ORIGIN_FOREIGN: {
    kind: 'refused',
    says: 'The page at {origin} may not act here.',
    do: 'Open Muster itself, or call it from a program, which sends no Origin.',
  },
  FEED_FAILED: {
    kind: 'fault',
    says: 'The feed {url} could not be read: {reason}.',
    do: 'Check the address, and whether this machine reaches it; it is tried again each minute.',
  },
  FEED_LINKS: {
    kind: 'fault',
    says: 'Of the links of the feed {url} {count} cannot be read, such as {link}: {reason}.',
    do: 'Open the link, and tell those who run the feed; it is tried again with growing pauses, of an hour at most.',
  },
  FAULT: {
    kind: 'fault',
    says: 'Something failed here.',
    do: 'Try again; the log tells more under request {request}.',
  },
  // ── warnings and gauges ────────────────────────────────────────────────────────────────────────────────────
  CAP_TOO_BIG: {
    kind: 'input',
    says: 'The message has {kb} KiB; at most {limit} are read.',
    do: 'Ask the sender for a smaller one, or split the feed.',
  },
  CAP_ENCODING: {
    kind: 'input',
    says: 'The encoding "{label}" cannot be read: {reason}.',
    do: 'Ask the sender for UTF-8.',
  },
  CAP_NOT_XML: {
    kind: 'input',
    says: 'It is not XML: {reason} (line {line}).',
    do: 'Ask for the message again, whole.',
  },
  CAP_ENTITY: {
    kind: 'input',
    says: 'It declares a document type (line {line}), which may hold entities; none is ever expanded.',
    do: 'Ask the sender to leave the declaration out: CAP needs none.',
  },
  CAP_TOO_DEEP: {
    kind: 'input',
    says: 'Its elements are nested more than {limit} deep.',
    do: 'Check who sent it: no warning is like that.',
  },
  CAP_TOO_MANY_TAGS: {
    kind: 'input',
    says: 'It has more than {limit} tags, attributes and entities.',
    do: 'Check who sent it, or split the feed.',
  },
  CAP_NOT_ALERT: {
    kind: 'input',
    says: 'There is no CAP alert in it, but <{root}> in the namespace "{space}".',
    do: 'Check that this is the message itself and not a list of links to it.',
  },
  CAP_MISSING: {
    kind: 'input',
    says: 'The required element {field} is missing or empty.',
    do: 'Ask the sender to mend it.',
  },
  CAP_BAD_VALUE: {
    kind: 'input',
    says: '{field} is "{value}" and should be {wants}.',
    do: 'Ask the sender to mend it.',
  },
  CAP_BAD_POLYGON: { kind: 'input', says: '{where} is no polygon: {reason}.', do: 'Ask the sender to mend it.' },
  CAP_BAD_CIRCLE: { kind: 'input', says: '{where} is no circle: {reason}.', do: 'Ask the sender to mend it.' },
  CAP_NOT_KEPT: {
    kind: 'input',
    says: 'The message {identifier} could not be kept: {reason}.',
    do: 'Ask the sender to mend it; the others of the feed were taken.',
  },
  WARNING_UNREADABLE: {
    kind: 'fault',
    says: 'The warning {identifier} cannot be read as it was kept: {reason}. Nobody is called by it.',
    do: 'Look at its text and call those whom it means yourself; send it again, or end it by hand.',
  },
  GAUGE_NOT_CSV: { kind: 'input', says: 'It is not CSV: {reason}.', do: 'Save it again as CSV in UTF-8.' },
  GAUGE_NO_COLUMN: {
    kind: 'input',
    says: 'There is no column {column}; there are {found}.',
    do: 'Check the header row, or say how its columns are named.',
  },
  GAUGE_NO_UNIT: {
    kind: 'input',
    says: 'Nothing tells the unit of the column {column}.',
    do: 'Write it in the header, such as level (m), or say cm, m or ft.',
  },
  GAUGE_BAD_ZONE: {
    kind: 'input',
    says: '"{zone}" is not an offset from UTC.',
    do: 'Write it as +07:00.',
  },
  GAUGE_AHEAD: {
    kind: 'input',
    says: 'Readings of {station} lie ahead of when they came in ({count}, the first at {at}): they count for nothing.',
    do: 'Put the clock of the logger right, or say the offset of its times; then send them again.',
  },
  // ── lists and pages with a subject ─────────────────────────────────────────────────────────────────────────
  LIST_UNKNOWN: { kind: 'missing', says: 'There is no list {list}.', do: 'GET /api/v1/lists tells which there are.' },
  LIST_FILTER: {
    kind: 'input',
    says: 'The list {list} is not narrowed by {filter}={value}.',
    do: 'GET /api/v1/lists tells its filters and what each may be.',
  },
  LIST_SORT: { kind: 'input', says: 'The list {list} has no order {sort}.', do: 'Use one of: {known}.' },
  LIST_NEEDS: { kind: 'input', says: 'The list {list} is too long to be read whole.', do: 'Narrow it by {filters}.' },
  LIST_TOO_WIDE: {
    kind: 'input',
    says: '{area} lies above the districts, and the list {list} is kept district by district.',
    do: 'Choose a county below it, or ask with district={area} for the few rows of its own.',
  },
  RECORD_OTHER: {
    kind: 'conflict',
    says: 'The id {record} is that of another record.',
    do: 'A record never changes: send a correction under an id of its own.',
  },
  RECORD_KIND: {
    kind: 'input',
    says: 'No playbook asks for records of the kind "{kind}".',
    do: 'Use the kind that the playbook names as evidence.',
  },
  ASIDE_UNKNOWN: {
    kind: 'missing',
    says: 'No record {record} was kept aside.',
    do: 'Look at the list of records kept aside.',
  },
  ASIDE_SETTLED: {
    kind: 'conflict',
    says: 'The record {record} was {settled} already.',
    do: 'Look at the list of records kept aside again.',
  },
  RECORD_UNKNOWN: { kind: 'missing', says: 'No record {record}.', do: 'Look at its place for what happened there.' },
  // ── the map ────────────────────────────────────────────────────────────────────────────────────────────────
  TILE_UNKNOWN: {
    kind: 'missing',
    says: 'There is no tile {z}/{x}/{y}.',
    do: 'Ask for a zoom of 0 to 22, and a column and row below two to the power of it.',
  },
  BASEMAP_MISSING: {
    kind: 'missing',
    says: 'There is no base map here.',
    do: 'Name a PMTiles file in MUSTER_BASEMAP, or go without: the board draws areas and dams by itself.',
  },
  // ── the command line ───────────────────────────────────────────────────────────────────────────────────────
  FILE_UNREADABLE: { kind: 'input', says: '{path} cannot be read: {reason}.', do: 'Check the path and its rights.' },
  REGISTER_MISSING: {
    kind: 'missing',
    says: 'There is no register in {where} yet.',
    do: 'Make one with "muster start" or "muster db migrate", or choose another with MUSTER_DATA or MUSTER_DATABASE_URL.',
  },
  DB_BEHIND: {
    kind: 'fault',
    says: 'The database is older than this Muster; it still needs: {pending}.',
    do: 'Run "muster db migrate", or "muster start".',
  },
  WATCH_STUCK: {
    kind: 'fault',
    says: 'The file {file} in a watched folder cannot be taken or moved: {reason}. It is passed over, and others are taken.',
    do: 'Look whether it may be read, the folder written, and the disk has room; it is tried again every few seconds.',
  },
  WATCH_FAILED: {
    kind: 'input',
    says: 'The folder {folder} cannot be watched: {reason}.',
    do: 'Check the path, and that Muster may write there.',
  },
  DEMO_MISSING: {
    kind: 'refused',
    says: 'The register has areas of its own, and not the demo county in which the exercise plays.',
    do: 'Choose an empty register for it: another folder with MUSTER_DATA.',
  },
  PORT_TAKEN: {
    kind: 'busy',
    says: 'Nothing can be served at {host}:{port}: {reason}.',
    do: 'Stop what listens there, or choose another port with --port.',
  },
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof ERRORS
export type Details = Record<string, string | number | boolean | null | undefined>

/** The one error that crosses rooms. `details` fill the texts and are sent to whoever asked. */
export class MusterError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly details: Details

  constructor(code: ErrorCode, details: Details = {}, options?: ErrorOptions) {
    super(fill(ERRORS[code].says, details), options)
    this.name = 'MusterError'
    this.code = code
    this.kind = ERRORS[code].kind
    this.details = details
  }

  /** What helps, in a sentence. */
  get advice(): string {
    return fill(ERRORS[this.code].do, this.details)
  }
}

/** A coded error as it is told of one item among several. */
export interface Why {
  code: ErrorCode
  says: string
  do: string
}

export function whyOf({ code, message, advice }: MusterError): Why {
  return { code, says: message, do: advice }
}

/** What helps against a code, where that can be said without its details; else nothing. */
export function adviceFor(code: string): string {
  const advice = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].do : ''
  return advice.includes('{') ? '' : advice
}

function fill(text: string, details: Details): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
