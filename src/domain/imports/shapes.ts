import type { MultiPolygon } from '../../base/geometry.ts'
import type { TableRow } from './model.ts'
import type { OpenReading } from './reading.ts'

/** The shape of a feature that is an area. One without a usable shape is still an area: that it has none is noted. */
export function areaShape(row: TableRow, reading: Pick<OpenReading<never>, 'note'>): MultiPolygon | null {
  noteMended(row, reading)
  if (row.fault) reading.note(row.fault.code, row.line, { value: row.fault.value, hint: row.fault.hint ?? '' })
  const shape = row.geometry
  if (!shape) return null
  if (shape.type === 'Polygon') return { type: 'MultiPolygon', coordinates: [shape.coordinates] }
  if (shape.type === 'MultiPolygon') return shape
  reading.note('WRONG_SHAPE', row.line, { value: shape.type, known: 'Polygon' })
  return null
}

/** Says what was mended in a feature's shape. */
export function noteMended(row: TableRow, reading: Pick<OpenReading<never>, 'note'>): void {
  if (row.mended) reading.note('RING_CLOSED', row.line)
  if (row.cut) reading.note(row.cut, row.line)
}

/** Two parts of one area side by side; where they overlap, the database dissolves them. */
export function joinShapes(a: MultiPolygon | null, b: MultiPolygon | null): MultiPolygon | null {
  if (!a || !b) return a ?? b
  return { type: 'MultiPolygon', coordinates: [...a.coordinates, ...b.coordinates] }
}
