import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { boxesOf, notePlaces } from '../places/ground.ts'
import type { FoldOptions } from './clean.ts'
import { type PathMatcher, pathMatcher } from './match-path.ts'
import type { PlaceRow } from './model.ts'
import { movePlaces } from './move-places.ts'
import { problem } from './reasons.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { namedAreas } from './store-areas.ts'
import { districtsOf, locate, type PlacedRow, upsertPlaces } from './store-places.ts'

/**
 * Writes places, each into its area: by the area's code, by the names of its areas, else by where its shape lies. A code
 * or names that the register does not know give way to the shape, which is noted; what lies in no area is refused. While
 * the database writes one part, the next is made ready and located.
 */
export async function savePlaces(
  tx: Tx,
  now: Date,
  actor: Actor,
  places: readonly PlaceRow[],
  options: FoldOptions,
  onProgress: Progress,
): Promise<Saved> {
  const saved = nothingSaved()
  const match = places.some((place) => place.areaPath) ? pathMatcher(await namedAreas(tx), options) : null
  let done = 0
  let writing: Promise<void> = Promise.resolve()
  for (const part of inParts(places)) {
    const [placed] = await Promise.all([placeInAreas(tx, now, part, match, saved), writing])
    writing = writePart(tx, now, actor, placed, saved).then(() => {
      done += part.length
      onProgress(`places: ${done} of ${places.length}`, done, places.length)
    })
  }
  await writing
  return saved
}

/** A place with its area and the line of the file that names it. */
type PlacedLine = PlacedRow & { at: number }

async function writePart(tx: Tx, now: Date, actor: Actor, placed: readonly PlacedLine[], saved: Saved): Promise<void> {
  const moved = await movePlaces(tx, now, actor, placed)
  for (const { n, from } of moved) {
    const place = placed[n] as PlacedLine
    place.opened = now
    saved.notes.push(problem('MOVED', place.at, { value: place.code, kept: from, other: place.district }))
    saved.districts.add(from)
  }
  const written = await upsertPlaces(tx, placed)
  const left = moved.map(({ from }) => ({ district: from, added: false }))
  await notePlaces(tx, [...written, ...left], boxesOf(placed))
  const byKey = new Map(placed.map((place) => [keyOf(place), place]))
  const hasMoved = new Set(moved.map(({ n }) => placed[n]))
  for (const { added, ...key } of written) {
    if (added) saved.added++
    else saved.changed++
    saved.districts.add(key.district)
    const place = byKey.get(keyOf(key))
    if (place) tellOutcome(saved, added && !hasMoved.has(place), { ...place, line: place.at })
  }
  // A place that moved is a new row, but to whoever reads the report a place that changed.
  saved.added -= moved.length
  saved.changed += moved.length
  saved.same += placed.length - written.length
  for (const { geom, id, opened, at, ...shown } of placed.slice(0, SAMPLE - saved.sample.length))
    saved.sample.push(shown)
}

function keyOf({ district, kind, code }: Pick<PlacedRow, 'district' | 'kind' | 'code'>): string {
  return `${district}\n${kind}\n${code}`
}

async function placeInAreas(
  tx: Tx,
  now: Date,
  part: readonly PlaceRow[],
  match: PathMatcher | null,
  saved: Saved,
): Promise<PlacedLine[]> {
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
    const at = place.line
    return [
      { at, id: newId(now), district, opened: null, area, kind, code, name, geom, line, fromM, toM, people, props },
    ]
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
