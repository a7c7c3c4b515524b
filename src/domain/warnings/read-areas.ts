import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import { BOUNDS } from './bounds.ts'
import type { NamedValue, WarnedArea } from './model.ts'
import { type Cursor, cut, each, fieldOf, namedValues, required } from './read-fields.ts'
import { readCircle, readPolygon } from './read-geometry.ts'
import { anyOverlap, tangleOf } from './tangle.ts'

/** The areas of a message, each once, and which of them each info names; null for an info without any. */
export interface ReadAreas {
  areas: WarnedArea[]
  byInfo: (number | null)[]
}

/**
 * Reads what each info says of its areas. Infos in other languages repeat the shapes of the first, so that each text is read
 * once, and what names the same shapes and geocodes is one area, whatever it is called. CAP_BAD_VALUE, CAP_BAD_POLYGON and
 * CAP_BAD_CIRCLE, also where a bound is met.
 */
export function readAreas(infos: readonly Cursor[]): ReadAreas {
  const drawn = shapeReader()
  const found = new Map<string, { n: number; area: WarnedArea }>()
  const byInfo = infos.map((info): number | null => {
    const elements = each(info, 'area')
    if (elements.length === 0) return null
    const shapes = elements.flatMap((at) => [...textsOf(at, 'polygon'), ...textsOf(at, 'circle')])
    const geocodes = distinct(elements.flatMap((at) => namedValues(at, 'geocode')))
    const descs = elements.map((at) => {
      return cut(required(at, 'areaDesc'), BOUNDS.areaDesc, fieldOf(at, 'areaDesc'), at.notes)
    })
    const matched = [...new Set(shapes.map((s) => `${s.name} ${s.text}`)), ...geocodes.map(codeKey)]
    const key = JSON.stringify(matched.length > 0 ? matched.sort() : descs)
    const known = found.get(key)
    if (known) {
      known.area.areaDescs = [...new Set([...known.area.areaDescs, ...descs])]
      return known.n
    }
    const rings = [...new Set(shapes.flatMap(drawn))]
    const area = { ...shapeOf(rings, info), geocodes, areaDescs: [...new Set(descs)] }
    found.set(key, { n: found.size, area })
    return found.size - 1
  })
  return { areas: [...found.values()].map(({ area }) => area), byInfo }
}

interface ShapeText {
  name: 'polygon' | 'circle'
  text: string
  at: Cursor
}

function textsOf(area: Cursor, name: ShapeText['name']): ShapeText[] {
  return each(area, name).flatMap((at) => {
    const text = at.element.text.trim()
    if (text !== '') return [{ name, text, at }]
    at.notes.push(`${at.path} is empty and was left out`)
    return []
  })
}

/** Reads each shape of a message once, and no more of them than the bounds. */
function shapeReader(): (shape: ShapeText) => Position[][] {
  const known = new Map<string, Position[][]>()
  let corners = 0
  return ({ name, text, at }) => {
    const key = `${name} ${text}`
    const before = known.get(key)
    if (before) return before
    if (known.size >= BOUNDS.shapes) throw tooMany(name, 'shapes', BOUNDS.shapes)
    const read = name === 'polygon' ? readPolygon : readCircle
    const rings = read(text, at.path, at.notes)
    corners += rings.reduce((sum, ring) => sum + ring.length, 0)
    if (corners > BOUNDS.corners) throw tooMany(at.path, 'corners', BOUNDS.corners)
    known.set(key, rings)
    return rings
  }
}

/** Rings as one shape, and whether the database has to unite them; CAP_BAD_POLYGON for what is too tangled for that. */
function shapeOf(rings: Position[][], { path, notes }: Cursor): Pick<WarnedArea, 'shape' | 'mend'> {
  if (rings.length === 0) return { shape: null, mend: 'none' }
  const tangle = tangleOf(rings)
  if (tangle.beyond) {
    const reason =
      tangle.self > BOUNDS.selfCrossings
        ? `its edges cross or touch each other in more than ${BOUNDS.selfCrossings} places`
        : 'its polygons are too tangled to be united'
    throw new MusterError('CAP_BAD_POLYGON', { where: path, reason })
  }
  if (tangle.self > 0) notes.push(`${path}: a polygon crosses or touches itself; all that it encloses is warned`)
  const shape = { type: 'MultiPolygon' as const, coordinates: rings.map((ring) => [ring]) }
  return { shape, mend: tangle.self > 0 ? 'rings' : anyOverlap(rings) ? 'overlaps' : 'none' }
}

/** Each code once; CAP_BAD_VALUE for more than the bound. */
export function distinct(codes: readonly NamedValue[]): NamedValue[] {
  const found = new Map(codes.map((code) => [codeKey(code), code]))
  if (found.size > BOUNDS.geocodes) throw tooMany('geocode', 'geocodes', BOUNDS.geocodes)
  return [...found.values()]
}

/** Names and values are free texts, which may hold any mark that would be put between them. */
function codeKey({ valueName, value }: NamedValue): string {
  return JSON.stringify([valueName, value])
}

function tooMany(field: string, what: string, most: number): MusterError {
  return new MusterError('CAP_BAD_VALUE', { field, value: `more than ${most} ${what}`, wants: `at most ${most}` })
}
