import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { FoldOptions } from './clean.ts'
import { type PathMatcher, pathMatcher } from './match-path.ts'
import type { PlaceRow } from './model.ts'
import { problem } from './reasons.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved } from './saved.ts'
import { namedAreas } from './store-areas.ts'
import { districtsOf, locate, type PlacedRow, upsertPlaces } from './store-places.ts'

/**
 * Writes places, each into its area: by the area's code, by the names of its areas, else by where its shape lies. A code
 * or names that the register does not know give way to the shape, which is noted; what lies in no area is refused.
 */
export async function savePlaces(
  tx: Tx,
  now: Date,
  places: readonly PlaceRow[],
  options: FoldOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const match = places.some((place) => place.areaPath) ? pathMatcher(await namedAreas(tx), options) : null
  let done = 0
  for (const part of inParts(places)) {
    const placed = await placeInAreas(tx, now, part, match, saved)
    const written = await upsertPlaces(tx, placed)
    for (const { district, added } of written) {
      if (added) saved.added++
      else saved.changed++
      saved.districts.add(district)
    }
    saved.same += placed.length - written.length
    for (const { geom, id, ...shown } of placed.slice(0, SAMPLE - saved.sample.length)) saved.sample.push(shown)
    done += part.length
    onProgress(`places: ${done} of ${places.length}`)
  }
  return saved
}

async function placeInAreas(
  tx: Tx,
  now: Date,
  part: readonly PlaceRow[],
  match: PathMatcher | null,
  saved: Saved,
): Promise<PlacedRow[]> {
  const named = part.map((place) => place.area ?? areaByNames(place, match, saved))
  const districts = await districtsOf(tx, [...new Set(named.filter((area) => area !== null))])
  for (const [n, place] of part.entries()) {
    const area = named[n]
    if (area == null || districts.has(area)) continue
    saved.notes.push(problem('AREA_BY_SHAPE', place.line, { column: 'area', value: area, why: 'is not known' }))
    named[n] = null
  }
  const byShape = await locate(
    tx,
    part.flatMap((place, n) => (named[n] == null ? [{ n, geom: place.geometry }] : [])),
  )
  const further = [...new Set(byShape.values())].filter((area) => !districts.has(area))
  for (const [area, district] of await districtsOf(tx, further)) districts.set(area, district)

  return part.flatMap((place, n) => {
    const area = named[n] ?? byShape.get(n)
    const district = area === undefined ? undefined : districts.get(area)
    if (area === undefined || district === undefined) {
      refuse(saved, 'OUTSIDE', place.line, { value: place.name })
      return []
    }
    const { kind, code, name, geometry: geom, people, props, section } = place
    const [line, fromM, toM] = section ? [section.line, section.fromM, section.toM] : [null, null, null]
    return [{ id: newId(now), district, area, kind, code, name, geom, line, fromM, toM, people, props }]
  })
}

function areaByNames(place: PlaceRow, match: PathMatcher | null, saved: Saved): string | null {
  if (!place.areaPath || !match) return null
  const found = match(place.areaPath)
  if (found && 'code' in found) return found.code
  const why = found ? `fits ${found.several.length} areas` : 'is not known'
  saved.notes.push(problem('AREA_BY_SHAPE', place.line, { column: 'area', value: place.areaPath.join(', '), why }))
  return null
}
