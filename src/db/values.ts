/**
 * How values cross between PostgreSQL and JavaScript, beyond what postgres.js does by itself.
 *
 * | in the database      | here                                                                            |
 * |----------------------|---------------------------------------------------------------------------------|
 * | timestamptz          | Date; `infinity` is FOREVER and `-infinity` is BEGINNING, in both directions    |
 * | date                 | text, `2020-07-09`: a day has no time zone, a Date would give it one            |
 * | int8, numeric        | number; an int8 past 2^53 is an error rather than a wrong number                |
 * | json, jsonb          | the parsed value; written with `tx.json(value)`                                 |
 * | uuid, text, geometry | text (a geometry as hex WKB: a store asks for `st_asgeojson(…)::json`)          |
 * | a list               | an array, see lists.ts; nulls in it are null                                    |
 *
 * `undefined` is refused by the driver: a store writes null where it means null.
 */

import { listTypes } from './lists.ts'

/** The last and the first moment that a Date can hold: what an open end of a range reads as, so that it sorts and compares. */
export const FOREVER = new Date(8.64e15)
export const BEGINNING = new Date(-8.64e15)

const OID = { int8: 20, date: 1082, timestamptz: 1184, numeric: 1700 } as const

function instant(text: string): Date {
  if (text === 'infinity') return new Date(FOREVER)
  if (text === '-infinity') return new Date(BEGINNING)
  return new Date(text)
}

/** A moment as PostgreSQL reads it, open ends included. */
export function instantText(value: Date | string): string {
  if (typeof value === 'string') return value
  if (value.getTime() === FOREVER.getTime()) return 'infinity'
  if (value.getTime() === BEGINNING.getTime()) return '-infinity'
  return value.toISOString()
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database does not fit a number`)
  return value
}

/** Handed to postgres.js as its `types`. */
export const VALUES = {
  ...listTypes({ date: { parse: instant, serialize: instantText }, int8: { parse: wholeNumber, serialize: String } }),
  date: { to: OID.timestamptz, from: [OID.timestamptz], serialize: instantText, parse: instant },
  day: { to: OID.date, from: [OID.date], serialize: String, parse: String },
  int8: { to: OID.int8, from: [OID.int8], serialize: String, parse: wholeNumber },
  numeric: { to: OID.numeric, from: [OID.numeric], serialize: String, parse: Number },
}
