/**
 * Every reason for which a row of a file is not taken (or is taken with something mended), in one table, so that a
 * screen can translate it by its code. `{name}` is filled from the problem's details.
 */
export const REASONS = {
  // ── why a row is not taken ─────────────────────────────────────────────────────────────────────────────────
  MISSING: '{column} is empty',
  RAGGED: 'the row has {value} cells under {columns} headers; a separator inside a cell has to be quoted',
  STRAY_QUOTE_REFUSED: 'a quote opens or closes in the middle of the line, and its cells cannot be told: {value}',
  BAD_CHARACTER: '{column} holds a character that no text may have, such as NUL: {value}',
  CELL_TOO_LONG: '{column} holds {value} characters; a cell may have {limit}',
  LETTERS_LOST: '{column} "{value}" holds letters that were lost before the file came here; write it anew',
  BAD_CODE: '{column} "{value}" is not a code{hint}',
  TOO_LONG: '{column} "{value}" is longer than any name or code',
  REFUSED: 'the register does not take it: {value}',
  BAD_DATE: '{column} "{value}" is not a date; write 2020, 2020-07 or 2020-07-09',
  CELL_ERROR: '{column} holds the error {value} of a formula; put the value itself there',
  CELL_UNCOUNTED:
    '{column} holds a formula whose result is not in the file; open it, save it again, or paste the values',
  TIME_ONLY: '{column} "{value}" is a time without a day; write the day before it',
  DATE_IS_NUMBER:
    '{column} "{value}" is a bare number, not a date{hint}; write 2020-10 as text, or format the cell as a date',
  BAD_NUMBER: '{column} "{value}" is not a number',
  BAD_KIND: '{column} "{value}" is not one of {known}',
  DATES_CROSSED: 'it ends on {value}, before it begins on {other}',
  DUPLICATE: 'the same as line {other}',
  CONTRADICTS: '{column} is "{value}" here and "{kept}" on line {other}',
  AMBIGUOUS: '{column} "{value}" fits more than one: {known}',
  UNKNOWN: 'nothing known has the {column} "{value}"',
  CYCLE: '{value} is its own ancestor',
  PARENT_REFUSED: 'its parent {value} is not taken',
  NO_SHAPE: 'it has no position or shape',
  BAD_SHAPE: 'its shape cannot be read: {value}',
  OFF_GLOBE: 'the position {value} is not on the globe{hint}',
  WRONG_SHAPE: 'it is a {value}; {known} is wanted here',
  TOO_SHORT: 'the line has no length',
  OUTSIDE: 'it lies in no known area',
  FAR: '{value} lies {km} km outside {kept}{hint}; look at its coordinates',
  OTHER_DISTRICT: 'it is in the district {kept} now; an import does not move it to {value}',
  OWN_OVERLAPS:
    'the same holder has the role {value} there already at that time ({kept}); only a beginning still to come is moved, and with the same end',
  TAKEN: 'somebody else holds the role {value} there at that time',
  PAST: 'it was already over or its end has passed; the past is not rewritten',
  LEFT_BY_CHOICE: '{value} is left out, as was decided',
  GONE: '{name} is not taken: {column} "{value}"',
  GONE_ELSEWHERE: '{name}: {column} "{value}", but a member of {kept} in the register; nothing ends by it',
  // ── what somebody has to decide; `choices` are the answers ──────────────────────────────────────────────────
  WHO_CODE:
    'the code {value} is that of {known}; here it stands for {name} ({unit} {phone}): the same person, or another?',
  WHO_NAME: '{value} ({unit} {phone}) bears a name that is known: {known}; the same person, or another?',
  WHO_NAMESAKE:
    '{value} ({unit} {phone}) bears the name of {known} in the same unit, and no number tells them apart: the same person, or another?',
  WHO_HOLDER: '{column} "{value}" is the name of several: {known}; who is meant?',
  STATUS_OFF: '{name}: {column} "{value}"; a member who may be called, or gone?',
  STATUS_UNKNOWN: '{name}: {column} "{value}" was not understood; a member who may be called, or gone?',
  // ── what was mended in a row that is taken ─────────────────────────────────────────────────────────────────
  MERGED: 'joined to {value}, first met on line {other}',
  HANGS_HIGHER: '{value} hangs on {kept}, since the level between is not there',
  TOP_BY_HOLE: '{value} stands at the top, with nothing above it, since {column} is empty',
  RECODED:
    '{value} is new beside {kept}, of the same name; if it took its place, name that code in a column "replaces"',
  STRAY_QUOTE: 'a quote that does not close where its cell ends was passed over: {value}',
  MERGE_FILLED: '"{value}" stands over merged cells; {count} more were filled with it',
  TOTAL_LEFT_OUT: 'a total is left out: {value}',
  NOTE_LEFT_OUT: 'a note is left out: {value}',
  HEADERS_LEFT_OUT: 'the headers are there again: {value}',
  HIDDEN_SHEET: 'the sheet "{value}" is hidden in the file',
  HIDDEN_ROWS: '{count} hidden rows are not read: {value}; show them in the file to have them read',
  HIDDEN_COLUMNS: 'hidden columns are not read: {value}; show them in the file to have them read',
  UNSEEN_CELLS:
    '{count} cells whose text nobody sees, for it is in the colour of its background, are read too: {value}; clear them if they are not meant',
  SHEET_ALIKE:
    'the sheet "{value}" has the same headers and {count} rows, which are not read: choose it and read the file once more',
  SHEET_NOT_READ: 'the sheet "{value}" has {count} rows, which are not read; it can be chosen',
  STRUCK_ROW: 'a row that is struck out is left out: {value}',
  STRUCK_CELL: 'what is struck out in {column} is left out: {value}',
  STRUCK_PART: 'a part of {column} that is struck out is left out: {value}',
  PARENT_MENDED: '{column} "{value}" read as "{kept}", which has the same parts on {count} other rows',
  UNNAMED: '{column} is empty; called "{kept}"',
  LEFT_OUT: '{column} "{value}" was not understood and is left out',
  DEFAULTED: '{column} "{value}" was not understood; taken as {kept}',
  NAME_DIFFERS: 'called "{value}" here and "{kept}" on line {other}; the first is kept',
  RING_CLOSED: 'a ring that did not end where it began was closed',
  SHAPE_CUT: 'it crosses the 180th meridian and was cut there',
  SHAPE_WRAPPED: 'its longitudes past 180 were wrapped',
  CRS_NEAR: '"{value}" ({kept}) is read as WGS 84, from which it differs by two metres at most',
  AXES_TURNED: 'positions are written latitude first, as "{value}" has it, and are read so',
  LINE_SPLIT: 'its parts do not meet; chainage begins anew for {value}',
  CLOCK_SKIPPED: '{column} "{value}" was skipped as the clocks in {zone} went forward; taken as {kept}',
  CLOCK_TWICE: '{column} "{value}" came twice as the clocks in {zone} went back; the first is taken',
  AREA_BY_SHAPE: '{column} "{value}" {why}; its shape decides',
  HOME_FAR: 'the home of {value} lies {km} km outside {kept}{hint}',
  HOME_LEFT_OUT: 'the home of {value} lies {km} km outside {kept} and is left out{hint}',
  NUMBER_READ: '{column} "{value}" read as {kept}',
  NUMBER_UNSURE: '{column} "{value}" may be more than one number and is left out; write it without thousands apart',
  LETTERS_LOST_HERE: '{column} "{value}" holds letters that were lost before the file came here',
  TWICE_ENCODED: '"{value}" was encoded twice and is read as "{kept}"',
  PHONE_WORDS: '{column} "{value}" read as {kept}',
  TWICE: '{name} with the number {value} is there already ({kept}): one person twice?',
  SHARED_PHONE: 'the number {value} of {name} is also that of {other} ({kept}): a call reaches one of them',
  ZEROS: 'the code {value} is new, though {kept} is there: they differ by zeros before them',
  CASE: 'the code {value} is new, though {kept} is there: they differ by capital letters',
  ZEROS_SAME:
    '{value} is read as {kept}, who has the same name and unit: they differ by zeros before them; answer "other" where it is another',
  NAMESAKE: '{value} has the name and unit of line {other} and another number: taken as another person',
  BY_NAME: '{column} "{value}" was found by name: {kept}',
  ROLES_SPLIT: '{column} "{value}" read as several posts: {kept}',
  ROLE_KEPT: '{column} "{value}" is kept as it is written: it is not taken for the secretary or deputy of the unit',
  ROLE_UNASKED: '{column} "{value}" is a role that no playbook asks for: whoever holds it fills nothing',
  ROLE_UNASKED_NEAR:
    '{column} "{value}" is a role that no playbook asks for: whoever holds it fills nothing; is {kept} meant?',
  DITTO: '{count} ditto marks under {column} were read as the cell above',
  LEAVES: '{value} leaves on {at}: {duties} duties end then',
  RETURNS: '{value} had left on {at} and is a member of {kept} from {from} on',
  RETURNS_TO_NONE: '{value} had left on {at} and does not come back to {kept}, which is dissolved',
  POSTS_END: '{value} gives up {duties} posts at a unit that was left',
  CLOSES: '{value} closes on {at}: {people} people, {posts} posts and duties and {units} units below it go to {kept}',
  CLOSES_BARE:
    '{value} closes on {at} and names no successor: {people} people are without a unit, {posts} posts and duties end, {units} units hang on what stood above',
  MOVED: '{value} moves from {kept} to {other}; its duties in {kept} end',
  RESEMBLES: '{value} is new, though {kept} is spelt much like it',
} as const

