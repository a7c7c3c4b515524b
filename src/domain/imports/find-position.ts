import type { Position } from '../../base/geometry.ts'
import { cell } from './columns.ts'
import type { TableRow } from './model.ts'
import { offGlobe } from './read-geojson.ts'
import { readNumber } from './read-number.ts'

type Found = { at: Position } | { fault: TableRow['fault'] }

/** The position that a row's longitude and latitude cells name; without a fault when both are empty. */
export function findPosition(row: TableRow, columns: { lon?: string; lat?: string }): Found {
  const lonText = cell(row, columns.lon)
  const latText = cell(row, columns.lat)
  if (!lonText && !latText) return { fault: undefined }
  const lon = readNumber(lonText, { of: 'degree' })
  const lat = readNumber(latText, { of: 'degree' })
  const value = `${lonText}, ${latText}`
  if (typeof lon !== 'number' || typeof lat !== 'number') return { fault: { code: 'BAD_SHAPE', value } }
  // Null Island: a device without a fix writes zeros.
  if (lon === 0 && lat === 0) return { fault: { code: 'NO_SHAPE', value } }
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return { at: [lon, lat] }
  return { fault: offGlobe({ type: 'Point', coordinates: [lon, lat] }) }
}
