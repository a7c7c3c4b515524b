import { type Geometry, positionsOf } from '../../base/geometry.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { boxesOf, notePlaces } from '../places/ground.ts'
import { type Change, changesOf, propFields } from './changes.ts'
import type { FoldOptions } from './clean.ts'
import { boxesAround, isSwapped, kmOutside, PLACE_KM } from './far.ts'
import { type PathMatcher, pathMatcher } from './match-path.ts'
import type { PlaceRow } from './model.ts'
import { movePlaces } from './move-places.ts'
import { problem } from './reasons.ts'
import { inParts, nothingSaved, type Progress, refuse, SAMPLE, type Saved, tellOutcome } from './saved.ts'
import { namedAreas } from './store-areas.ts'
import { districtsOf, locate, type PlaceBefore, type PlacedRow, placesBefore, upsertPlaces } from './store-places.ts'

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
    const placed = await bothDone(placeInAreas(tx, now, part, match, saved), writing)
    writing = writePart(tx, now, actor, placed, saved).then(() => {
      done += part.length
      onProgress(`places: ${done} of ${places.length}`, done, places.length)
    })
  }
  await writing
  return saved
}

/** Waits for both, whichever fails: what one of them still sends would meet a transaction that the other's failure has taken back. */
async function bothDone<T>(first: Promise<T>, second: Promise<unknown>): Promise<T> {
  const [one, other] = await Promise.allSettled([first, second])
  if (one.status === 'rejected') throw one.reason
  if (other.status === 'rejected') throw other.reason
  return one.value
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
  const before = new Map((await placesBefore(tx, placed)).map((place) => [keyOf(place), place]))
  const written = await upsertPlaces(tx, placed)
  const left = moved.map(({ from }) => ({ district: from, added: false }))
  await notePlaces(tx, [...written, ...left], boxesOf(placed))
  const byKey = new Map(placed.map((place) => [keyOf(place), place]))
  const hasMoved = new Set(moved.map(({ n }) => placed[n]))
  const from = new Map(moved.map(({ n, from }) => [placed[n], from]))
  for (const { added, ...key } of written) {
    if (added) saved.added++
    else saved.changed++
    saved.districts.add(key.district)
    const place = byKey.get(keyOf(key))
    if (!place) continue
    const had = before.get(keyOf(key))
    const changes = had
      ? changesIn(had, place)
      : [{ field: 'district', old: from.get(place) ?? null, new: place.district }]
    const subject = had?.id ?? place.id
    tellOutcome(saved, added && !hasMoved.has(place), { ...place, line: place.at, subject, changes })
  }
  // A place that moved is a new row, but to whoever reads the report a place that changed.
  saved.added -= moved.length
  saved.changed += moved.length
  saved.same += placed.length - written.length
  for (const { geom, id, opened, at, ...shown } of placed.slice(0, SAMPLE - saved.sample.length))
    saved.sample.push(shown)
}

/** A shape is shown by its middle; where only it has changed, and its middle has not, it says so. */
function changesIn(had: PlaceBefore, place: PlacedRow): Change[] {
  const fields = (of: Pick<PlaceBefore, 'name' | 'area' | 'line' | 'fromM' | 'toM' | 'people'>) => ({
    name: of.name,
    area: of.area,
    section: of.line === null ? null : `${of.line} ${of.fromM}–${of.toM} m`,
    people: of.people ?? undefined,
  })
  const changes = [
    ...changesOf(fields(had), fields(place)),
    ...changesOf(propFields(had.props), propFields(place.props)),
    ...changesOf({ position: had.at }, { position: middleOf(place.geom) }),
  ]
  return changes.length > 0 ? changes : [{ field: 'shape', old: had.at, new: had.at }]
}

function middleOf(geom: Geometry): string | undefined {
  // The middle of a line or an area is the database's to find: it is not asked again for what is only shown.
  if (geom.type !== 'Point') return undefined
  const [lon, lat] = geom.coordinates
  return `${Number(lon).toFixed(5)}, ${Number(lat).toFixed(5)}`
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
  // Undefined: the row is refused.
  const named: (string | null | undefined)[] = part.map((place) => place.area ?? areaByNames(place, match, saved))
  const districts = await districtsOf(tx, [...new Set(named.filter((area) => area != null))])
  for (const [n, place] of part.entries()) {
    const area = named[n]
    if (area == null || districts.has(area)) continue
    saved.notes.push(problem('AREA_BY_SHAPE', place.line, { column: 'area', value: area, why: 'is not known' }))
    named[n] = null
  }
  await refuseFar(tx, part, named, saved)
  const byShape = await locate(
    tx,
    part.flatMap((place, n) => (named[n] === null ? [{ n, geom: place.geometry }] : [])),
  )
  const further = [...new Set(byShape.values())].filter((area) => !districts.has(area))
  for (const [area, district] of await districtsOf(tx, further)) districts.set(area, district)

  return part.flatMap((place, n) => {
    if (named[n] === undefined) return []
    const area = named[n] ?? byShape.get(n)
    const district = area === undefined ? undefined : districts.get(area)
    if (area === undefined || district === undefined) {
      refuse(saved, 'OUTSIDE', place.line, { column: 'area', value: place.name })
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

/**
 * Places far outside the area that they name: no polygon that is warned would ever find them. A little is noted, with where the
 * place lies; very much is a slip, such as longitude and latitude in each other's column, and refused.
 */
async function refuseFar(
  tx: Tx,
  part: readonly PlaceRow[],
  named: (string | null | undefined)[],
  saved: Saved,
): Promise<void> {
  const boxes = await boxesAround(tx, [...new Set(named.filter((area) => area != null))])
  const far = part.flatMap((place, n) => {
    const box = boxes.get(named[n] ?? '')
    const km = box ? kmOutside(box, positionsOf(place.geometry)) : 0
    return box && km > PLACE_KM.noted ? [{ n, place, km, box, geom: place.geometry }] : []
  })
  if (far.length === 0) return
  const where = await locate(tx, far)
  for (const { n, place, km, box } of far) {
    const lies = where.get(n)
    const swapped = isSwapped(box, positionsOf(place.geometry))
    const hint = swapped ? '; longitude and latitude may be swapped' : lies ? `; it lies in ${lies}` : ''
    const details = { column: 'area', value: place.name, kept: named[n] ?? '', km: Math.round(km), hint }
    if (km <= PLACE_KM.refused) saved.notes.push(problem('FAR', place.line, details))
    else {
      refuse(saved, 'FAR', place.line, details)
      named[n] = undefined
    }
  }
}

function areaByNames(place: PlaceRow, match: PathMatcher | null, saved: Saved): string | null {
  if (!place.areaPath || !match) return null
  const found = match(place.areaPath)
  if (found && 'code' in found) return found.code
  const why = found ? `fits ${found.several.length} areas` : 'is not known'
  saved.notes.push(problem('AREA_BY_SHAPE', place.line, { column: 'area', value: place.areaPath.join(', '), why }))
  return null
}
