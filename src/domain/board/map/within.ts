import type { Polygon, Position } from '../../../base/geometry.ts'
import { spanRound } from './ground.ts'
import { idOf, rowAfter } from './ids.ts'
import { meet, onSquare, type Span } from './mercator.ts'
import { GONE, type Ground, type Section, STATES, type State } from './model.ts'

/** What is drawn round on the map. */
export interface Drawing {
  polygon: Polygon
  /** Left out: places of every kind. */
  kinds?: readonly string[] | undefined
}

/** How many places of a kind there are, and in which states. */
export type KindCounts = { n: number } & Record<State, number>

export interface Inside {
  counts: Record<string, KindCounts>
  items: { id: string; name: string; kind: string; state: State }[]
  /** The id after which the next page begins; null at the end. */
  next: string | null
}

/**
 * The places inside a polygon whose sides are straight on the map, as it was drawn there: points that lie in it and lines
 * that touch it. Counts are of all of them; the items are a page by id after `after`.
 */
export function within(
  ground: Ground,
  states: Uint8Array,
  drawing: Drawing,
  page: { after: string | null; limit: number },
): Inside {
  const rings = drawing.polygon.coordinates.map((ring) => ring.map(onSquare))
  const span = spanRound(rings[0] ?? [])
  const wanted = ground.kinds.map((kind) => drawing.kinds === undefined || drawing.kinds.includes(kind))
  const lines = new Map(ground.dams.flatMap((dam) => dam.sections.map((s): [number, Section] => [s.row, s])))
  const from = rowAfter(ground, page.after)
  const inside: Inside = { counts: {}, items: [], next: null }
  for (let row = 0; row < ground.count; row++) {
    const [state, kind] = [states[row] as number, ground.kind[row] as number]
    if (state === GONE || !wanted[kind] || !isInside(ground, row, lines, rings, span)) continue
    const [kindName, stateName] = [ground.kinds[kind] as string, STATES[state] as State]
    const counts = inside.counts[kindName] ?? none()
    inside.counts[kindName] = counts
    counts.n++
    counts[stateName]++
    if (row < from) continue
    const last = inside.items.at(-1)
    if (inside.items.length < page.limit) {
      inside.items.push({ id: idOf(ground, row), name: ground.names[row] as string, kind: kindName, state: stateName })
    } else if (last) inside.next = last.id
  }
  return inside
}

const none = (): KindCounts => ({
  n: 0,
  ...(Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>),
})

function isInside(
  ground: Ground,
  row: number,
  lines: ReadonlyMap<number, Section>,
  rings: readonly Position[][],
  span: Span,
): boolean {
  const at: Position = [ground.x[row] as number, ground.y[row] as number]
  if (!Number.isNaN(at[0])) return meet([...at, ...at], span) && holds(rings, at)
  const line = lines.get(row)
  return line !== undefined && meet(line.span, span) && touches(rings, line.path)
}

/** Even-odd over all rings, so that holes are outside. */
function holds(rings: readonly Position[][], [x, y]: Position): boolean {
  let odd = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i] as Position, ring[j] as Position]
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd
    }
  }
  return odd
}

function touches(rings: readonly Position[][], path: readonly Position[]): boolean {
  if (path.some((at) => holds(rings, at))) return true
  return rings.some((ring) =>
    ring.some(
      (corner, i) =>
        i > 0 && path.some((at, k) => k > 0 && cross(ring[i - 1] as Position, corner, path[k - 1] as Position, at)),
    ),
  )
}

/** Whether two stretches cross: each has the other's ends on both its sides. */
function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0
}
