import type { Fragment, Tx } from './transaction.ts'
import { instantText } from './values.ts'

/** Types that a column of written rows may have. `geometry` is a GeoJSON geometry, `jsonb` any value, lists are plain arrays. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'int'
  | 'float8'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'jsonb'
  | 'geometry'
  | 'uuid[]'
  | 'text[]'
  | 'timestamptz[]'

/** GeoJSON is in degrees on WGS 84 (RFC 7946); PostGIS asks to be told. */
const SHAPE = 'geometry(Geometry, 4326)'

/**
 * Rows as a table `t` inside a statement: the way in which many rows are written on every engine.
 *
 *     await tx`insert into place (district, id, name, geom)
 *       select ${district}, id, name, geom from ${rows(tx, places, { id: 'uuid', name: 'text', geom: 'geometry' })}`
 *
 * Only the named columns are sent, as one JSON parameter: measured with 100,000 rows it is as fast as a list a column
 * through `unnest` (1.6 s either way, embedded, most of it the table's own work), and nulls, jsonb, lists in a row and
 * geometries need no care. A list of none is a table of none. An `undefined` is refused: null has to be meant.
 * The whole list is in memory three times over, so a caller with more than some 100,000 rows sends them in parts.
 */
export function rows<K extends string>(
  tx: Tx,
  list: readonly Readonly<Record<NoInfer<K>, unknown>>[],
  columns: Readonly<Record<K, ColumnType>>,
): Fragment {
  const names = Object.keys(columns) as K[]
  const json = JSON.stringify(list.map((row) => Object.fromEntries(names.map((name) => [name, sent(row[name], name)]))))
  const types = names.map((name) => `"${name}" ${columns[name] === 'geometry' ? SHAPE : columns[name]}`).join(', ')
  return tx`json_to_recordset(${json}::text::json) as t (${tx.unsafe(types)})`
}

function sent(value: unknown, name: string): unknown {
  if (value === undefined) throw new TypeError(`a row's ${name} is undefined; write null where nothing is meant`)
  return value instanceof Date ? instantText(value) : value
}
