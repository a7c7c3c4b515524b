import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import type { Area, Place } from './model.ts'
import { areaByCode, areasBelow, placeById } from './store.ts'

/** One area; AREA_UNKNOWN. */
export async function readArea(tx: Tx, _viewer: Viewer, code: string): Promise<Area> {
  const area = await areaByCode(tx, code)
  if (!area) throw new MusterError('AREA_UNKNOWN', { code })
  return area
}

/** One area at which emergencies are run; DISTRICT_UNKNOWN. What is written under any other code would never be found. */
export async function readDistrict(tx: Tx, _viewer: Viewer, code: string): Promise<Area> {
  const area = await areaByCode(tx, code)
  if (area?.district !== code) throw new MusterError('DISTRICT_UNKNOWN', { district: code })
  return area
}

/** The areas just below one, or the roots of the tree, by code. AREA_UNKNOWN, BAD_CURSOR. */
export async function readAreasBelow(
  tx: Tx,
  viewer: Viewer,
  code: string | null,
  { limit, after }: PageRequest,
): Promise<Page<Area>> {
  const [last] = keyOf(after, z.tuple([z.string()])) ?? ['']
  if (code !== null) await readArea(tx, viewer, code)
  return pageOf(await areasBelow(tx, code, { after: last, limit: limit + 1 }), limit, (a) => [a.code])
}

/** One place, by its id or by a code that is its alone; PLACE_UNKNOWN. */
export async function readPlace(tx: Tx, _viewer: Viewer, key: string): Promise<Place> {
  const place = await placeById(tx, key)
  if (!place) throw new MusterError('PLACE_UNKNOWN', { place: key })
  return place
}
