import type { ErrorEntry } from './entry.ts'

/** What the server, its warnings, lists and map, and the command line say no to. */
export const SERVED_ERRORS = {
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
  // ── hazards ────────────────────────────────────────────────────────────────────────────────────────────────
  HAZARD_UNKNOWN: {
    kind: 'missing',
    says: 'No hazard {hazard} was told of here.',
    do: 'Look at the list of hazards, or report it as a new one.',
  },
  HAZARD_SAME_PERSON: {
    kind: 'conflict',
    says: 'Who says that a hazard was treated cannot confirm it ({hazard}).',
    do: 'Have anybody else look at it: all but those who treated it may confirm.',
  },
  HAZARD_NOT_TREATED: {
    kind: 'conflict',
    says: 'Nobody has said that the hazard {hazard} was treated by then.',
    do: 'Write down who treated it and when; then somebody else may confirm it.',
  },
  HAZARD_NOT_TELLER: {
    kind: 'conflict',
    says: 'Only who told of the hazard {hazard} first, or the coordinator, may say that it was a mistake.',
    do: 'Ask the coordinator to do so at its page, with the reason.',
  },
  HAZARD_OVER: {
    kind: 'conflict',
    says: 'The hazard {hazard} is over: it was confirmed, or a mistake.',
    do: 'If it is there again, say that it stands.',
  },
  HAZARD_LATE: {
    kind: 'conflict',
    says: 'The record {record} came in more than ten minutes ago, and others have read it.',
    do: 'Say how it is now, or that it was a mistake, with the reason.',
  },
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
} as const satisfies Record<string, ErrorEntry>
