import { cutAtAntimeridian } from '../../base/antimeridian.ts'
import { MusterError } from '../../base/errors.ts'
import { circle, type Position } from '../../base/geometry.ts'
import { BOUNDS } from './bounds.ts'

/**
 * The shapes of CAP (§3.2.4) as closed rings of [lon, lat]. CAP writes latitude first; here it ends.
 *
 * A shape that cannot be read throws, and with it the whole message is refused: dropping it would leave the people in
 * it uncalled, and nobody would know. What is unambiguous is read with a note. `where` names the element.
 */

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * `lat,lon lat,lon …`, at least four pairs, the last as the first. An unclosed ring of three corners or more is closed,
 * with a note: there is only one way to. Returns one ring, or two where it crosses the 180th meridian.
 */
export function readPolygon(text: string, where: string, notes: string[]): Position[][] {
  const refuse = (reason: string) => new MusterError('CAP_BAD_POLYGON', { where, reason })
  const ring = pairsOf(text, where, refuse, notes)
  const [first, last] = [ring[0], ring.at(-1)]
  if (!first || !last) throw refuse('it has no points')
  if (ring.length > BOUNDS.ringCorners) {
    throw refuse(`it has ${ring.length} corners, and at most ${BOUNDS.ringCorners} are read`)
  }
  if (!hasThree(ring)) throw refuse('it has fewer than three different points')
  if (first[0] !== last[0] || first[1] !== last[1]) {
    ring.push(first)
    notes.push(`${where}: the polygon was not closed; its last point was joined to its first`)
  }
  return cut(ring, where, notes)
}

/** `lat,lon radius`, the radius in kilometres; a radius of 0 stands for a point, and is drawn 1 m wide. */
export function readCircle(text: string, where: string, notes: string[]): Position[][] {
  const refuse = (reason: string) => new MusterError('CAP_BAD_CIRCLE', { where, reason })
  const parts = text.split(/[\s,]+/).filter(Boolean)
  const [lat, lon, km] = parts.map((part) => number(part, refuse))
  if (lat === undefined || lon === undefined || km === undefined || parts.length > 3) {
    throw refuse(`it has ${parts.length} numbers instead of latitude, longitude and radius`)
  }
  if (km < 0 || km > BOUNDS.radiusKm) throw refuse(`its radius of ${km} km is not between 0 and ${BOUNDS.radiusKm}`)
  if (km === 0) notes.push(`${where}: the circle has radius 0 and is taken as a point`)
  const ring = circle(place(lat, lon, refuse), km * 1000).coordinates[0] as Position[]
  return cut(ring, where, notes)
}

function cut(ring: Position[], where: string, notes: string[]): Position[][] {
  const rings = cutAtAntimeridian(ring)
  if (rings.length > 1) notes.push(`${where}: it crosses the 180th meridian and was cut there`)
  else if (ring.some(([lon]) => Math.abs(lon) > 180)) notes.push(`${where}: longitudes past 180 were wrapped`)
  return rings
}

/** Whether three of the points differ. */
function hasThree(ring: readonly Position[]): boolean {
  const [a] = ring
  const b = ring.find((at) => at[0] !== a?.[0] || at[1] !== a?.[1])
  return b !== undefined && ring.some((at) => [a, b].every((p) => at[0] !== p?.[0] || at[1] !== p?.[1]))
}

type Refuse = (reason: string) => MusterError

/** Well-formed pairs as they are; else numbers in a row (`41.1, -117.6,` and the like), two by two, with a note. */
function pairsOf(text: string, where: string, refuse: Refuse, notes: string[]): Position[] {
  const tokens = text.trim().split(/\s+/).filter(Boolean)
  const written = tokens.map((token) => token.split(','))
  const wellFormed = written.every((parts) => parts.length === 2 && parts.every((part) => part !== ''))
  if (!wellFormed) {
    const triple = written.findIndex((parts) => parts.filter(Boolean).length > 2)
    if (triple >= 0) throw refuse(`point ${triple + 1}, "${short(tokens[triple])}", is not a pair`)
    notes.push(`${where}: points are not written "lat,lon lat,lon"; the numbers were read two by two`)
  }
  const numbers = written
    .flat()
    .filter(Boolean)
    .map((part) => number(part, refuse))
  if (numbers.length % 2 === 1) throw refuse(`it has an odd number of coordinates, ${numbers.length}`)
  const pairs: Position[] = []
  for (let i = 0; i < numbers.length; i += 2) pairs.push(place(numbers[i] as number, numbers[i + 1] as number, refuse))
  return pairs
}

function number(text: string, refuse: Refuse): number {
  if (!NUMBER.test(text)) throw refuse(`"${short(text)}" is not a number`)
  return Number(text)
}

/** A longitude may run on past the 180th meridian, up to a whole turn: the ring is cut there and wrapped. */
function place(lat: number, lon: number, refuse: Refuse): Position {
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 360) return [lon, lat]
  const swapped = Math.abs(lon) <= 90 && Math.abs(lat) <= 180 ? '; perhaps longitude was written first' : ''
  throw refuse(`${lat},${lon} is not on the globe${swapped}`)
}

function short(text = ''): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
