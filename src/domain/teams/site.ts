import { MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import type { NamedUnit } from '../people/model.ts'
import { unitAnywhere, unitsOfAreas } from '../people/store.ts'
import { readArea, readPlace } from '../places/read.ts'
import type { Site, SiteKey, Span } from './model.ts'
import { pointOfArea, pointOfPlace } from './store.ts'

/** Where a team is to work. PLACE_UNKNOWN, AREA_UNKNOWN, PLAN_INVALID where nobody knows where that is. */
export async function readSite(tx: Tx, viewer: Viewer, key: SiteKey, district?: string): Promise<Site> {
  const place = key.place === undefined ? null : await readPlace(tx, viewer, key.place)
  const area = await readArea(tx, viewer, place?.area ?? (key.area as string))
  const home = place?.district ?? area.district
  if (district !== undefined && home !== district) {
    if (place) throw new MusterError('PLACE_UNKNOWN', { place: `${key.place} in ${district}` })
    throw new MusterError('AREA_UNKNOWN', { code: `${key.area} in ${district}` })
  }
  const at = place ? await pointOfPlace(tx, home, place.id) : await pointOfArea(tx, area.code)
  if (!at)
    throw new MusterError('PLAN_INVALID', {
      where: area.name,
      what: 'has no shape and no place: it is not known where it lies',
    })
  const { code, name, names, path } = area
  return { district: home, place: place && { id: place.id, name: place.name }, area: { code, name, names, path }, at }
}

/** The unit that answers for the site: that of the deepest area round it which has one in its district. */
export async function unitAbove(tx: Tx, now: Date, { district, area }: Site): Promise<NamedUnit | null> {
  const units = await unitsOfAreas(tx, area.path.toReversed(), now)
  return units.find((unit) => unit.district === district) ?? null
}

/** The unit under which a team is to stand. UNIT_UNKNOWN, UNIT_ELSEWHERE, TEAM_UNDER where nobody answers for the site. */
export async function hostOf(tx: Tx, now: Date, site: Site, under: string | undefined): Promise<NamedUnit> {
  const { district } = site
  const unit = under === undefined ? await unitAbove(tx, now, site) : await unitAnywhere(tx, under)
  if (!unit && under !== undefined) throw new MusterError('UNIT_UNKNOWN', { unit: under })
  if (!unit) throw new MusterError('TEAM_UNDER', { area: site.area.name })
  if (unit.district !== district) throw new MusterError('UNIT_ELSEWHERE', { unit: unit.name, district })
  return unit
}

/** A span of time from now on; the minute that has begun is now, since people choose by the minute. TEAM_SPAN for one in the past, or of no length. */
export function spanFrom(now: Date, { from = now, until = null }: Span): { from: Date; until: Date | null } {
  if (now.getTime() - from.getTime() >= MINUTE || (until !== null && until <= from)) {
    throw new MusterError('TEAM_SPAN', { from: from.toISOString(), until: until?.toISOString() ?? '–' })
  }
  return { from: from < now ? now : from, until }
}