export type ReasonCode = keyof typeof REASONS

/** What is wrong with one row, or was mended in it. `line` is the line of the text file, the row of the sheet, or the
 * number of the feature or item, counted from 1. */
export interface Problem {
  line: number
  column: string | null
  value: string | null
  code: ReasonCode
  reason: string
  /** What the sentence is filled from, for whoever says it in another language. */
  details: Record<string, string | number>
}

export type ProblemDetails = { column?: string; value?: string | number; [detail: string]: string | number | undefined }

export function problem(code: ReasonCode, line: number, details: ProblemDetails = {}): Problem {
  const said = Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [[name, told(name, value)]])),
  )
  return {
    line,
    column: details.column ?? null,
    value: details.value === undefined ? null : short(details.value),
    code,
    reason: REASONS[code].replace(/\{(\w+)\}/g, (_, name: string) => String(said[name] ?? '')),
    details: said,
  }
}

/** What is chosen among is not cut. */
const WHOLE = new Set(['choices', 'known'])

function told(name: string, value: string | number): string | number {
  if (typeof value === 'number') return value
  return WHOLE.has(name) ? readable(value) : short(value)
}

/** What a screen can show: NUL and halves of letters are made visible. */
const readable = (text: string) => text.toWellFormed().replaceAll('\0', '␀')

/** A whole coordinate array or paragraph in a list of problems helps nobody. */
function short(value: string | number): string {
  const text = readable(String(value))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
