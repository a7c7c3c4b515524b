import { parse } from 'postgres-array'

/**
 * Lists of PostgreSQL's own types, by the numbers that they have on every server. The driver would ask each new connection for
 * them, and wait for the answer where nobody can catch it: a server that is stopped just then would end the process.
 */

/** How an element comes from text, and how it goes there. */
interface Element {
  parse(text: string): unknown
  serialize(value: never): string
}

const text: Element = { parse: (t) => t, serialize: String }
const number: Element = { parse: Number, serialize: String }
const boolean: Element = { parse: (t) => t === 't', serialize: (value: unknown) => (value === true ? 't' : 'f') }
const json: Element = { parse: (t) => JSON.parse(t), serialize: (value: unknown) => JSON.stringify(value) }
const bytes: Element = {
  parse: (t) => Buffer.from(t.slice(2), 'hex'),
  serialize: (value: Uint8Array) => `\\x${Buffer.from(value).toString('hex')}`,
}

type Kind = 'text' | 'number' | 'boolean' | 'json' | 'bytes' | 'date' | 'int8'

/** The list's number by its type's name, and what its elements are. */
const LISTS: Readonly<Record<string, readonly [list: number, kind: Kind]>> = {
  bool: [1000, 'boolean'],
  bytea: [1001, 'bytes'],
  name: [1003, 'text'],
  int2: [1005, 'number'],
  int4: [1007, 'number'],
  text: [1009, 'text'],
  tid: [1010, 'text'],
  varchar: [1015, 'text'],
  int8: [1016, 'int8'],
  float4: [1021, 'number'],
  float8: [1022, 'number'],
  oid: [1028, 'number'],
  json: [199, 'json'],
  date: [1182, 'text'],
  timestamptz: [1185, 'date'],
  numeric: [1231, 'number'],
  uuid: [2951, 'text'],
  jsonb: [3807, 'json'],
}

/** What is handed to postgres.js as types of lists; `elements`: those whose form is not the driver's own. */
export function listTypes(elements: { date: Element; int8: Element }) {
  const kinds: Readonly<Record<Kind, Element>> = { text, number, boolean, json, bytes, ...elements }
  return Object.fromEntries(
    Object.entries(LISTS).map(([name, [list, kind]]) => [
      `${name}_list`,
      {
        to: list,
        from: [list],
        serialize: (values: unknown) => listText(values, kinds[kind]),
        parse: (written: string) => parse(written, kinds[kind].parse),
      },
    ]),
  )
}

/** A list as PostgreSQL reads it; a text that somebody wrote as one already is left as it is. */
function listText(values: unknown, element: Element): string {
  if (!Array.isArray(values)) return String(values)
  const written = values.map((value) => {
    if (Array.isArray(value) && element !== json) return listText(value, element)
    if (value === undefined) throw new TypeError('a list for the database holds undefined')
    if (value === null) return 'null'
    return `"${element.serialize(value as never).replace(/(["\\])/g, '\\$1')}"`
  })
  return `{${written.join()}}`
}
