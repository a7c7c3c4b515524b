import type { LineString, MultiLineString, Position } from '../../../base/geometry.ts'
import { wordsOf } from './ids.ts'
import { keyOf, onSquare, type Span, xOf, yOf } from './mercator.ts'
import type { Dam, Ground, MapArea, Section } from './model.ts'

/** A page of places as the database sends it, each list by id: packed ids, packed pairs of doubles, and the rest. */
export interface GroundPage {
  ids: Buffer
  /** Longitude and latitude; NaN for what is drawn as a line. */
  at: Buffer
  kinds: string[]
  names: string[]
  /** Rows of the page that are not always there, in milliseconds; an end that is open is null. */
  spells: [row: number, opened: number | null, closed: number | null][]
  lines: LineRow[]
}

/** A line of a place, by its row in the page: a section of a dam with its chainage, or any other line. */
export interface LineRow {
  row: number
  line: string | null
  fromM: number | null
  toM: number | null
  geom: LineString | MultiLineString
}

/** Puts a district's pages together, in the order in which they were read. */
export function makeGround(district: string, pages: readonly GroundPage[], areas: MapArea[]): Ground {
  const count = pages.reduce((sum, page) => sum + page.names.length, 0)
  const kinds = [...new Set(pages.flatMap((page) => [...new Set(page.kinds)]))].sort()
  const number = new Map(kinds.map((kind, i) => [kind, i]))
  const [x, y, kind] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)]
  const spells: Ground['spells'] = new Map()
  const lines: LineRow[] = []
  let first = 0
  for (const page of pages) {
    for (const [i, word] of page.kinds.entries()) {
      x[first + i] = xOf(page.at.readDoubleBE(i * 16))
      y[first + i] = yOf(page.at.readDoubleBE(i * 16 + 8))
      kind[first + i] = number.get(word) as number
    }
    for (const [row, opened, closed] of page.spells) spells.set(first + row, [opened ?? -Infinity, closed ?? Infinity])
    for (const line of page.lines) lines.push({ ...line, row: first + line.row })
    first += page.names.length
  }
  return {
    district,
    count,
    ids: wordsOf(Buffer.concat(pages.map((page) => page.ids))),
    names: pages.flatMap((page) => page.names),
    kinds,
    kind,
    x,
    y,
    ...alongTheCurve(x, y),
    dams: damsOf(lines),
    areas,
    spells,
  }
}

/** The points in the order of their keys, and their coordinates added up in that order. */
function alongTheCurve(x: Float64Array, y: Float64Array): Pick<Ground, 'order' | 'keys' | 'sumX' | 'sumY'> {
  const keyed = new Float64Array(x.length)
  const points: number[] = []
  for (let row = 0; row < x.length; row++) {
    if (Number.isNaN(x[row])) continue
    keyed[row] = keyOf(x[row] as number, y[row] as number)
    points.push(row)
  }
  const order = Uint32Array.from(points).sort((a, b) => (keyed[a] as number) - (keyed[b] as number))
  const n = order.length
  const [sumX, sumY] = [new Float64Array(n + 1), new Float64Array(n + 1)]
  for (let i = 0; i < n; i++) {
    sumX[i + 1] = (sumX[i] as number) + (x[order[i] as number] as number)
    sumY[i + 1] = (sumY[i] as number) + (y[order[i] as number] as number)
  }
  return { order, keys: Float64Array.from(order, (row) => keyed[row] as number), sumX, sumY }
}

function damsOf(lines: readonly LineRow[]): Dam[] {
  const byLine = Map.groupBy(lines, (l) => l.line ?? `#${l.row}`)
  return [...byLine].map(([line, rows]) => {
    const sections = rows.map(sectionOf).sort((a, b) => a.fromM - b.fromM || a.row - b.row)
    return { line, sections, span: unionOf(sections.map((s) => s.span)) }
  })
}

function sectionOf({ row, geom, fromM, toM }: LineRow): Section {
  const path = (geom.type === 'LineString' ? geom.coordinates : geom.coordinates.flat()).map(onSquare)
  return { row, fromM: fromM ?? 0, toM: toM ?? 0, path, span: spanRound(path) }
}

export function spanRound(path: readonly Position[]): Span {
  const span: Span = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [px, py] of path) {
    if (px < span[0]) span[0] = px
    if (py < span[1]) span[1] = py
    if (px > span[2]) span[2] = px
    if (py > span[3]) span[3] = py
  }
  return span
}

function unionOf(spans: readonly Span[]): Span {
  return spanRound(
    spans.flatMap(([w, n, e, s]): Position[] => [
      [w, n],
      [e, s],
    ]),
  )
}
