import type { ErrorEntry } from './entry.ts'

/** What the base, the database and the register say no to. */
export const REGISTER_ERRORS = {
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
  LINES_NONE: {
    kind: 'conflict',
    says: 'Of the proposal {proposal} no line that may still be given is of that kind.',
    do: 'Choose others; what somebody else was given meanwhile needs no decision any more.',
  },
  LINES_MANY: {
    kind: 'input',
    says: 'More than {most} lines are decided on at once only with all of the plan.',
    do: 'Choose fewer, or accept all of it.',
  },
  HOLDER_UNFIT: {
    kind: 'conflict',
    says: 'This person cannot have it under its rule: {why}.',
    do: 'Choose somebody else; or refuse the line, and give the place by hand.',
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
} as const satisfies Record<string, ErrorEntry>
